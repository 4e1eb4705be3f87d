public import OpsContracts

/// `XZ-20260213-0007`: the site, the local day, and the day's count at that site.
public struct TicketNumber: Hashable, Sendable {
    public let site: SiteCode
    public let day: Day
    /// Counts from 1.
    public let count: Int

    public init(site: SiteCode, day: Day, count: Int) {
        self.site = site
        self.day = day
        self.count = count
    }

    /// - Returns: nil where the id is not such a number.
    public init?(_ id: TicketID) {
        let parts = id.rawValue.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let site = SiteCode(rawValue: String(parts[0])), parts[1].count == 8,
            let day = Day("\(parts[1].prefix(4))-\(parts[1].dropFirst(4).prefix(2))-\(parts[1].suffix(2))"),
            parts[2].count >= 4, let count = Int(parts[2]), count > 0
        else { return nil }
        self.init(site: site, day: day, count: count)
    }

    public var id: TicketID {
        let digits = String(count)
        let date = day.description.split(separator: "-").joined()
        return TicketID("\(site)-\(date)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
    }
}
