import Foundation
public import OpsServer

/// Bodies that a route takes, made of the schema it publishes, so that a test can make exactly one thing wrong.
public struct ValidBodies {
    public let real: RealThings

    public init(real: RealThings) { self.real = real }

    /// What a text of this name holds where its schema leaves it open.
    private static let texts = [
        "engineer": "xz-1", "day": "2026-01-06", "from": "2026-01-06", "to": "2026-01-07", "month": "2026-01",
        "url": "https://robot.example.cn/hook", "timezone": "Asia/Shanghai", "password": "correct horse 2026",
        "quantity": "1", "low": "1", "high": "7", "serial": "SN-1", "purchasedOn": "2025-01-06", "paidOn": "2026-01-06",
        "unit": "supplier", "windowFrom": "08:00", "windowTo": "17:00", "shift": "day",
    ]

    /// The members of a route's body with good values: what it asks for alone. Nil where it takes no object.
    public func members(_ schema: Schema?) -> [String: Any]? {
        guard let schema, case .object(let properties) = schema.plain else { return nil }
        return Dictionary(
            properties.filter(\.isRequired).map { ($0.name, value($0.schema, $0.name)) }, uniquingKeysWith: { $1 })
    }

    public func value(_ schema: Schema, _ name: String) -> Any {
        switch schema.plain {
        case .string(let values, let format, _, let least, _):
            if let first = values.first { return first }
            if let known = real.id(name) ?? Self.texts[name] { return known }
            return format == "date" ? "2026-01-06" : String(repeating: "x", count: max(least ?? 0, 4))
        case .integer(let least, _): return name == "year" ? 2026 : max(least ?? 1, 1)
        case .boolean: return true
        case .array(let item, let least, _): return (least ?? 0) > 0 ? [value(item, String(name.dropLast()))] : [Any]()
        case .map, .any: return [String: Any]()
        case .textOrNull: return NSNull()
        case .object, .described: return members(schema) ?? [:]
        }
    }

    /// Something of another kind than the schema's.
    public static func wrong(_ schema: Schema) -> Any? {
        switch schema.plain {
        case .string, .textOrNull: 7
        case .integer, .boolean: "x"
        case .array, .object, .map: "x"
        case .any, .described: nil
        }
    }
}

extension Schema {
    /// Without its description.
    public var plain: Schema {
        if case .described(let schema, _) = self { schema.plain } else { self }
    }

    public var properties: [Property] {
        if case .object(let properties) = plain { properties } else { [] }
    }
}
