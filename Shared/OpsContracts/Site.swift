/// A station-area site by its code. An open set: a site that the directory adds tomorrow decodes today.
public struct SiteCode: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String

    /// - Returns: nil unless 1 to 8 capital letters or digits.
    public init?(rawValue: String) {
        guard (1...8).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    public init(_ checked: String) { rawValue = checked }

    public var description: String { rawValue }

    public static let jg = SiteCode("JG")
    public static let bjz = SiteCode("BJZ")
    public static let xz = SiteCode("XZ")
    public static let nz = SiteCode("NZ")
    public static let bz = SiteCode("BZ")
    public static let qh = SiteCode("QH")
    public static let cy = SiteCode("CY")
    public static let ft = SiteCode("FT")
    public static let cg = SiteCode("CG")

    /// The nine of the contract, in its order: tables and lists run in this order.
    public static let contractOrder: [SiteCode] = [.jg, .bjz, .xz, .nz, .bz, .qh, .cy, .ft, .cg]

    /// The compass order of the nine-grid on every screen.
    public static let gridOrder: [SiteCode] = [.qh, .bz, .cy, .xz, .jg, .bjz, .ft, .nz, .cg]

    /// The full name for pages and print; the code itself for a site that is not one of the nine.
    public var nameZH: String {
        switch self {
        case .jg: "管委会机关"
        case .bjz: "北京站"
        case .xz: "北京西站"
        case .nz: "北京南站"
        case .bz: "北京北站"
        case .qh: "清河站"
        case .cy: "朝阳站"
        case .ft: "丰台站"
        case .cg: "城管大数据平台"
        default: rawValue
        }
    }

    /// The short name for tiles and chips.
    public var shortNameZH: String {
        switch self {
        case .jg: "机关"
        case .bjz: "北京站"
        case .xz: "西站"
        case .nz: "南站"
        case .bz: "北站"
        case .qh: "清河"
        case .cy: "朝阳"
        case .ft: "丰台"
        case .cg: "大数据"
        default: rawValue
        }
    }

    /// Contract order for the nine, then by code.
    public static func < (a: Self, b: Self) -> Bool { (a.rank, a.rawValue) < (b.rank, b.rawValue) }

    private var rank: Int { Self.contractOrder.firstIndex(of: self) ?? Self.contractOrder.count }
}
