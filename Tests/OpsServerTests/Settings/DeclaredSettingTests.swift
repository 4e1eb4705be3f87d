import Foundation
import OpsServer
import Testing

/// What is declared is read, and what is read is documented.
@Suite struct DeclaredSettingTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let keys = ServeOptions.keys(port: 8080, bus: "kafka")

    /// All sources of programs but the declarations of common keys.
    private static let sources: [String] = ["Services", "Shared"].flatMap { folder -> [String] in
        let walk = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return (walk?.compactMap { $0 as? URL } ?? []).filter {
            $0.pathExtension == "swift" && $0.lastPathComponent != "ConfigurationKey.swift"
        }.compactMap { try? String(contentsOf: $0, encoding: .utf8) }
    }

    @Test(arguments: keys.map(\.name))
    func `somebody acts on it`(_ name: String) throws {
        let key = try #require(Self.keys.first { $0.name == name })
        let readings =
            ["text", "flag", "integer", "required"].map { "\($0)(\"\(name)\")" } + ["setting(\"\(key.variable)\")"]
        #expect(Self.sources.contains { text in readings.contains { text.contains($0) } })
    }

    @Test func `the table of the manual is made from the declarations`() throws {
        let manual = try String(contentsOf: Self.root.appending(path: "docs/operations.md"), encoding: .utf8)
        #expect(manual.contains("\n\n\(Configuration.markdown(Self.keys))\n"))
    }

    @Test func `every variable a source asks for stands in the manual`() throws {
        let manual = try String(contentsOf: Self.root.appending(path: "docs/operations.md"), encoding: .utf8)
        let asked = Set(Self.sources.flatMap { $0.matches(of: #/"(OPS_[A-Z_]*[A-Z])"/#).map { String($0.output.1) } })
        #expect(asked.count > 10)
        for variable in asked.sorted() { #expect(manual.contains("`\(variable)`"), "\(variable)") }
    }

    @Test(arguments: [
        ("OPS_HTTP_FORM_SECRET", "too short"), ("OPS_HTTP_PUBLIC_URL", "ops.example.cn"),
        ("OPS_HTTP_PUBLIC_URL", "javascript:alert(1)"), ("OPS_SIMULATE", "tomorrow"),
    ])
    func `a value that cannot hold is refused at the start`(_ variable: String, _ value: String) {
        #expect(throws: ConfigurationError.self) {
            try ServeOptions(environment: [variable: value], port: 8080, bus: "local")
        }
    }
}
