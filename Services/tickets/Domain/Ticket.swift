public import OpsContracts
public import OpsDomain

/// A ticket as `decide` needs it.
public struct Ticket: Codable, Sendable, Equatable {
    public var id: TicketID
    public var site: SiteCode
    public var kind: TicketKind = .incident
    public var title = ""
    public var item: ItemID?
    public var finding: FindingID?
    public var priority: Priority = .p4
    /// The level is somebody's guess until the staff has set it.
    public var unverified: Set<Unverified> = []
    public var status: TicketStatus = .new
    public var openedAt = Timestamp(0)
    public var openedBy: Actor?
    public var policy = SLAPolicyID("")
    public var policyVersion = 0
    public var guarantee = false
    /// Who has it, or was on duty when it came.
    public var engineer: AccountID?
    public var hasArrived = false
    public var targets: [Target] = []
    /// Past stretches in which the clocks of arrival, workaround and resolution stood.
    public var pauses: [Pause] = []
    public var misses: [Miss] = []
    /// Resolution was overdue and the level went up; that happens once.
    public var wasUpgraded = false
    public var hasWorkaround = false
    /// Entries of the process log.
    public var logEntries = 0
    public var partsReplaced = 0
    public var resolution: Resolution?

    init(id: TicketID, site: SiteCode) {
        self.id = id
        self.site = site
    }

    public func target(_ kind: TargetKind) -> Target? { targets.first { $0.kind == kind } }

    /// One time limit and how it stands.
    public struct Target: Codable, Sendable, Equatable {
        public var terms: TicketTarget
        public var outcome: Outcome = .running
        /// A miss was stated; it is not stated again.
        public var isMissed = false

        public var kind: TargetKind { terms.kind }
    }

    public enum Outcome: Codable, Sendable, Equatable {
        case running
        case met(at: Timestamp)
        /// Nothing was owed in the end: the fault was gone before anybody had to come.
        case void
    }

    /// A miss that was stated, and what it weighs on the score sheet.
    public struct Miss: Codable, Sendable, Equatable {
        public var target: TargetKind
        public var priority: Priority
        public var breachedAt: Timestamp
        public var item: ScoreItemCode?
        public var weight: Int
    }

    public struct Resolution: Codable, Sendable, Equatable {
        public var cause: FaultCause?
        public var result: String
        public var partReplaced: Bool
        public var at: Timestamp
    }
}

/// Who gives a command, as far as the rules care.
public struct Author: Sendable, Equatable {
    public var actor: Actor
    public var side: Side

    public init(_ actor: Actor, _ side: Side) {
        self.actor = actor
        self.side = side
    }

    public enum Side: Sendable {
        /// The site lead, the central office, the reporter: they may lower a level, confirm and withdraw.
        case requester
        /// Engineers, project management, experts.
        case supplier
        /// The service itself: clock and reactions.
        case system
    }
}
