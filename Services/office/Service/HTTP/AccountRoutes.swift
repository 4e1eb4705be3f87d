import Foundation
import OfficeDomain
import OpsContracts
import OpsCrypto
import OpsDomain
import OpsMessaging
import OpsServer

/// Sign-in and accounts.
struct AccountRoutes: Sendable {
    let store: Store
    let clock: any OpsClock
    let sessions: Sessions
    let signIn: SignIn

    private static let base = OfficeRoutes.base
    private static let admins: Access = .roles([.admin])

    var all: [Route] { own + administration }

    private var own: [Route] {
        [
            Route(
                .post, "\(Self.base)/sign-in", .anyone,
                RouteDoc(
                    "signIn", "A token for account and password.",
                    request: .object([.required("account", .string(maxLength: 64)), .required("password", .string())]),
                    response: .object([
                        .required("token", .string()), .required("expiresAt", .timestamp),
                        .required(
                            "temporary", .boolean,
                            "an administrator gave the password: set your own before anything else"),
                    ]), problems: [401, 429]), needsKey: false, perform: enter),
            Route(
                .post, "\(Self.base)/me/password", .firstPassword,
                RouteDoc(
                    "changePassword", "A new password of one's own; other sessions end.",
                    request: .object([.required("current", .string()), .required("new", .string(maxLength: 128))]),
                    response: Schemas.version), perform: changeOwnPassword),
        ]
    }

    private var administration: [Route] {
        [
            Route(
                .get, "\(Self.base)/accounts", Self.admins,
                RouteDoc(
                    "listAccounts", "Accounts by name.", response: .page(of: Schemas.account), parameters: [.cursor]),
                perform: list),
            Route(
                .get, "\(Self.base)/accounts/{account}", Self.admins,
                RouteDoc("getAccount", "One account.", response: Schemas.account), perform: show),
            Route(
                .post, "\(Self.base)/accounts", Self.admins,
                RouteDoc(
                    "openAccount", "A new account with a temporary password.", request: Schemas.newAccount,
                    response: Schemas.version, status: 201), perform: open),
            Route(
                .post, "\(Self.base)/accounts/{account}/change", Self.admins,
                RouteDoc(
                    "changeAccount", "The whole profile as it is from now on.", request: .object(Schemas.profile),
                    response: Schemas.version, parameters: [.ifMatch]), perform: change),
            Route(
                .post, "\(Self.base)/accounts/{account}/close", Self.admins,
                RouteDoc(
                    "closeAccount", "Nobody signs in with it any more.",
                    request: .object([.optional("reason", .string(maxLength: 200))]), response: Schemas.version)
            ) { request in
                let (id, reason) = try Self.reason(request)
                return try await write(request) {
                    try OfficeDesk.closeAccount(id, reason: reason, by: request.actor, ifMatch: $1, $0)
                }
            },
            Route(
                .post, "\(Self.base)/accounts/{account}/revoke", Self.admins,
                RouteDoc(
                    "revokeTokens", "Ends all its sessions.",
                    request: .object([.optional("reason", .string(maxLength: 200))]), response: Schemas.version)
            ) { request in
                let (id, reason) = try Self.reason(request)
                return try await write(request) {
                    try OfficeDesk.revokeTokens(of: id, reason: reason, ifMatch: $1, $0)
                }
            },
            Route(
                .post, "\(Self.base)/accounts/{account}/password", Self.admins,
                RouteDoc(
                    "setPassword", "A temporary password; ends its sessions and its lock-out.",
                    request: .object([.required("password", .string(maxLength: 128))]), response: Schemas.version),
                perform: setPassword),
        ]
    }

