/// JSON Schema (2020-12) of every contract and of the types they share.
final class ContractSchema {
    struct Unsupported: Error { var type: String }

    /// A text that is a good identifier, site code, decimal number and word of an open set.
    static let plainText = "1"

    /// By name, in the order they were met.
    private(set) var components: [(name: String, schema: JSONTree)] = []
    private var known: Set<String> = []

    /// Types that read in their own way: what they read, and a value of them.
    private static let declared: [ObjectIdentifier: (name: String, schema: JSONTree, value: any Sendable)] = [
        ObjectIdentifier(Day.self): (
            "Day", ["type": "string", "format": "date", "description": "A day at the stations."], Day(ordinal: 0)
        ),
        ObjectIdentifier(YearMonth.self): (
            "YearMonth", ["type": "string", "pattern": "^\\d{4}-(0[1-9]|1[0-2])$"], YearMonth(Day(ordinal: 0))
        ),
        ObjectIdentifier(Quarter.self): (
            "Quarter", ["type": "string", "pattern": "^\\d{4}-q[1-4]$"], Quarter(YearMonth(Day(ordinal: 0)))
        ),
        ObjectIdentifier(DueTime.self): (
            "DueTime",
            [
                "type": "object",
                "description":
                    "When something is due: at a moment, unknown until a year's calendar is loaded, or never (empty).",
                "properties": [
                    "at": ["$ref": "#/components/schemas/Timestamp"], "awaitsYear": ["type": "integer"],
                ],
                "maxProperties": .integer(1),
            ], DueTime.none
        ),
        ObjectIdentifier(Timestamp.self): (
            "Timestamp", ["type": "integer", "format": "int64", "description": "UTC milliseconds since 1970."],
            Timestamp(1)
        ),
        ObjectIdentifier(Money.self): (
            "Money", ["type": "integer", "format": "int64", "description": "Fen, 1/100 yuan."], Money(fen: 1)
        ),
        ObjectIdentifier(Score.self): (
            "Score",
            [
                "type": "integer", "minimum": .integer(0), "maximum": .integer(1000),
                "description": "Tenths of a point.",
            ],
            Score(tenths: 1)
        ),
        ObjectIdentifier(BasisPoints.self): (
            "BasisPoints", ["type": "integer", "description": "1 % is 100."], BasisPoints(1)
        ),
        ObjectIdentifier(SiteCode.self): (
            "SiteCode", ["type": "string", "pattern": "^[A-Z0-9]{1,8}$"], SiteCode("XZ")
        ),
        ObjectIdentifier(Actor.self): (
            "Actor",
            ["type": "string", "description": "account/<id>, service/<name> or anonymous."], Actor.anonymous
        ),
        ObjectIdentifier(DecimalReading.self): (
            "DecimalReading", ["type": "string", "pattern": "^-?\\d+(\\.\\d+)?$"], DecimalReading(rawValue: "1")
        ),
    ]

    /// - Returns: the plainest value of a type and its shape; shared types become components.
    func read<T: Decodable>(_ type: T.Type) throws -> (T, Shape) {
        if let (value, shape) = Self.primitive(type) { return (value, shape) }
        if let declared = Self.declared[ObjectIdentifier(type)], let value = declared.value as? T {
            add(declared.name, declared.schema)
            return (value, .reference(declared.name))
        }
        if let map = type as? any TextMap.Type {
            let shape = try map.valueShape(self)
            guard let empty = map.empty as? T else { throw Unsupported(type: "\(type)") }
            return (empty, .map(shape))
        }
        let reader = ShapeReader(self)
        let value = try T(from: reader)
        switch reader.result {
        case .object(let properties):
            let name = Self.name(type)
            add(name, Self.schema(.object(properties)))
            return (value, .reference(name))
        case .string where type is any NamedIdentifier.Type:
            let name = (type as? any NamedIdentifier.Type)?.name ?? "ID"
            add(name, ["type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"])
            return (value, .reference(name))
        case .string where type is any ContractCode.Type:
            let name = Self.name(type)
            add(name, ["type": "string", "description": "An open set: a reader takes words it does not know."])
            return (value, .reference(name))
        case let shape: return (value, shape)
        }
    }

    private static func primitive<T>(_ type: T.Type) -> (T, Shape)? {
        let candidates: [(any Sendable, Shape)] = [
            (plainText, .string), (1, .integer), (Int64(1), .integer), (true, .boolean),
        ]
        for (value, shape) in candidates {
            if let value = value as? T, Swift.type(of: value) == type { return (value, shape) }
        }
        return nil
    }

    /// The schema of a fact's own JSON.
    func payload(_ contract: any FactContract.Type) throws -> JSONTree {
        func schema<F: FactContract>(_ contract: F.Type) throws -> JSONTree {
            let reader = ShapeReader(self)
            _ = try F(from: reader)
            return Self.schema(reader.result)
        }
        return try schema(contract)
    }

    func add(_ name: String, _ schema: JSONTree) {
        guard known.insert(name).inserted else { return }
        components.append((name, schema))
    }

    static func schema(_ shape: Shape) -> JSONTree {
        switch shape {
        case .string: ["type": "string"]
        case .integer: ["type": "integer"]
        case .boolean: ["type": "boolean"]
        case .array(let item): ["type": "array", "items": schema(item)]
        case .map(let value): ["type": "object", "additionalProperties": schema(value)]
        case .reference(let name): ["$ref": .string("#/components/schemas/\(name)")]
        case .object(let properties):
            .object(
                [
                    ("type", "object"),
                    ("properties", .object(properties.map { ($0.name, schema($0.shape)) })),
                ]
                    + required(properties))
        }
    }

    private static func required(_ properties: [Shape.Property]) -> [(String, JSONTree)] {
        let names = properties.filter(\.isRequired).map { JSONTree.string($0.name) }
        return names.isEmpty ? [] : [("required", .array(names))]
    }

    /// `ItemCorrected.Change` is `ItemCorrected-Change`.
    private static func name<T>(_ type: T.Type) -> String {
        String(reflecting: type).split(separator: ".").dropFirst().joined(separator: "-")
    }
}

private protocol NamedIdentifier {
    static var name: String { get }
}

extension Identifier: NamedIdentifier {
    /// `AccountID`.
    static var name: String { "\(Kind.self)ID" }
}

/// A dictionary from text.
private protocol TextMap {
    static func valueShape(_ schema: ContractSchema) throws -> Shape
    static var empty: Self { get }
}

extension Dictionary: TextMap where Key == String, Value: Decodable {
    static func valueShape(_ schema: ContractSchema) throws -> Shape { try schema.read(Value.self).1 }
    static var empty: Self { [:] }
}
