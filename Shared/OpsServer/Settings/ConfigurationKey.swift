/// One setting: everything `--help`, the documentation and the error message need to know of it.
public struct ConfigurationKey: Sendable {
    public enum Kind: Sendable, Equatable {
        case text
        case integer(ClosedRange<Int>)
        case flag
        case choice([String])
        case path

        var expected: String {
            switch self {
            case .text: "a text"
            case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
            case .flag: "true or false"
            case .choice(let values): "one of " + values.joined(separator: ", ")
            case .path: "a path"
            }
        }

        func accepts(_ text: String) -> Bool {
            switch self {
            case .text: true
            case .path: !text.isEmpty
            case .integer(let range): Int(text).map(range.contains) ?? false
            case .flag: ["true", "false", "1", "0"].contains(text)
            case .choice(let values): values.contains(text)
            }
        }
    }

    /// Dotted and lower case: `http.port`. The flag is `--http-port`, the variable `OPS_HTTP_PORT`.
    public let name: String
    public let kind: Kind
    /// Nil where there is no sensible one: the setting is then absent, or required by whoever reads it.
    public let fallback: String?
    public let doc: String
    /// Never shown: not in help, not in errors, not in logs.
    public let isSecret: Bool

    public init(_ name: String, _ kind: Kind, default fallback: String? = nil, secret: Bool = false, _ doc: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.doc = doc
        isSecret = secret
    }

    public var flag: String { "--" + dashed }
    public var variable: String { "OPS_" + dashed.uppercased().replacing("-", with: "_") }

    private var dashed: String {
        name.map { character in
            if character == "." { return "-" }
            return character.isUppercase ? "-" + character.lowercased() : String(character)
        }.joined()
    }
}

extension ConfigurationKey {
    /// What every service can be told.
    public static let common: [ConfigurationKey] = [
        ConfigurationKey("http.host", .text, default: "127.0.0.1", "The address to listen on."),
        ConfigurationKey(
            "http.port", .integer(0...65_535), default: "8080", "The port to listen on; 0 is any free one."),
        ConfigurationKey(
            "http.maxConnections", .integer(1...100_000), default: "1000", "Connections at a time; more are refused."),
        ConfigurationKey(
            "http.idleSeconds", .integer(1...3_600), default: "60", "Silence after which a connection is closed."),
        ConfigurationKey(
            "http.publicUrl", .text,
            "How people reach the console: https://ops.example.cn. Links of messages lead there; forms from there are "
                + "ours; with https, cookies are Secure."),
        ConfigurationKey(
            "http.formSecret", .text, secret: true,
            "Guards forms against forgery, 32 characters or more; one for all processes behind one address. Without it "
                + "a new one at every start."),
        ConfigurationKey(
            "http.drainSeconds", .integer(0...600), default: "10", "Time for requests to finish at the end."),
        ConfigurationKey(
            "log.level", .choice(OpsLog.Level.allCases.map(\.rawValue)), default: "warning",
            "What is less grave is not logged."),
        ConfigurationKey("data.dir", .path, default: "./data", "Where stores, files, locks and the socket lie."),
        ConfigurationKey(
            "auth.issuer", .text, default: "stationops", "Who signs the tokens; the same for all processes."),
        ConfigurationKey("auth.audience", .text, default: "stationops", "For whom the tokens are; a cell has its own."),
    ]
}
