public import OpsContracts

/// What is asked of a ticket, and by whom.
public struct TicketCommand: Sendable {
    public var by: Author
    public var action: Action

    public init(by: Author, _ action: Action) {
        self.by = by
        self.action = action
    }

    /// Actions that set a clock bring the terms they are computed with.
    public enum Action: Sendable {
        case open(OpenTicket, ServiceTerms)
        case accept
        case dispatch(engineer: AccountID, post: PostID?)
        case arrive
        case start
        case note(WorkNote)
        case report(FaultReportKind, to: String, text: String)
        case suspend(PendingReason, note: String, until: Timestamp?, carrierTicket: String?)
        case resume(ServiceTerms)
        case escalate(ExpertChannel, skill: String?, text: String)
        case handBack(advice: String, minutes: Int?)
        case replacePart(Part)
        case resolve(ResolveTicket)
        case confirm(rating: Int?, comment: String?)
        /// May fill in what the resolution left open.
        case close(cause: FaultCause?, result: String?)
        case reopen(reason: String, ServiceTerms)
        case cancel(reason: String, duplicateOf: TicketID?)
        case changeLevel(LevelChange, ServiceTerms)
        /// The clock's own: states misses, raises an overdue ticket, closes a silent one.
        case sweep(ServiceTerms)
        /// The calendar came, or was corrected.
        case recompute(ServiceTerms)
    }

    /// Nil for what people do not do: opening, the sweep, a recomputation.
    public var verb: TicketVerb? {
        switch action {
        case .open, .sweep, .recompute: nil
        case .accept: .accept
        case .dispatch: .dispatch
        case .arrive: .arrive
        case .start: .start
        case .note: .note
        case .report: .report
        case .suspend: .suspend
        case .resume: .resume
        case .escalate: .escalate
        case .handBack: .handBack
        case .replacePart: .replacePart
        case .resolve: .resolve
        case .confirm: .confirm
        case .close: .close
        case .reopen: .reopen
        case .cancel: .cancel
        case .changeLevel: .changeLevel
        }
    }
}

/// What a new ticket says.
///
/// The number comes from the caller, who counts per site and day.
public struct OpenTicket: Sendable {
    public var ticket: TicketID
    public var kind: TicketKind
    public var site: SiteCode
    public var unit: UnitID?
    public var item: ItemID?
    public var itemName: String?
    public var title: String
    public var description: String
    public var impact: Impact
    public var urgency: Urgency
    public var priorityCase: String?
    public var source: TicketSource
    public var duty: AccountID?
    public var dutyPost: PostID?
    public var finding: FindingID?
    public var reopens: TicketID?
    public var requester: UnitID?
    public var wantedBy: Timestamp?
    public var classified: Bool?
    /// SHA-256 of files that are kept already.
    public var photos: [String]
    public var unverified: [Unverified]

    public init(
        ticket: TicketID, kind: TicketKind, site: SiteCode, unit: UnitID? = nil, item: ItemID? = nil,
        itemName: String? = nil, title: String, description: String, impact: Impact, urgency: Urgency,
        priorityCase: String? = nil, source: TicketSource, duty: AccountID? = nil, dutyPost: PostID? = nil,
        finding: FindingID? = nil, reopens: TicketID? = nil, requester: UnitID? = nil, wantedBy: Timestamp? = nil,
        classified: Bool? = nil, photos: [String] = [], unverified: [Unverified] = []
    ) {
        self.ticket = ticket
        self.kind = kind
        self.site = site
        self.unit = unit
        self.item = item
        self.itemName = itemName
        self.title = title
        self.description = description
        self.impact = impact
        self.urgency = urgency
        self.priorityCase = priorityCase
        self.source = source
        self.duty = duty
        self.dutyPost = dutyPost
        self.finding = finding
        self.reopens = reopens
        self.requester = requester
        self.wantedBy = wantedBy
        self.classified = classified
        self.photos = photos
        self.unverified = unverified
    }
}

public struct WorkNote: Sendable {
    public var text: String
    public var isPublic: Bool
    /// Service is back by a makeshift.
    public var isWorkaround: Bool
    public var photos: [String]

    public init(text: String, isPublic: Bool = false, isWorkaround: Bool = false, photos: [String] = []) {
        self.text = text
        self.isPublic = isPublic
        self.isWorkaround = isWorkaround
        self.photos = photos
    }
}

public struct Part: Sendable {
    /// What stands for a serial number where there is none to read.
    public static let withoutSerial = ["无", "看不清"]

    public var item: ItemID?
    public var name: String
    public var model: String
    public var oldSerial: String?
    public var newSerial: String

    public init(item: ItemID? = nil, name: String, model: String, oldSerial: String? = nil, newSerial: String) {
        self.item = item
        self.name = name
        self.model = model
        self.oldSerial = oldSerial
        self.newSerial = newSerial
    }
}

public struct ResolveTicket: Sendable {
    public var cause: FaultCause?
    public var result: String
    public var partReplaced: Bool
    /// There is a reporter to ask.
    public var asksReporter: Bool
    public var photos: [String]

    public init(
        cause: FaultCause?, result: String, partReplaced: Bool = false, asksReporter: Bool = false,
        photos: [String] = []
    ) {
        self.cause = cause
        self.result = result
        self.partReplaced = partReplaced
        self.asksReporter = asksReporter
        self.photos = photos
    }
}

/// A new level, by the matrix or by name; also how a reporter's guess is verified.
public struct LevelChange: Sendable {
    public var impact: Impact?
    public var urgency: Urgency?
    public var to: Priority
    public var reason: String

    public init(impact: Impact? = nil, urgency: Urgency? = nil, to: Priority, reason: String) {
        self.impact = impact
        self.urgency = urgency
        self.to = to
        self.reason = reason
    }
}
