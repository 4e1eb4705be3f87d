import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Synchronization

/// One program of a fleet: `ops up` with all services, or a service's own executable. It can be stopped, killed and started
/// again over the same directory.
final class ServiceProgram: Sendable {
    struct Failed: Error, CustomStringConvertible { let description: String }

    let name: String
    let services: [ServiceName]
    let directory: String
    private let environment: [String: String]
    private let http = HTTPClient(width: 4)
    private let running = Mutex<ChildProcess?>(nil)
    private let knownPort = Mutex<Int>(0)

    init(_ name: String, _ services: [ServiceName], directory: String, environment: [String: String]) {
        (self.name, self.services, self.directory, self.environment) = (name, services, directory, environment)
    }

    /// The program that was built beside these tests.
    private static func path(_ name: String) -> String {
        let tests = CommandLine.arguments.first ?? ""
        return URL(filePath: tests).deletingLastPathComponent().appending(path: name).path
    }

    private var socket: String { "\(directory)/\(name).sock" }
    /// What the program wrote.
    var said: String { (try? String(contentsOfFile: "\(directory)/said.txt", encoding: .utf8)) ?? "" }

    /// Starts it with a clock that stands at `now`, and returns once it serves; whether it is ready is another matter.
    func start(at now: Timestamp) async throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("OPS_") }
        variables.merge(environment) { _, own in own }
        variables.merge([
            "OPS_DATA_DIR": directory, "OPS_HTTP_PORT": "0", "OPS_SIMULATE": OpsSystem.text(now), "OPS_DEMO": "1",
            "OPS_LOG_LEVEL": "error",
        ]) { _, own in own }
        // A program that was killed leaves its socket behind.
        try? FileManager.default.removeItem(atPath: socket)
        let program = try ChildProcess(
            Self.path(name), name == "ops" ? ["up"] : [], environment: variables, output: "\(directory)/said.txt")
        running.withLock { $0 = program }
        let serves = try await eventually(within: 60) {
            guard let status = try? await self.status(), status.port > 0 else { return false }
            self.knownPort.withLock { $0 = status.port }
            return true
        }
        guard serves else { throw Failed(description: "\(name) does not serve: \(said)") }
    }

    /// Ends it in order, or as a power cut does.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) async -> Int32 {
        let program = running.withLock { running in
            defer { running = nil }
            return running
        }
        return await program?.end(signal) ?? 0
    }

    var port: Int { knownPort.withLock { $0 } }

    func status() async throws -> Fleet.Status {
        try ContractCoding.decode(Fleet.Status.self, from: try await admin(.get, "/admin/status"))
    }

    /// Asks as an operator does, over the socket.
    func admin(_ method: OpsServer.Method, _ path: String, _ body: some Encodable = [String: String]()) async throws
        -> Data
    {
        let call = HTTPClient.Call(
            method, "http://ops\(path)", headers: ["Content-Type": "application/json"],
            body: method == .get ? Data() : try ContractCoding.encode(body), timeout: 60_000, unixSocket: socket)
        let answer = try await http.send(call)
        guard (200..<300).contains(answer.status) else {
            throw Failed(description: "\(name) \(path): \(answer.status) \(answer.text)\n\(said)")
        }
        return answer.body
    }

    /// `/health/ready`, as a gateway asks.
    func readiness() async throws -> (ready: Bool, text: String) {
        let answer = try await http.send(HTTPClient.Call(.get, "http://127.0.0.1:\(port)/health/ready"))
        return (answer.status == 200, answer.text)
    }

    func store(of service: ServiceName) -> String { "\(directory)/\(service).sqlite" }
}
