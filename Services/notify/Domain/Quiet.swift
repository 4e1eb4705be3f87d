public import OpsContracts
import OpsDomain

extension QuietHours {
    /// Minutes of the day; nil where an end is no time of day.
    public var minutes: (from: Int, to: Int)? {
        guard let from = Self.minute(from), let to = Self.minute(to) else { return nil }
        return (from, to)
    }

    /// When a message that comes at `now` may go out: `now` outside the span, else the span's end.
    ///
    /// Levels one and two never wait (requirements §5.1). A whole-day span releases at the next `to`.
    public func release(_ priority: Priority?, at now: Timestamp) -> Timestamp {
        guard priority?.isMajor != true, let (from, to) = minutes else { return now }
        let local = now.local
        let minute = local.secondOfDay / 60
        let quiet = from < to ? (from..<to).contains(minute) : minute >= from || minute < to
        guard quiet else { return now }
        let endsTomorrow = minute >= to
        return Timestamp(LocalTime(local.day.adding(days: endsTomorrow ? 1 : 0), hour: 0, minute: to))
    }

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
