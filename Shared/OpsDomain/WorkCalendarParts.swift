public import OpsContracts

/// A day of the week as calendars name it.
public enum Weekday: String, CaseIterable, Codable, Sendable {
    case mon, tue, wed, thu, fri, sat, sun

    public init(_ day: Day) { self = Self.allCases[day.weekday - 1] }
}

/// Working time within one day, half-open: `09:00-12:00` works at 09:00 and not at 12:00. JSON is that string.
public struct ClockSpan: Hashable, Codable, Sendable, CustomStringConvertible {
    /// Seconds after midnight, 0 ..< 86 400.
    public let start: Int
    /// Seconds after midnight, at most 86 400 (24:00).
    public let end: Int

    /// - Returns: nil unless `HH:MM-HH:MM` (or with seconds), the end after the start and at most 24:00.
    public init?(_ text: String) {
        let halves = text.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2, let start = Self.second(of: halves[0]), let end = Self.second(of: halves[1]),
            start < end
        else { return nil }
        (self.start, self.end) = (start, end)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "“\(text)” is not a span HH:MM-HH:MM within one day; split a night at 24:00")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { Self.text(start) + "-" + Self.text(end) }

    /// - Returns: seconds after midnight of `HH:MM` or `HH:MM:SS`, 24:00 included; nil for anything else.
    static func second(of text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) })
        else { return nil }
        let numbers = parts.compactMap { Int($0) } + [0]
        let second = numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
        return numbers[1] < 60 && numbers[2] < 60 && second <= 86_400 ? second : nil
    }

    static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func text(_ second: Int) -> String {
        let clock = "\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60))"
        return second % 60 == 0 ? clock : "\(clock):\(twoDigits(second % 60))"
    }
}

/// A day that comes back every year; JSON is `"12-25"`. 29 February is one.
public struct MonthDay: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let month: Int
    public let day: Int

    public init(_ day: Day) { (month, self.day) = (day.month, day.day) }

    /// - Returns: nil unless `MM-DD` is a day of a leap year.
    public init?(_ text: String) {
        guard let leap = Day("2000-" + text) else { return nil }
        self.init(leap)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is not a day MM-DD")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { "\(ClockSpan.twoDigits(month))-\(ClockSpan.twoDigits(day))" }
    public static func < (a: Self, b: Self) -> Bool { (a.month, a.day) < (b.month, b.day) }
}

/// A half-open stretch of time.
public struct TimeSpan: Hashable, Codable, Sendable {
    public var start: Timestamp
    public var end: Timestamp

    public init(_ start: Timestamp, _ end: Timestamp) { (self.start, self.end) = (start, end) }

    public var milliseconds: Int64 { end - start }
}

/// A stretch during which a clock stands (挂起). Nil `end`: it still stands.
public struct Pause: Hashable, Codable, Sendable {
    public var start: Timestamp
    public var end: Timestamp?

    public init(_ start: Timestamp, _ end: Timestamp?) { (self.start, self.end) = (start, end) }
}

/// Why a calendar gives no answer. Nothing is guessed.
public enum CalendarError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The holidays of this year are not in the calendar yet.
    case yearNotLoaded(Int)
    /// No week day has a span.
    case noWorkingTime
    /// More than 100 years away, or outside the years 1970 to 9999.
    case outOfReach
    /// A negative duration or number of days.
    case negative(Int64)
    /// A pause that ends before it begins.
    case backwardPause
    /// The clock stands since then and nobody has said until when, so there is no due time.
    case paused(since: Timestamp)
    /// The calendar itself contradicts itself; the text says where.
    case invalid(String)

    public var description: String { en }

    public var en: String {
        switch self {
        case .yearNotLoaded(let year): "the calendar has no year \(year); load the holidays of \(year) first"
        case .noWorkingTime: "the calendar has no working time; give at least one week day a span"
        case .outOfReach: "that is more than 100 years away or outside the years 1970 to 9999"
        case .negative(let number): "\(number) is negative; give 0 or more"
        case .backwardPause: "a pause ends before it begins; give it as BEGIN/END"
        case .paused(let since): "the clock stands since \(since.local) and no end is given"
        case .invalid(let what): what
        }
    }

    public var zh: String {
        switch self {
        case .yearNotLoaded(let year): "工作日历还没有\(year)年的节假日。请先导入\(year)年日历。"
        case .noWorkingTime: "工作日历没有工作时间。请至少给一天设置时段。"
        case .outOfReach: "时间超出可计算的范围（100年）。请检查日期。"
        case .negative(let number): "\(number)是负数。请填写0或更大的数。"
        case .backwardPause: "挂起的结束早于开始。请改正时间。"
        case .paused(let since): "从\(since.local)起一直挂起，没有结束时间，无法计算到期。"
        case .invalid(let what): "工作日历有误：\(what)"
        }
    }
}
