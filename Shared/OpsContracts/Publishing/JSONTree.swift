import Foundation

/// A JSON document whose keys keep their order, written as JSON or as YAML.
public indirect enum JSONTree: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case array([JSONTree])
    case object([(String, JSONTree)])

    public static func == (a: JSONTree, b: JSONTree) -> Bool { a.json == b.json }

    /// On one line.
    public var json: String {
        switch self {
        case .string(let text): Self.quoted(text)
        case .integer(let number): String(number)
        case .boolean(let value): value ? "true" : "false"
        case .array(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        case .object(let pairs): "{" + pairs.map { Self.quoted($0) + ":" + $1.json }.joined(separator: ",") + "}"
        }
    }

    /// Block style; every text is quoted as in JSON, which YAML 1.2 reads as the same text.
    public var yaml: String { lines.joined(separator: "\n") + "\n" }

    private var lines: [String] {
        switch self {
        case .object(let pairs) where !pairs.isEmpty:
            pairs.flatMap { key, value in
                value.isBlock ? ["\(Self.key(key)):"] + value.indented : ["\(Self.key(key)): \(value.json)"]
            }
        case .array(let items) where !items.isEmpty:
            items.flatMap { item in
                let lines = item.lines
                return ["- " + lines[0]] + lines.dropFirst().map { "  " + $0 }
            }
        default: [json]
        }
    }

    private var isBlock: Bool {
        switch self {
        case .object(let pairs): !pairs.isEmpty
        case .array(let items): !items.isEmpty
        default: false
        }
    }

    private var indented: [String] { lines.map { "  " + $0 } }

    private static func key(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (65...90).contains(byte) || byte == 45 || byte == 95
        }
        return isPlain && !["true", "false", "null", "yes", "no", "on", "off", "n", "y"].contains(text.lowercased())
            ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        (try? ContractCoding.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByArrayLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(dictionaryLiteral elements: (String, JSONTree)...) { self = .object(elements) }
    public init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
}
