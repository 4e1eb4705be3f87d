import Foundation
public import OpsContracts

/// What a wall clock and a calendar on the wall show: a day and the time of that day, without a zone.
///
/// Text is `2026-02-13 17:00:00`; milliseconds are kept and not shown.
public struct LocalTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    public static let dayLength = 86_400_000

    public let day: Day
    /// 0 ..< 86 400 000.
    public let millisecondOfDay: Int

    /// - Parameter millisecondOfDay: `dayLength` (24:00) and more is the following day.
    public init(_ day: Day, millisecondOfDay: Int = 0) {
        let days = floorDivide(millisecondOfDay, Self.dayLength)
        self.day = day.adding(days: days)
        self.millisecondOfDay = millisecondOfDay - days * Self.dayLength
    }

    public init(_ day: Day, hour: Int, minute: Int = 0, second: Int = 0) {
        self.init(day, millisecondOfDay: (hour * 3600 + minute * 60 + second) * 1000)
    }

    /// Reads `2026-02-13 17:00:00`, `2026-02-13 17:00` and the same with `T`; 24:00 is the following day's 00:00.
    /// - Returns: nil for anything else.
    public init?(_ text: String) {
        let halves = text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "T" }
        guard halves.count == 2, let day = Day(String(halves[0])), let second = ClockSpan.second(of: halves[1])
        else { return nil }
        self.init(day, millisecondOfDay: second * 1000)
    }

    public var secondOfDay: Int { millisecondOfDay / 1000 }
    public var hour: Int { secondOfDay / 3600 }
    public var minute: Int { secondOfDay / 60 % 60 }
    public var second: Int { secondOfDay % 60 }

    public var description: String { "\(day) \(ClockSpan.twoDigits(hour)):\(clock)" }
    /// `17:00`.
    public var hourAndMinute: String { "\(ClockSpan.twoDigits(hour)):\(ClockSpan.twoDigits(minute))" }
    private var clock: String { "\(ClockSpan.twoDigits(minute)):\(ClockSpan.twoDigits(second))" }

    public static func < (a: Self, b: Self) -> Bool { (a.day, a.millisecondOfDay) < (b.day, b.millisecondOfDay) }
}

/// A time zone of the tz database, turning moments into wall-clock times and back.
public struct LocalZone: Hashable, Sendable {
    /// Where all stations are; what people read and type is this zone's time.
    public static let shanghai = LocalZone(
        TimeZone(identifier: "Asia/Shanghai") ?? TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)

    private let zone: TimeZone
    /// From this moment (ms) on the zone keeps this offset (ms): spares the look-up where a zone has settled.
    private let settledSince: Int64
    private let settledOffset: Int64

    /// Longer than any name of the tz database; a name is a path there, and is not looked for beyond this.
    static let maximumBytes = 64

    /// - Returns: nil where the tz database has no zone of this name (`Europe/Berlin`, `UTC`), or it has over 64 bytes.
    public init?(_ identifier: String) {
        guard identifier.utf8.count <= Self.maximumBytes, let zone = TimeZone(identifier: identifier) else {
            return nil
        }
        self.init(zone)
    }

    private init(_ zone: TimeZone) {
        self.zone = zone
        // 2000-01-01: a zone without a transition after it has settled (China since 1991, UTC always).
        let probe = Date(timeIntervalSince1970: 946_684_800)
        let settled = zone.nextDaylightSavingTimeTransition(after: probe) == nil
        settledSince = settled ? 946_684_800_000 : .max
        settledOffset = Int64(zone.secondsFromGMT(for: probe)) * 1000
    }

    public var identifier: String { zone.identifier }

    /// Why `init` refuses this name.
    static func fault(_ identifier: String) -> String {
        identifier.utf8.count <= maximumBytes
            ? "there is no time zone “\(identifier)”"
            : "a time zone has a name of at most \(maximumBytes) bytes, not \(identifier.utf8.count)"
    }

    public func local(_ moment: Timestamp) -> LocalTime {
        let wall = Int(moment.rawValue + offset(at: moment.rawValue))
        let days = floorDivide(wall, LocalTime.dayLength)
        return LocalTime(Day(ordinal: days), millisecondOfDay: wall - days * LocalTime.dayLength)
    }

    /// Never runs backwards: a time the clocks show twice is the first of the two, a time they skip is the moment they
    /// jumped.
    public func timestamp(_ local: LocalTime) -> Timestamp {
        let wall = Int64(local.day.ordinal * LocalTime.dayLength + local.millisecondOfDay)
        let day = Int64(LocalTime.dayLength)
        let before = offset(at: wall - day)
        let after = offset(at: wall + day)
        if before == after || offset(at: wall - before) == before { return Timestamp(wall - before) }
        if offset(at: wall - after) == after { return Timestamp(wall - after) }
        let jump = zone.nextDaylightSavingTimeTransition(after: Timestamp(wall - after).date)
        return jump.map { Timestamp($0) } ?? Timestamp(wall - before)
    }

    private func offset(at moment: Int64) -> Int64 {
        if moment >= settledSince { return settledOffset }
        return Int64(zone.secondsFromGMT(for: Timestamp(moment).date)) * 1000
    }
}

extension Timestamp {
    /// What the clocks of the stations show at this moment.
    public var local: LocalTime { LocalZone.shanghai.local(self) }
    /// The stations' day.
    public var day: Day { local.day }
    /// - Parameter local: the stations' wall-clock time.
    public init(_ local: LocalTime) { self = LocalZone.shanghai.timestamp(local) }
    /// The first moment of the stations' day.
    public init(startOf day: Day) { self.init(LocalTime(day)) }
}

private func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
}
