/// Every fact about one ticket says which and where.
///
/// Subject `ticket/<ticket>`.
public protocol TicketFact: FactContract {
    var ticket: TicketID { get }
    var site: SiteCode { get }
}

/// A ticket exists and its clocks run.
///
/// Who reported it, and how to reach them, is sealed and not here.
///
/// Subject `ticket/<ticket>`.
public struct TicketOpened: TicketFact {
    public static let type: FactType = "tickets.ticket-opened.v1"

    public var ticket: TicketID
    public var kind: TicketKind
    public var site: SiteCode
    public var unit: UnitID?
    public var item: ItemID?
    /// As the ledger called it then.
    public var itemName: String?
    /// "加密会议保障" or the like where `classified` is true.
    public var title: String
    public var description: String
    public var impact: Impact
    public var urgency: Urgency
    public var priority: Priority
    /// The named case that decided the level.
    public var priorityCase: String?
    public var targets: [TicketTarget]
    /// The engineer on duty then.
    public var duty: AccountID?
    public var dutyPost: PostID?
    public var finding: FindingID?
    public var source: TicketSource
    /// Nil where nobody was signed in: the public form, whose reporter is sealed.
    public var by: Actor?
    public var openedAt: Timestamp
    public var policy: SLAPolicyID
    public var policyVersion: Int
    public var calendar: CalendarID?
    public var calendarVersion: Int?
    /// An agreed guarantee arrangement covered site and time: response and arrival targets are halved.
    public var guarantee: Bool
    /// The ticket it takes up again, too late to reopen that one.
    public var reopens: TicketID?
    /// The unit that asked, where it is not the unit concerned (R45).
    public var requester: UnitID?
    /// The time an order or a meeting names (R13, R7); no SLA target.
    public var wantedBy: Timestamp?
    public var classified: Bool?
    /// SHA-256 of files in the content store of tickets.
    public var photos: [String]?
    /// What nobody has checked yet.
    public var unverified: [Unverified]

    public init(
        ticket: TicketID, kind: TicketKind, site: SiteCode, unit: UnitID? = nil, item: ItemID? = nil,
        itemName: String? = nil, title: String, description: String, impact: Impact, urgency: Urgency,
        priority: Priority, priorityCase: String? = nil, targets: [TicketTarget], duty: AccountID? = nil,
        dutyPost: PostID? = nil, finding: FindingID? = nil, source: TicketSource, by: Actor? = nil, openedAt: Timestamp,
        policy: SLAPolicyID, policyVersion: Int, calendar: CalendarID? = nil, calendarVersion: Int? = nil,
        guarantee: Bool, reopens: TicketID? = nil, requester: UnitID? = nil, wantedBy: Timestamp? = nil,
        classified: Bool? = nil, photos: [String]? = nil, unverified: [Unverified]
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
        self.priority = priority
        self.priorityCase = priorityCase
        self.targets = targets
        self.duty = duty
        self.dutyPost = dutyPost
        self.finding = finding
        self.source = source
        self.by = by
        self.openedAt = openedAt
        self.policy = policy
        self.policyVersion = policyVersion
        self.calendar = calendar
        self.calendarVersion = calendarVersion
        self.guarantee = guarantee
        self.reopens = reopens
        self.requester = requester
        self.wantedBy = wantedBy
        self.classified = classified
        self.photos = photos
        self.unverified = unverified
    }
}

/// One time limit of one ticket.
public struct TicketTarget: Codable, Sendable, Equatable {
    public var kind: TargetKind
    /// The level it was set under.
    public var priority: Priority
    public var seconds: Int64
    public var clock: ServiceClock
    public var from: Timestamp
    public var due: DueTime
    public var basis: Basis

    public init(
        kind: TargetKind, priority: Priority, seconds: Int64, clock: ServiceClock, from: Timestamp, due: DueTime,
        basis: Basis
    ) {
        self.kind = kind
        self.priority = priority
        self.seconds = seconds
        self.clock = clock
        self.from = from
        self.due = due
        self.basis = basis
    }
}
