/// What an account may be to a site. An open set: a role added tomorrow decodes today and grants nothing.
public struct Role: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ name: String) { rawValue = name }

    public var description: String { rawValue }

    /// An engineer of the supplier, at one post of one site.
    public static let engineer = Role("engineer")
    /// The person in charge of a site, on the client's side.
    public static let siteLead = Role("site-lead")
    /// Staff of the central office (管委会): reads every site.
    public static let office = Role("office")
    /// The supplier's project management: dispatch, reports, objections.
    public static let supplier = Role("supplier")
    public static let finance = Role("finance")
    /// Second-line or outside expert.
    public static let expert = Role("expert")
    /// Somebody who reports faults and sees only their own.
    public static let reporter = Role("reporter")
    /// Accounts, channels, calendars.
    public static let admin = Role("admin")
    /// A screen on a wall: reads the board, does nothing.
    public static let wall = Role("wall")

    /// The roles this version knows, in the order lists show them.
    public static let all: [Role] = [
        .engineer, .siteLead, .office, .supplier, .finance, .expert, .reporter, .admin, .wall,
    ]

    /// The name for pages and print; the raw name of a role this version does not know.
    public var nameZH: String {
        switch self {
        case .engineer: "驻场工程师"
        case .siteLead: "站区信息科长"
        case .office: "管委会信息处"
        case .supplier: "供应商项目经理"
        case .finance: "财务"
        case .expert: "二线专家"
        case .reporter: "报修人"
        case .admin: "系统管理员"
        case .wall: "大屏"
        default: rawValue
        }
    }

    public static func < (a: Self, b: Self) -> Bool { (a.rank, a.rawValue) < (b.rank, b.rawValue) }

    private var rank: Int { Self.all.firstIndex(of: self) ?? Self.all.count }
}
