public import OpsContracts

/// A moment on the clocks of Beijing: UTC+8 all year (China has had no summer time since 1991).
public struct LocalTime: Sendable, Equatable {
    public let day: Day
    public let hour: Int
    public let minute: Int
    public let second: Int
    public let millisecond: Int

    public init(_ moment: Timestamp) {
        let local = moment.rawValue + 8 * 3_600_000
        let dayLength: Int64 = 86_400_000
        let ordinal = local >= 0 ? local / dayLength : (local - dayLength + 1) / dayLength
        let rest = Int(local - ordinal * dayLength)
        day = Day(ordinal: Int(ordinal))
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
    }

    /// `17:05`
    public var clock: String { "\(two(hour)):\(two(minute))" }
    /// `2026-02-13T17:05:09+08:00`, what `<time datetime>` holds.
    public var machine: String { "\(day)T\(clock):\(two(second))+08:00" }

    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
