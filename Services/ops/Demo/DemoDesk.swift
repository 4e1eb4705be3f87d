import Foundation
import OfficeService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// Calls the API as the sample accounts do: each signs in once with its password; when that token has run out, it gets
/// one for scripts (`ops token`), because checking a password is slow on purpose and a quarter has 67 working days.
actor DemoDesk {
    private struct Session {
        var token: String
        var until: Timestamp
    }

    let fleet: Fleet
    let clock: any OpsClock
    private let http = HTTPClient(width: 2)
    private var sessions: [String: Session] = [:]
    private var sent = 0

    init(_ fleet: Fleet, _ clock: any OpsClock) {
        self.fleet = fleet
        self.clock = clock
    }

    /// Requests made so far.
    var count: Int { sent }

    func get<T: Decodable & Sendable>(_ account: String, _ path: String, _ type: T.Type = T.self) async throws -> T {
        try ContractCoding.decode(type, from: try await send(.get, path, as: account).body)
    }

    @discardableResult
    func post(_ account: String, _ path: String, _ body: JSONValue = [:]) async throws -> Data {
        try await send(.post, path, as: account, type: "application/json", try ContractCoding.encode(body)).body
    }

    /// Sends a form as somebody without an account does.
    /// - Returns: where the answer leads.
    func submit(_ path: String, _ fields: [(String, String)]) async throws -> String {
        let form = Fields(fields + [("_key", UUID().uuidString.lowercased())])
        let answer = try await send(
            .post, path, as: nil, type: "application/x-www-form-urlencoded", Data(form.encoded.utf8))
        return answer.headers["Location"] ?? ""
    }

    /// A page, as somebody without an account sees it.
    func page(_ path: String) async throws -> String { try await send(.get, path, as: nil).text }

    private func send(
        _ method: OpsServer.Method, _ path: String, as account: String?, type: String? = nil, _ body: Data = Data()
    ) async throws -> HTTPClient.Answer {
        var headers = Headers()
        if let type { headers["Content-Type"] = type }
        if let account {
            headers["Authorization"] = "Bearer \(try await token(of: account))"
            if method == .post { headers["Idempotency-Key"] = UUID().uuidString.lowercased() }
        }
        sent += 1
        let answer = try await http.send(
            HTTPClient.Call(
                method, "http://127.0.0.1:\(fleet.port)\(path)", headers: headers, body: body, timeout: 60_000))
        guard answer.status < 400 else {
            throw CommandFailure(
                "\(clock.now().local) \(account ?? "-") \(method.rawValue) \(path) \(String(decoding: body, as: UTF8.self)): "
                    + "\(answer.status) \(answer.text)")
        }
        return answer
    }

    private struct Issued: Decodable {
        var token: String
        var expiresAt: Timestamp
    }

    private func token(of account: String) async throws -> String {
        let now = clock.now()
        if let session = sessions[account], session.until > now + 60_000 { return session.token }
        let isKnown = sessions[account] != nil
        let issued = try isKnown ? await scriptToken(of: account) : await signIn(account)
        sessions[account] = Session(token: issued.token, until: issued.expiresAt)
        return issued.token
    }

    private func signIn(_ account: String) async throws -> Issued {
        let body: JSONValue = ["account": .text(account), "password": .text(OfficeStartUp.demoPassword)]
        let answer = try await send(
            .post, "/api/office/v1/sign-in", as: nil, type: "application/json", try ContractCoding.encode(body))
        return try ContractCoding.decode(Issued.self, from: answer.body)
    }

    private func scriptToken(of account: String) async throws -> Issued {
        let body: JSONValue = ["account": .text(account), "hours": 744]
        let answer = try await fleet.askAdmin(
            IncomingRequest(
                method: "POST", target: "/admin/token", headers: ["Content-Type": "application/json"],
                body: try ContractCoding.encode(body)))
        return try ContractCoding.decode(Issued.self, from: answer.bytes)
    }

    /// The two channels of the start-up's rules lead to this process, whatever port it has this time.
    func pointChannels(to sink: DemoSink) async throws {
        try await post(
            "admin", "/api/notify/v1/channels/wecom/configure",
            [
                "kind": "wecom", "name": "运维群（样例）", "url": .text(sink.robot),
                "quiet": ["from": "22:00", "to": "07:00"],
            ])
        try await post(
            "admin", "/api/notify/v1/channels/mail/configure",
            [
                "kind": "webhook", "name": "邮件网关（样例）", "url": .text(sink.gateway), "secret": "sample-data-only",
            ])
    }
}
