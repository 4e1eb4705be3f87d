/// A working calendar in a new version, all of it. Subject `calendar/<code>`.
public struct CalendarPublished: FactContract {
    public static let type: FactType = "office.calendar-published.v1"

    public var calendar: CalendarID
    /// 1, 2, 3 …; due times record the version they were computed with.
    public var version: Int
    /// An IANA name: `Asia/Shanghai`.
    public var timezone: String
    /// `mon` … `sun` to half-open spans of local time, `"09:00-12:00"`; a weekday without spans is off.
    public var week: [String: [String]]
    /// Days off.
    public var closed: [Day]
    /// Days off every year, `"12-25"`.
    public var closedEveryYear: [String]
    /// Make-up workdays (调休), which work with the spans of the weekday `openAs`.
    public var open: [Day]
    public var openAs: String?
    /// The years that are loaded; arithmetic that needs another says so. Empty: every year.
    public var years: [Int]
    /// The 13 statutory days a year of the labour law, a subset of `closed`.
    public var statutory: [Day]
    /// What a day off or a make-up day is for, in Chinese, by day `"2026-02-17"`.
    public var names: [String: String]?

    public init(
        calendar: CalendarID, version: Int, timezone: String, week: [String: [String]], closed: [Day],
        closedEveryYear: [String], open: [Day], openAs: String?, years: [Int], statutory: [Day],
        names: [String: String]? = nil
    ) {
        self.calendar = calendar
        self.version = version
        self.timezone = timezone
        self.week = week
        self.closed = closed
        self.closedEveryYear = closedEveryYear
        self.open = open
        self.openAs = openAs
        self.years = years
        self.statutory = statutory
        self.names = names
    }
}

/// A special period (重点时期), or its dates put right: the newest holds. Subject `period/<id>`.
public struct PeriodDeclared: FactContract {
    public static let type: FactType = "office.period-declared.v1"

    public var period: PeriodID
    /// What recurs: `CHUNYUN`, `LIANGHUI`, `SHUYUN`.
    public var code: String
    public var name: String
    /// First and last day, both included.
    public var from: Day
    public var to: Day
    /// False while the dates are an estimate.
    public var confirmed: Bool
    /// Empty: all sites.
    public var sites: [SiteCode]

    public init(
        period: PeriodID, code: String, name: String, from: Day, to: Day, confirmed: Bool, sites: [SiteCode] = []
    ) {
        self.period = period
        self.code = code
        self.name = name
        self.from = from
        self.to = to
        self.confirmed = confirmed
        self.sites = sites
    }
}

/// A declared period does not take place.
public struct PeriodCancelled: FactContract {
    public static let type: FactType = "office.period-cancelled.v1"

    public var period: PeriodID
    public var reason: String

    public init(period: PeriodID, reason: String) {
        self.period = period
        self.reason = reason
    }
}
