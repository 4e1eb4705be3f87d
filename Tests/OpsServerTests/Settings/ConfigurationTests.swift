import Foundation
import OpsServer
import Testing

@Suite struct ConfigurationTests {
    static let keys = [
        ConfigurationKey("http.port", .integer(0...65_535), default: "8080", "The port."),
        ConfigurationKey("http.maxConnections", .integer(1...9), "Connections."),
        ConfigurationKey("smtp.password", .text, secret: true, "For the mail server."),
        ConfigurationKey("log.level", .choice(["info", "error"]), default: "info", "How much."),
        ConfigurationKey("dry", .flag, "Only pretend."),
    ]

    private func make(
        _ arguments: [String] = [], _ environment: [String: String] = [:], file: String? = nil
    ) throws -> Configuration {
        try Configuration(keys: Self.keys, arguments: arguments, environment: environment) { path in
            guard let file else { throw CocoaError(.fileNoSuchFile) }
            #expect(path == "ops.json")
            return Data(file.utf8)
        }
    }

    @Test func `the flag wins over the environment, that over the file, that over the default`() throws {
        let file = #"{"http.port": 3, "log.level": "error"}"#
        let environment = ["OPS_HTTP_PORT": "2", "OPS_CONFIG": "ops.json"]
        #expect(try make(["--http-port", "1"], environment, file: file).integer("http.port") == 1)
        #expect(try make([], environment, file: file).integer("http.port") == 2)
        #expect(try make(["--config", "ops.json"], file: file).integer("http.port") == 3)
        #expect(try make().integer("http.port") == 8080)
        #expect(try make([], environment, file: file).text("log.level") == "error")
    }

    @Test func `flags are written in every usual way and leave the words`() throws {
        let made = try make(["parked", "--dry", "list", "--http-max-connections=4", "--log-level", "error"])
        #expect(made.flag("dry"))
        #expect(try made.integer("http.maxConnections") == 4)
        #expect(made.arguments == ["parked", "list"])
    }

    @Test func `a bad value names its key, its place and what is expected`() {
        #expect(
            throws: ConfigurationError.badValue(
                key: "http.port", source: "OPS_HTTP_PORT", value: "80a", expected: "an integer from 0 to 65535")
        ) { try make([], ["OPS_HTTP_PORT": "80a"]) }
        #expect(
            throws: ConfigurationError.badValue(
                key: "log.level", source: "--log-level", value: "loud", expected: "one of info, error")
        ) { try make(["--log-level", "loud"]) }
        #expect(throws: ConfigurationError.self) { try make(["--http-port"]) }
    }

    @Test func `what nobody knows is an error, except a variable`() throws {
        #expect(throws: ConfigurationError.unknown("--http-prot")) { try make(["--http-prot", "1"]) }
        #expect(throws: ConfigurationError.unknown("http.prot in ops.json")) {
            try make(["--config", "ops.json"], file: #"{"http.prot": 1}"#)
        }
        #expect(throws: ConfigurationError.self) { try make(["--config", "ops.json"], file: "[]") }
        #expect(throws: ConfigurationError.self) { try make(["--config", "ops.json"]) }
        #expect(try make([], ["OPS_HTTP_PROT": "1"]).integer("http.port") == 8080)
    }

    @Test func `what is needed and missing says how to set it`() throws {
        let made = try make()
        #expect(throws: ConfigurationError.absent("smtp.password", ways: "--smtp-password or OPS_SMTP_PASSWORD")) {
            try made.required("smtp.password")
        }
    }

    @Test func `help and documentation list every key and no secret`() {
        let secret = [ConfigurationKey("a.b", .text, default: "hunter2", secret: true, "Secret.")]
        #expect(!Configuration.help(secret).contains("hunter2"))
        for key in ConfigurationKey.common {
            #expect(Configuration.help(ConfigurationKey.common).contains("\(key.flag) (\(key.variable))"))
            #expect(Configuration.markdown(ConfigurationKey.common).contains("| `\(key.name)` |"))
        }
        #expect(throws: Never.self) { try Configuration() }
    }
}
