/// How often a plan falls due.
public struct PlanFrequency: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let daily = Self(rawValue: "daily")
    public static let weekly = Self(rawValue: "weekly")
    public static let monthly = Self(rawValue: "monthly")
    public static let quarterly = Self(rawValue: "quarterly")

    public static let all: [PlanFrequency] = [.daily, .weekly, .monthly, .quarterly]

    public var zh: String {
        switch self {
        case .daily: "日检"
        case .weekly: "周检"
        case .monthly: "月检"
        case .quarterly: "季检"
        default: rawValue
        }
    }
}

/// 热机: the equipment runs. 冷机: it is on standby or off and is powered on to test itself (R52, reading A13).
public struct PlanMode: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let hot = Self(rawValue: "hot")
    public static let cold = Self(rawValue: "cold")

    public var zh: String {
        switch self {
        case .hot: "热机"
        case .cold: "冷机"
        default: rawValue
        }
    }
}

/// What was found at one check item.
public struct ReadingOutcome: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let normal = Self(rawValue: "normal")
    public static let abnormal = Self(rawValue: "abnormal")
    public static let notApplicable = Self(rawValue: "n/a")

    public static let all: [ReadingOutcome] = [.normal, .abnormal, .notApplicable]

    public var zh: String {
        switch self {
        case .normal: "正常"
        case .abnormal: "异常"
        case .notApplicable: "不适用"
        default: rawValue
        }
    }
}

/// How serious a finding is; it sets the day it must be rectified by (requirements section 3.10).
public struct FindingSeverity: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let high = Self(rawValue: "high")
    public static let medium = Self(rawValue: "medium")
    public static let low = Self(rawValue: "low")

    public static let all: [FindingSeverity] = [.high, .medium, .low]

    public var zh: String {
        switch self {
        case .high: "高"
        case .medium: "中"
        case .low: "低"
        default: rawValue
        }
    }
}

/// A measured number, kept exactly as read: `23.5`. At most 9 digits before the point and 6 behind; JSON is a string.
public struct DecimalReading: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String
    /// The value in millionths, so that comparison needs no floating point.
    private let millionths: Int64

    /// - Returns: nil where the text is no plain decimal number.
    public init?(rawValue: String) {
        guard let millionths = Self.parse(rawValue) else { return nil }
        self.rawValue = rawValue
        self.millionths = millionths
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(rawValue: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is not a decimal number")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }

    /// By value: `23.50` is neither above nor below `23.5`, though its text differs.
    public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }

    private static func parse(_ text: String) -> Int64? {
        let negative = text.hasPrefix("-")
        let parts = text.dropFirst(negative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...9).contains(parts[0].count), parts.allSatisfy(isDigits),
            let whole = Int64(parts[0])
        else { return nil }
        guard parts.count == 2 else { return (negative ? -1 : 1) * whole * 1_000_000 }
        guard (1...6).contains(parts[1].count),
            let part = Int64(parts[1] + String(repeating: "0", count: 6 - parts[1].count))
        else { return nil }
        return (negative ? -1 : 1) * (whole * 1_000_000 + part)
    }

    private static func isDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { (48...57).contains($0) } }
}
