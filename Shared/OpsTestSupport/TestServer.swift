public import Foundation
public import OpsContracts
public import OpsServer

/// Routes behind a real socket on a free loopback port.
public struct TestServer: Sendable {
    public let port: UInt16
    public let server: HTTPServer
    private let client: HTTPClient

    /// - Throws: `RoutingError`, `ServerError`.
    public init(
        _ services: [ServiceRoutes], options: Edge.Options = Edge.Options(),
        server serverOptions: HTTPServer.Options = HTTPServer.Options(), width: Int = 8
    ) throws {
        server = try HTTPServer(
            Edge(services, options: options), on: .tcp(host: "127.0.0.1", port: 0), options: serverOptions)
        port = server.port
        client = HTTPClient(width: width)
    }

    public init(_ service: ServiceName, _ routes: [Route], options: Edge.Options = Edge.Options()) throws {
        try self.init([ServiceRoutes(service, routes)], options: options)
    }

    /// Starts, runs `body`, stops; whatever happens.
    @discardableResult
    public static func with<T: Sendable>(
        _ service: ServiceName, _ routes: [Route], options: Edge.Options = Edge.Options(),
        _ body: (TestServer) async throws -> T
    ) async throws -> T {
        try await TestServer(service, routes, options: options).use(body)
    }

    @discardableResult
    public func use<T: Sendable>(_ body: (TestServer) async throws -> T) async throws -> T {
        do {
            let result = try await body(self)
            await server.stop(within: .seconds(5))
            return result
        } catch {
            await server.stop(within: .seconds(1))
            throw error
        }
    }

    /// - Throws: `OutboundError`.
    public func send(
        _ method: OpsServer.Method, _ target: String, headers: Headers = Headers(), body: Data = Data()
    ) async throws -> HTTPClient.Answer {
        try await client.send(
            HTTPClient.Call(method, "http://127.0.0.1:\(port)\(target)", headers: headers, body: body))
    }

    public func get(_ target: String, headers: Headers = Headers()) async throws -> HTTPClient.Answer {
        try await send(.get, target, headers: headers)
    }

    /// Posts JSON with an Idempotency-Key.
    public func post(
        _ target: String, json: String, key: String? = "test-key", headers: Headers = Headers()
    ) async throws -> HTTPClient.Answer {
        var headers = headers
        headers["Content-Type"] = "application/json"
        if let key { headers["Idempotency-Key"] = key }
        return try await send(.post, target, headers: headers, body: Data(json.utf8))
    }

    /// Posts a form as a browser does.
    public func post(
        _ target: String, form: [(String, String)], headers: Headers = Headers()
    ) async throws -> HTTPClient.Answer {
        var headers = headers
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return try await send(.post, target, headers: headers, body: Data(Fields(form).encoded.utf8))
    }
}

/// Believes a token that is a list: `account~role+role~SITE+SITE`.
public struct TestAuthenticator: Authenticating {
    public init() {}

    public func identity(of token: String) -> Identity? {
        let parts = token.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 3, let account = AccountID(rawValue: String(parts[0])) else { return nil }
        return Identity(
            account: account, name: String(parts[0]),
            roles: Set(parts[1].split(separator: "+").map { Role(String($0)) }),
            sites: Set(parts[2].split(separator: "+").compactMap { SiteCode(rawValue: String($0)) }))
    }

    public static func bearer(_ account: String, _ roles: [Role], sites: [SiteCode] = []) -> Headers {
        ["Authorization": "Bearer " + token(account, roles, sites: sites)]
    }

    public static func token(_ account: String, _ roles: [Role], sites: [SiteCode] = []) -> String {
        let roles = roles.map(\.rawValue).joined(separator: "+")
        return "\(account)~\(roles)~\(sites.map(\.rawValue).joined(separator: "+"))"
    }
}
