import Foundation
import OpsContracts
import OpsMessaging
import OpsServer

/// Asks the running process over its socket; where none runs, opens the stores itself and asks itself.
struct AdminAccess {
    static let data = Option.optional("data", "DIR", "Where the stores lie. Default: ./data.")

    private static let headers: Headers = ["Content-Type": "application/json", "Accept-Language": "en"]

    let directory: String

    init(_ arguments: Arguments) { directory = arguments.value("data") ?? "./data" }

    /// - Returns: the answer's body.
    /// - Throws: `CommandFailure` with the problem's own words.
    func send(_ method: OpsServer.Method, _ path: String, _ body: some Encodable = [String: String]()) async throws
        -> Data
    {
        let bytes = method == .get ? Data() : try ContractCoding.encode(body)
        for socket in try socketFiles() {
            let call = HTTPClient.Call(
                method, "http://ops\(path)", headers: Self.headers, body: bytes,
                timeout: 600_000,
                unixSocket: socket)
            do {
                let answer = try await HTTPClient().send(call)
                return try checked(answer.status, answer.body)
            } catch OutboundError.notSent {
                // Left behind by a process that was killed: nobody listens there.
            }
        }
        return try await askStores(method, path, bytes)
    }

    private func askStores(_ method: OpsServer.Method, _ path: String, _ bytes: Data) async throws -> Data {
        // A service with a directory of its own has no stores of the others, and gets none.
        let present = allServices.filter {
            FileManager.default.fileExists(atPath: "\(directory)/\($0.0.rawValue).sqlite")
        }
        guard !present.isEmpty else { throw CommandFailure("\(directory) holds no stores; name it with --data") }
        let fleet = try Fleet(
            present,
            options: Fleet.Options(
                dataDirectory: directory, binding: .tcp(host: "127.0.0.1", port: 0), clock: SystemClock(),
                bus: LocalBus()))
        let answer = try await fleet.askAdmin(
            IncomingRequest(
                method: method.rawValue, target: path, headers: Self.headers, body: bytes))
        return try checked(answer.status, answer.bytes)
    }

    func decode<T: Decodable>(_ type: T.Type, _ method: OpsServer.Method, _ path: String) async throws -> T {
        try ContractCoding.decode(type, from: try await send(method, path))
    }

    private func socketFiles() throws -> [String] {
        guard FileManager.default.fileExists(atPath: directory) else {
            throw CommandFailure("there is no directory \(directory); name it with --data")
        }
        return try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".sock") }
            .map { "\(directory)/\($0)" }
    }

    private func checked(_ status: Int, _ body: Data) throws -> Data {
        guard status >= 300 else { return body }
        struct Problem: Decodable { var detail: String }
        let detail = (try? ContractCoding.decode(Problem.self, from: body))?.detail
        throw CommandFailure(detail ?? "the process answered \(status): \(String(decoding: body, as: UTF8.self))")
    }
}
