import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// Tokens for scripts, over the admin socket alone: whoever can open it owns the data anyhow.
struct ScriptTokens: Sendable {
    let store: Store
    let sessions: Sessions

    /// A month: a script's token is made anew from time to time, like any key.
    static let hours: ClosedRange<Int64> = 1...744

    var routes: [Route] { [Route(.post, "/admin/token", .anyone, needsKey: false, perform: issue)] }

    private struct Asked: Decodable {
        var account: String
        var hours: Int64?
    }

    private struct Answer: Encodable {
        var token: String
        var expiresAt: Timestamp
    }

    private func issue(_ request: Request) async throws -> Response {
        let asked: Asked = try request.json()
        if let hours = asked.hours, !Self.hours.contains(hours) {
            throw Rejection.invalid(
                "hours", zh: "令牌有效1到\(Self.hours.upperBound)小时，现在填的是\(hours)。",
                en: "A token holds 1 to \(Self.hours.upperBound) hours, not \(hours).")
        }
        guard let id = AccountID(rawValue: asked.account), let account = try await store.read({ try $0.account(id) })
        else {
            throw Rejection(
                .missing, "no-such-account", zh: "没有账号“\(asked.account)”。",
                en: "There is no account \(asked.account).", field: "account")
        }
        guard !account.closed else {
            throw Rejection(
                .conflict, "account-closed", zh: "账号“\(account.account)”已停用，不能取令牌。",
                en: "The account \(account.account) is closed; it gets no token.", field: "account")
        }
        let session = try await sessions.open(for: account, holding: asked.hours.map { $0 * 3_600 })
        return try .json(Answer(token: session.token, expiresAt: session.expiresAt))
    }
}
