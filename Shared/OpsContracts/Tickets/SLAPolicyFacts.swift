/// A version of the time limits (时限规则): one row per level.
///
/// A ticket keeps the version it was opened under.
///
/// Subject `sla-policy/<policy>`.
public struct SLAPolicyPublished: FactContract {
    public static let type: FactType = "tickets.sla-policy-published.v1"

    public var policy: SLAPolicyID
    /// Counts from 1.
    public var version: Int
    public var name: String
    /// Empty: every site.
    public var sites: [SiteCode]
    /// `default` rows are shown and never scored; an agreed policy was signed by both sides.
    public var basis: Basis
    public var rows: [SLARow]
    /// Impact × urgency → level; all nine.
    public var cells: [PriorityCell]
    /// Named cases, which go before the matrix.
    public var cases: [PriorityCase]
    /// A ticket reopened within this time of its end goes on with the old clock (requirements §3.1 f).
    public var reopenSeconds: Int64
    /// Working days of silence after which a resolved ticket closes itself.
    public var autoCloseDays: Int
    public var at: Timestamp

    public init(
        policy: SLAPolicyID, version: Int, name: String, sites: [SiteCode], basis: Basis, rows: [SLARow],
        cells: [PriorityCell], cases: [PriorityCase], reopenSeconds: Int64, autoCloseDays: Int, at: Timestamp
    ) {
        self.policy = policy
        self.version = version
        self.name = name
        self.sites = sites
        self.basis = basis
        self.rows = rows
        self.cells = cells
        self.cases = cases
        self.reopenSeconds = reopenSeconds
        self.autoCloseDays = autoCloseDays
        self.at = at
    }
}

/// The limits of one level, in seconds; nil where the level has no such limit.
public struct SLARow: Codable, Sendable, Equatable {
    public var priority: Priority
    public var clock: ServiceClock
    public var respond: Int64?
    /// Inside working hours, or always where `arriveOff` is nil.
    public var arrive: Int64?
    /// Where the ticket was opened outside working hours.
    public var arriveOff: Int64?
    public var workaround: Int64?
    public var resolve: Int64?
    /// The written first report.
    public var report: Int64?

    public init(
        priority: Priority, clock: ServiceClock, respond: Int64? = nil, arrive: Int64? = nil, arriveOff: Int64? = nil,
        workaround: Int64? = nil, resolve: Int64? = nil, report: Int64? = nil
    ) {
        self.priority = priority
        self.clock = clock
        self.respond = respond
        self.arrive = arrive
        self.arriveOff = arriveOff
        self.workaround = workaround
        self.resolve = resolve
        self.report = report
    }
}

/// One cell of the matrix.
public struct PriorityCell: Codable, Sendable, Equatable {
    public var impact: Impact
    public var urgency: Urgency
    public var priority: Priority

    public init(impact: Impact, urgency: Urgency, priority: Priority) {
        self.impact = impact
        self.urgency = urgency
        self.priority = priority
    }
}

/// A case that has its level by name ("一键报警中断").
public struct PriorityCase: Codable, Sendable, Equatable {
    /// For example `gov-net-line-down`.
    public var code: String
    public var name: String
    public var priority: Priority
    /// Empty: every site.
    public var sites: [SiteCode]

    public init(code: String, name: String, priority: Priority, sites: [SiteCode]) {
        self.code = code
        self.name = name
        self.priority = priority
        self.sites = sites
    }
}
