public import Foundation

/// Settings from flags, the environment and a file, in this order: the first that says something wins, then the default.
///
/// Everything is checked when it is made; reading cannot fail. A flag or file entry nobody knows is an error, because
/// it is a typing mistake more often than not. Variables of other programs are none of ours and pass.
public struct Configuration: Sendable {
    public let keys: [ConfigurationKey]
    /// What stood on the command line besides flags: `parked list`.
    public let arguments: [String]
    private let values: [String: String]

    /// - Parameters:
    ///   - arguments: Without the program's name. `--http-port 80` and `--http-port=80`; a flag alone is `true`;
    ///     `--config <path>` names the file, a flat JSON object `{"http.port": 80}`.
    ///   - readFile: For tests; reads the file by default.
    /// - Throws: `ConfigurationError`.
    public init(
        keys: [ConfigurationKey] = ConfigurationKey.common, arguments: [String] = [],
        environment: [String: String] = [:], readFile: (String) throws -> Data = Configuration.read
    ) throws {
        self.keys = keys
        var flags = try Flags(arguments, keys: keys)
        let path = flags.values.removeValue(forKey: "config") ?? environment["OPS_CONFIG"]
        let file = try path.map { try Self.entries(of: $0, keys: keys, readFile) } ?? [:]
        var values: [String: String] = [:]
        for key in keys {
            let sources = [
                (flags.values[key.name], key.flag), (environment[key.variable], key.variable),
                (file[key.name], "\(key.name) in \(path ?? "")"), (key.fallback, "default"),
            ]
            guard let (text, source) = sources.first(where: { $0.0 != nil }), let text else { continue }
            guard key.kind.accepts(text) else {
                throw ConfigurationError.badValue(
                    key: key.name, source: source, value: key.isSecret ? "•••" : text, expected: key.kind.expected)
            }
            values[key.name] = text
        }
        self.values = values
        self.arguments = flags.others
    }

    public func text(_ name: String) -> String? { values[name] }

    /// - Throws: `ConfigurationError.missing` with the ways to set it.
    public func required(_ name: String) throws(ConfigurationError) -> String {
        guard let value = values[name] else { throw .missing(keys.first { $0.name == name }, name: name) }
        return value
    }

    /// - Throws: `ConfigurationError.missing` where there is neither a value nor a default.
    public func integer(_ name: String) throws(ConfigurationError) -> Int {
        guard let number = Int(try required(name)) else { throw .missing(keys.first { $0.name == name }, name: name) }
        return number
    }

    public func flag(_ name: String) -> Bool { ["true", "1"].contains(values[name]) }

    /// One paragraph per setting, for `--help`.
    public static func help(_ keys: [ConfigurationKey]) -> String {
        keys.map { key in
            let fallback = key.isSecret ? "" : key.fallback.map { " Default: \($0)." } ?? ""
            return "  \(key.flag) (\(key.variable))\n      \(key.doc) Expects \(key.kind.expected).\(fallback)\n"
        }.joined()
    }

    /// A table of all settings, for documentation.
    public static func markdown(_ keys: [ConfigurationKey]) -> String {
        let rows = keys.map { key in
            "| `\(key.name)` | `\(key.variable)` | \(key.fallback.map { "`\($0)`" } ?? "–") "
                + "| \(key.doc)\(key.isSecret ? " Secret." : "") |"
        }
        return (["| key | variable | default | what |", "|---|---|---|---|"] + rows).joined(separator: "\n") + "\n"
    }

    /// Reads a file whole.
    public static func read(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    private static func entries(
        of path: String, keys: [ConfigurationKey], _ readFile: (String) throws -> Data
    ) throws -> [String: String] {
        let data: Data
        do { data = try readFile(path) } catch { throw ConfigurationError.unreadable(path, "it cannot be opened") }
        guard let object = try? JSONDecoder().decode([String: Entry].self, from: data) else {
            throw ConfigurationError.unreadable(path, "it is not a flat JSON object of texts, integers and true/false")
        }
        for name in object.keys.sorted() where !keys.contains(where: { $0.name == name }) {
            throw ConfigurationError.unknown("\(name) in \(path)")
        }
        return object.mapValues(\.text)
    }

    private struct Entry: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                text = String(flag)
            } else if let number = try? container.decode(Int.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }
}

/// What is wrong with the settings, for the person who starts the program.
public enum ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    case badValue(key: String, source: String, value: String, expected: String)
    case unknown(String)
    case absent(String, ways: String)
    case unreadable(String, String)

    static func missing(_ key: ConfigurationKey?, name: String) -> ConfigurationError {
        .absent(name, ways: key.map { "\($0.flag) or \($0.variable)" } ?? "no such key")
    }

    public var description: String {
        switch self {
        case .badValue(let key, let source, let value, let expected):
            "\(key): “\(value)” (from \(source)) is not \(expected)"
        case .unknown(let what): "there is no setting \(what)"
        case .absent(let key, let ways): "\(key) is needed: set \(ways)"
        case .unreadable(let path, let why): "the file \(path) cannot be used: \(why)"
        }
    }
}

/// The command line, taken apart.
private struct Flags {
    var values: [String: String] = [:]
    var others: [String] = []

    init(_ arguments: [String], keys: [ConfigurationKey]) throws(ConfigurationError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--"), argument.count > 2 else {
                others.append(argument)
                continue
            }
            let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let key = keys.first { $0.flag == halves[0] }
            guard key != nil || halves[0] == "--config" else { throw .unknown(halves[0]) }
            let isAlone = halves.count == 1 && (key?.kind == .flag || rest.first?.hasPrefix("--") != false)
            guard key?.kind == .flag || !isAlone else {
                throw .badValue(
                    key: key?.name ?? "config", source: halves[0], value: "", expected: "followed by a value")
            }
            values[key?.name ?? "config"] = halves.count == 2 ? halves[1] : isAlone ? "true" : rest.popFirst()
        }
    }
}
