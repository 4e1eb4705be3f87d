/// JSON Schema (2020-12), as much of it as our requests and answers need.
public indirect enum Schema: Sendable {
    case string(
        values: [String] = [], format: String? = nil, pattern: String? = nil, minLength: Int? = nil,
        maxLength: Int? = nil)
    case integer(min: Int? = nil, max: Int? = nil)
    case boolean
    case array(Schema, minItems: Int? = nil, maxItems: Int? = nil)
    /// Names, any or of a closed set, to values of one kind.
    case map(Schema, names: [String] = [])
    /// A text or null.
    case textOrNull
    /// Properties in their order; all are required but those that are `.optional`.
    case object([Property])
    case described(Schema, String)
    /// Anything: free metadata.
    case any

    public struct Property: Sendable {
        public var name: String
        public var schema: Schema
        public var isRequired: Bool

        public static func required(_ name: String, _ schema: Schema, _ description: String? = nil) -> Property {
            Property(name: name, schema: description.map { .described(schema, $0) } ?? schema, isRequired: true)
        }

        public static func optional(_ name: String, _ schema: Schema, _ description: String? = nil) -> Property {
            Property(name: name, schema: description.map { .described(schema, $0) } ?? schema, isRequired: false)
        }
    }

    /// UTC milliseconds since 1970.
    public static let timestamp = Schema.described(.integer(), "UTC milliseconds since 1970")
    /// Fen, 1/100 yuan.
    public static let money = Schema.described(.integer(), "fen (1/100 yuan)")
    public static let site = Schema.described(.string(pattern: "^[A-Z0-9]{1,8}$"), "the code of a site, such as XZ")
    public static let id = Schema.string(pattern: "^[A-Za-z0-9._-]{1,64}$")

    public static func page(of item: Schema) -> Schema {
        .object([
            .required("items", .array(item)),
            .optional("next", .string(), "the cursor of the next page; absent on the last"),
        ])
    }

    var json: JSONValue {
        switch self {
        case .string(let values, let format, let pattern, let minLength, let maxLength):
            .fields([
                "type": "string", "enum": values.isEmpty ? nil : .list(values.map { .text($0) }),
                "format": format.map { .text($0) }, "pattern": pattern.map { .text($0) },
                "minLength": minLength.map { .number($0) }, "maxLength": maxLength.map { .number($0) },
            ])
        case .integer(let min, let max):
            .fields([
                "type": "integer", "format": "int64", "minimum": min.map { .number($0) },
                "maximum": max.map { .number($0) },
            ])
        case .boolean: ["type": "boolean"]
        case .array(let item, let minItems, let maxItems):
            .fields([
                "type": "array", "items": item.json, "minItems": minItems.map { .number($0) },
                "maxItems": maxItems.map { .number($0) },
            ])
        case .map(let value, let names):
            .fields([
                "type": "object", "additionalProperties": value.json,
                "propertyNames": names.isEmpty ? nil : ["enum": .list(names.map { .text($0) })],
            ])
        case .textOrNull: ["type": ["string", "null"]]
        case .object(let properties): Self.object(properties)
        case .described(let schema, let text): schema.json.setting("description", .text(text))
        case .any: [:]
        }
    }

    private static func object(_ properties: [Property]) -> JSONValue {
        let required = properties.filter(\.isRequired).map { JSONValue.text($0.name) }
        let pairs = properties.map { ($0.name, $0.schema.json) }
        return .fields([
            "type": "object", "properties": .object(Dictionary(pairs) { _, last in last }),
            "required": required.isEmpty ? nil : .list(required),
        ])
    }
}
