import Foundation
import OpsContracts
import OpsMessaging
import OpsServer

/// Asks the running process over its socket; where none runs, opens the stores itself and asks itself.
struct AdminAccess {
    static let data = Option.optional("data", "DIR", "Where the stores lie. Default: ./data.")

    let directory: String

    init(_ arguments: Arguments) { directory = arguments.value("data") ?? "./data" }

    /// - Returns: the answer's body.
    /// - Throws: `CommandFailure` with the problem's own words.
    func send(_ method: OpsServer.Method, _ path: String, _ body: some Encodable = [String: String]()) async throws
        -> Data
    {
        let bytes = method == .get ? Data() : try ContractCoding.encode(body)
        let sockets = try socketFiles()
        if let socket = sockets.first {
            let call = HTTPClient.Call(
                method, "http://ops\(path)", headers: ["Content-Type": "application/json"], body: bytes,
                timeout: 600_000,
                unixSocket: socket)
            let answer = try await HTTPClient().send(call)
            return try checked(answer.status, answer.body)
        }
        let fleet = try Fleet(
            allServices,
            options: Fleet.Options(
                dataDirectory: directory, binding: .tcp(host: "127.0.0.1", port: 0), clock: SystemClock(),
                bus: LocalBus()))
        let answer = try await fleet.askAdmin(
            IncomingRequest(
                method: method.rawValue, target: path, headers: ["Content-Type": "application/json"], body: bytes))
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
