import Foundation
import Testing

/// Every operation of every OpenAPI document, tried by a program that knows nothing but the documents (Tests/Conformance).
@Suite(.timeLimit(.minutes(10))) struct OpenAPIPropertyTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Conformance")

    /// Runs a program of the folder with Debian's Python, whose Hypothesis `scripts/test` installs.
    private func run(_ script: String, _ arguments: String...) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [Self.folder.appending(path: script).path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test func `what the documents promise holds for requests they allow and for those they do not`() throws {
        let tests = try #require(CommandLine.arguments.first)
        let ops = URL(filePath: tests).deletingLastPathComponent().appending(path: "ops").path
        let outcome = try run("openapi_properties.py", "--ops", ops, "--seed", "1", "--examples", "16", "--rounds", "2")
        #expect(outcome.code == 0, "\(outcome.output.suffix(8_000))")
        let operations = outcome.output.firstMatch(of: /(\d+) operations, \d+ requests, 0 failed/)
        #expect(operations.flatMap { Int($0.output.1) } ?? 0 > 100, "\(outcome.output.suffix(400))")
    }

    @Test func `a service or a document that breaks a promise is caught, and a sound one is not`() throws {
        let outcome = try run("openapi_selftest.py")
        #expect(outcome.code == 0, "\(outcome.output)")
    }
}
