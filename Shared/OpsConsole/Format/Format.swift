public import OpsContracts
public import OpsDomain

/// How values are written on every screen (console.md §5). One function each; nothing else formats.
public enum Format {
    /// Stands for "unknown or none", read aloud as 无.
    public static let none = "—"

    /// 今天 17:05 · 2月13日 17:05 in the same year · 2026年2月13日 17:05.
    public static func moment(_ moment: Timestamp, now: Timestamp) -> String {
        let (then, today) = (moment.local, now.local)
        if then.day == today.day { return "今天 \(then.hourAndMinute)" }
        return then.day.year == today.day.year ? "\(monthDay(then.day)) \(then.hourAndMinute)" : full(moment)
    }

    /// 2026年2月13日 17:05
    public static func full(_ moment: Timestamp) -> String {
        let then = moment.local
        return "\(then.day.year)年\(monthDay(then.day)) \(then.hourAndMinute)"
    }

    /// 02-13 17:05, for narrow tables.
    public static func narrow(_ moment: Timestamp) -> String {
        let then = moment.local
        return "\(String(then.day.description.dropFirst(5))) \(then.hourAndMinute)"
    }

    /// 17:05, or 17:05:09 where a page says how old its data are.
    public static func clock(_ moment: Timestamp, seconds: Bool = false) -> String {
        let then = moment.local
        return seconds ? "\(then.hourAndMinute):\(two(UInt64(then.second)))" : then.hourAndMinute
    }

    /// 2026-02-13 17:05:09.123, for audit rows.
    public static func audit(_ moment: Timestamp) -> String {
        let then = moment.local
        let milliseconds = String(1000 + then.millisecondOfDay % 1000).dropFirst()
        return "\(then.day) \(then.hourAndMinute):\(two(UInt64(then.second))).\(milliseconds)"
    }

    /// 今天 18:00 前 · 2月24日 17:00 前
    public static func deadline(_ moment: Timestamp, now: Timestamp) -> String { "\(self.moment(moment, now: now)) 前" }

    /// 8分钟前 within the hour, else the moment.
    public static func age(_ moment: Timestamp, now: Timestamp) -> String {
        let seconds = (now - moment) / 1000
        if seconds < 0 || seconds >= 3600 { return self.moment(moment, now: now) }
        return seconds < 60 ? "刚刚" : "\(seconds / 60)分钟前"
    }

    /// 2026年2月13日 周五 · 2月14日 周六（班）
    /// - Parameters:
    ///   - year: left out where it is the day's own.
    ///   - mark: what the work calendar says against the weekday.
    public static func day(_ day: Day, omitting year: Int? = nil, mark: DayMark? = nil) -> String {
        let date = year == day.year ? monthDay(day) : "\(day.year)年\(monthDay(day))"
        return "\(date) \(weekday(day))\(mark.map { "（\($0.rawValue)）" } ?? "")"
    }

    /// 2月13日—2月20日; a year stands only where it is not `omitting`.
    public static func days(_ from: Day, _ to: Day, omitting year: Int? = nil) -> String {
        func date(_ day: Day) -> String { year == day.year ? monthDay(day) : "\(day.year)年\(monthDay(day))" }
        return from == to ? date(from) : "\(date(from))—\(to.year == from.year ? monthDay(to) : date(to))"
    }

    /// 2月13日
    public static func monthDay(_ day: Day) -> String { "\(day.month)月\(day.day)日" }
    /// 周五
    public static func weekday(_ day: Day) -> String { "周" + ["一", "二", "三", "四", "五", "六", "日"][day.weekday - 1] }
    /// 2026年2月
    public static func month(_ month: YearMonth) -> String { "\(month.year)年\(month.month)月" }
    /// 2026年第1季度
    public static func quarter(_ year: Int, _ quarter: Int) -> String { "\(year)年第\(quarter)季度" }

    /// 张**: the first character and two stars.
    public static func maskedName(_ name: String) -> String { name.isEmpty ? none : "\(name.prefix(1))**" }

    /// 138****8000 · 010-****1234
    public static func maskedPhone(_ phone: String) -> String {
        let digits = phone.filter(\.isNumber)
        guard digits.count >= 8 else { return "****" }
        if let hyphen = phone.firstIndex(of: "-"), !phone.hasPrefix("1") {
            return "\(phone[..<hyphen])-****\(digits.suffix(4))"
        }
        let mobile = digits.count == 11 && digits.hasPrefix("1")
        return (mobile ? String(digits.prefix(3)) : "") + "****\(digits.suffix(4))"
    }
}

/// What the work calendar says against the weekday.
public enum DayMark: String, Sendable {
    /// A weekend day that is worked (调休).
    case worked = "班"
    /// A weekday that is free.
    case free = "休"

    /// Nil where the calendar agrees with the weekday, or its year is not loaded.
    public init?(_ day: Day, in calendar: WorkCalendar) {
        guard let works = try? calendar.isWorkingDay(day), works == (day.weekday > 5) else { return nil }
        self = works ? .worked : .free
    }
}
