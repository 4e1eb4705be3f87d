public import OpsContracts

/// Which sheet: a site in a month. Its number is what people say aloud: `XZ-2026-02`.
public struct SheetKey: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let site: SiteCode
    public let month: YearMonth

    public init(site: SiteCode, month: YearMonth) {
        self.site = site
        self.month = month
    }

    /// - Returns: nil unless the text is a site code and a month.
    public init?(_ sheet: SheetID) {
        let parts = sheet.rawValue.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let site = SiteCode(rawValue: String(parts[0])), let month = YearMonth(String(parts[1]))
        else { return nil }
        self.init(site: site, month: month)
    }

    public var id: SheetID { SheetID(description) }
    public var description: String { "\(site)-\(month)" }
    /// 西站2026年2月.
    public var zh: String { "\(site.shortNameZH)\(month.year)年\(month.month)月" }

    public static func < (a: Self, b: Self) -> Bool { (a.site, a.month) < (b.site, b.month) }
}