    private func enter(_ request: Request) async throws -> Response {
        struct Body: Decodable {
            var account: String
            var password: String
        }
        struct Answer: Encodable {
            var token: String
            var expiresAt: Timestamp
            var temporary: Bool
        }
        let body: Body = try request.json()
        guard let id = AccountID(rawValue: body.account) else { throw Self.wrong }
        switch try await signIn.check(id, body.password) {
        case .wrong: throw Self.wrong
        case .locked(let until):
            throw Problem(
                429, "account-locked", zh: "密码错了5次，\(until.local.hourAndMinute) 前不能登录。",
                en: "Locked after 5 wrong passwords until \(until.local.hourAndMinute).",
                headers: ["Retry-After": String(max(1, (until - clock.now()) / 1000))])
        case .welcome(let account, let temporary):
            let session = try await sessions.open(for: account, temporary: temporary)
            var response = try Response.json(
                Answer(token: session.token, expiresAt: session.expiresAt, temporary: temporary))
            response.headers["Cache-Control"] = "no-store"
            return response
        }
    }

    static let wrong = Problem(
        401, "wrong-password", zh: "账号或密码不对。", en: "Account or password is wrong.")

    private func changeOwnPassword(_ request: Request) async throws -> Response {
        struct Body: Decodable {
            var current: String
            var new: String
        }
        let id = try request.requireIdentity().account
        let body: Body = try request.json()
        let hash = try await signIn.replacing(body.current, by: body.new, of: id).hash
        return try await write(request) {
            try OfficeDesk.setPassword(of: id, hash, temporary: false, ifMatch: $1, $0)
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let after = try request.cursor(String.self) ?? ""
        let rows = try await store.read { try $0.accounts(after: after, limit: 51) }
        let next = rows.count > 50 ? try Cursor.encode(rows[49].account.rawValue) : nil
        return try .json(Paged(Array(rows.prefix(50)), next: next))
    }

    private func show(_ request: Request) async throws -> Response {
        let id = try request.parameter("account", as: AccountID.self)
        guard let row = try await store.read({ try $0.account(id) }) else { throw Problem.notFound }
        return try .json(row, etag: row.version)
    }

    private func open(_ request: Request) async throws -> Response {
        struct Body: Decodable {
            var account: String
            var name: String
            var roles: [Role]
            var sites: [SiteCode]
            var post: PostID?
            var unit: UnitID?
            var password: String
        }
        let body: Body = try request.json()
        guard let id = AccountID(rawValue: body.account) else { throw OfficeRoutes.badID("account") }
        let profile = Account.Profile(
            name: body.name, roles: body.roles, sites: body.sites, post: body.post, unit: body.unit)
        let hash = try await hash(body.password, for: id)
        return try await store.respond(to: request) { tx in
            let version = try OfficeDesk.openAccount(id, profile, password: hash, tx)
            return try .json(Version(version: version), status: 201, etag: version)
        }
    }

    private func change(_ request: Request) async throws -> Response {
        let id = try request.parameter("account", as: AccountID.self)
        let profile: Account.Profile = try request.json()
        _ = try request.requireVersion()
        return try await write(request) {
            try OfficeDesk.changeAccount(id, profile, by: request.actor, ifMatch: $1, $0)
        }
    }

    private func setPassword(_ request: Request) async throws -> Response {
        struct Body: Decodable { var password: String }
        let id = try request.parameter("account", as: AccountID.self)
        let body: Body = try request.json()
        let hash = try await hash(body.password, for: id)
        return try await write(request) {
            try OfficeDesk.setPassword(of: id, hash, temporary: true, ifMatch: $1, $0)
        }
    }

    private func hash(_ password: String, for id: AccountID) async throws -> PasswordHash {
        try PasswordRule.check(password, for: id)
        return try await signIn.hasher.hash(password)
    }

    private static func reason(_ request: Request) throws -> (AccountID, String?) {
        struct Body: Decodable { var reason: String? }
        let body: Body = try request.json()
        if let reason = body.reason, reason.count > 200 {
            throw Rejection.invalid("reason", zh: "原因最多200个字。", en: "A reason has at most 200 characters.")
        }
        return (try request.parameter("account", as: AccountID.self), body.reason)
    }

    private func write(
        _ request: Request, _ body: @escaping @Sendable (WriteTransaction, _ ifMatch: Int64?) throws -> Int64
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            let version = try body(tx, ifMatch)
            return try .json(Version(version: version), etag: version)
        }
    }
}
