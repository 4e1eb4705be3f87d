/// A word of a closed set that crosses services: an open struct, so that a word added tomorrow still decodes today.
///
/// JSON is the bare string. `zh` is the word on screen; an unknown value shows itself.
public protocol ContractCode: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
    var zh: String { get }
}

extension ContractCode {
    public var description: String { rawValue }
}

/// The level of a fault or request (故障等级). Ordered: `.p1 < .p4`, the gravest first.
public struct Priority: ContractCode, Comparable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let p1 = Priority(rawValue: "p1")
    public static let p2 = Priority(rawValue: "p2")
    public static let p3 = Priority(rawValue: "p3")
    public static let p4 = Priority(rawValue: "p4")
    public static let all: [Priority] = [.p1, .p2, .p3, .p4]

    public var zh: String {
        switch self {
        case .p1: "一级"
        case .p2: "二级"
        case .p3: "三级"
        case .p4: "四级"
        default: rawValue
        }
    }

    /// One level graver; nil for the gravest and for an unknown level.
    public var raised: Priority? {
        guard let index = Self.all.firstIndex(of: self), index > 0 else { return nil }
        return Self.all[index - 1]
    }

    /// Levels one and two are major faults (重大故障, R48): reported at once, clocks run day and night.
    public var isMajor: Bool { self == .p1 || self == .p2 }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// How far a fault reaches.
public struct Impact: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The whole site or many units.
    public static let site = Impact(rawValue: "site")
    /// One core system or one unit.
    public static let system = Impact(rawValue: "system")
    /// One person or one device.
    public static let single = Impact(rawValue: "single")
    public static let all: [Impact] = [.site, .system, .single]

    public var zh: String {
        switch self {
        case .site: "全站"
        case .system: "系统或单位"
        case .single: "个人或单设备"
        default: rawValue
        }
    }
}

/// How long it can wait.
public struct Urgency: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Work has stopped, or it is needed within two hours.
    public static let high = Urgency(rawValue: "high")
    /// It works, but badly.
    public static let medium = Urgency(rawValue: "medium")
    /// It can wait.
    public static let low = Urgency(rawValue: "low")
    public static let all: [Urgency] = [.high, .medium, .low]

    public var zh: String {
        switch self {
        case .high: "高"
        case .medium: "中"
        case .low: "低"
        default: rawValue
        }
    }
}

/// Where a duty comes from. Only contractual and agreed duties are ever scored or fined.
public struct Basis: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The contract text names it.
    public static let contractual = Basis(rawValue: "contractual")
    /// Site and supplier both signed it.
    public static let agreed = Basis(rawValue: "agreed")
    /// Our own default; shown, never scored.
    public static let `default` = Basis(rawValue: "default")

    public var zh: String {
        switch self {
        case .contractual: "合同约定"
        case .agreed: "双方商定"
        case .default: "系统默认"
        default: rawValue
        }
    }

    public var isScored: Bool { self == .contractual || self == .agreed }
}

/// What a time limit of a ticket asks for (时限).
public struct TargetKind: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let respond = TargetKind(rawValue: "respond")
    public static let arrive = TargetKind(rawValue: "arrive")
    public static let workaround = TargetKind(rawValue: "workaround")
    public static let resolve = TargetKind(rawValue: "resolve")
    /// The written first report of a major fault (R48).
    public static let report = TargetKind(rawValue: "report")
    public static let all: [TargetKind] = [.respond, .arrive, .workaround, .resolve, .report]

    public var zh: String {
        switch self {
        case .respond: "受理"
        case .arrive: "到场"
        case .workaround: "临时恢复"
        case .resolve: "解决"
        case .report: "报告"
        default: rawValue
        }
    }
}
