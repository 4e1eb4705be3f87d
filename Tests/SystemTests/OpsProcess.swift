import Foundation
import OpsServer
import OpsTestSupport
import Testing

/// A program that was built beside these tests and serves until it is told to stop.
final class OpsProcess {
    private let process = Process()
    private let said = Pipe()
    let port: String

    /// Starts it and waits until it says where it listens, or for `isUp` where it says nothing.
    init(_ arguments: [String], program name: String = "ops", environment: [String: String] = [:]) throws {
        let tests = try #require(CommandLine.arguments.first)
        process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
        process.standardOutput = said
        try process.run()
        var text = ""
        var found: String?
        while name == "ops", found == nil {
            let bytes = said.fileHandleForReading.availableData
            if bytes.isEmpty { break }
            text += String(decoding: bytes, as: UTF8.self)
            found = text.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\//).map { String($0.output.1) }
        }
        port = found ?? ""
        if name == "ops" { try #require(found != nil, "it said: \(text)") }
    }

    func get(_ path: String, headers: Headers = Headers()) async throws -> HTTPClient.Answer {
        try await HTTPClient().send(HTTPClient.Call(.get, "http://127.0.0.1:\(port)\(path)", headers: headers))
    }

    /// - Returns: the exit code after SIGTERM.
    @discardableResult
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    deinit { if process.isRunning { process.terminate() } }
}
