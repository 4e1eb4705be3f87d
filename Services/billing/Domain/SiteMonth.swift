public import OpsContracts

/// A site in a month; the text `XZ-2026-02` is also its score sheet's number.
public struct SiteMonth: Hashable, Comparable, Codable, Sendable, CodingKeyRepresentable, CustomStringConvertible {
    public let site: SiteCode
    public let month: YearMonth

    public init(site: SiteCode, month: YearMonth) {
        self.site = site
        self.month = month
    }

    public init?<Key: CodingKey>(codingKey: Key) {
        let parts = codingKey.stringValue.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let site = SiteCode(rawValue: String(parts[0])), let month = YearMonth(String(parts[1]))
        else { return nil }
        self.init(site: site, month: month)
    }

    public var codingKey: any CodingKey { Key(stringValue: description) }
    public var description: String { "\(site)-\(month)" }
    /// 西站2月.
    public var zh: String { "\(site.shortNameZH)\(month.month)月" }

    public static func < (a: Self, b: Self) -> Bool { (a.site, a.month) < (b.site, b.month) }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// The score of one site-month as one version of its sheet stated it.
public struct SiteMonthScore: Codable, Sendable, Equatable {
    public var version: Int
    public var score: Score

    public init(version: Int, score: Score) {
        self.version = version
        self.score = score
    }
}
