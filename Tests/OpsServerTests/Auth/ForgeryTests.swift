import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

@Suite struct ForgeryTests {
    static let session = TestAuthenticator.token("a1", [.engineer])
    static let guarding = FormGuard(secret: Array("geheim".utf8), origins: ["https://ops.example.cn"])
    static let routes = [
        Route(.get, "/tickets/new", .signedIn) { request in .text(guarding.token(for: request)) },
        Route(.post, "/tickets/new", .signedIn) { _ in .redirect303(to: "/tickets/XZ-1") },
    ]

    private func post(_ headers: [(String, String)], form: [(String, String)] = [("title", "黑屏")]) async throws -> Int {
        let options = Edge.Options(authenticator: TestAuthenticator(), forms: Self.guarding)
        return try await TestServer.with(.tickets, Self.routes, options: options) { server in
            try await server.post("/tickets/new", form: form, headers: Headers(headers)).status
        }
    }

    private let cookie = ("Cookie", "ops_session=" + ForgeryTests.session)

    @Test(arguments: [
        ([("Sec-Fetch-Site", "same-origin")], 303),
        ([("Sec-Fetch-Site", "cross-site")], 403),
        ([("Sec-Fetch-Site", "same-site")], 403),
        ([("Sec-Fetch-Site", "none")], 403),
        ([("Origin", "https://ops.example.cn")], 303),
        ([("Origin", "https://boese.example")], 403),
        ([("Origin", "null")], 403),
        ([("Host", "ops.local:8443"), ("Origin", "https://ops.local:8443")], 303),
        ([("Host", "ops.local:8443"), ("Origin", "https://ops.local")], 403),
        ([], 403),
    ])
    func `a change by cookie must come from a page of ours`(headers: [(String, String)], status: Int) async throws {
        #expect(try await post(headers + [cookie]) == status)
    }

    @Test func `a form's own token proves it too, and only its own session's`() async throws {
        let options = Edge.Options(authenticator: TestAuthenticator(), forms: Self.guarding)
        let token = try await TestServer.with(.tickets, Self.routes, options: options) { server in
            try await server.get("/tickets/new", headers: Headers([cookie])).text
        }
        #expect(token.count == 43)
        #expect(try await post([cookie], form: [("title", "x"), ("_token", token)]) == 303)
        #expect(try await post([cookie], form: [("title", "x"), ("_token", token + "A")]) == 403)
        let other = ("Cookie", "ops_session=" + TestAuthenticator.token("a2", [.engineer]))
        #expect(try await post([other], form: [("title", "x"), ("_token", token)]) == 403)
    }

    @Test func `a bearer token needs no origin, since no browser sends it by itself`() async throws {
        #expect(try await post([("Authorization", "Bearer " + Self.session)]) == 303)
    }

    @Test func `a bad bearer token is not made good by a cookie`() async throws {
        let status = try await post([("Authorization", "Bearer x"), cookie, ("Sec-Fetch-Site", "same-origin")])
        #expect(status == 401)
    }

    @Test func `the session cookie stays away from scripts and from plain connections`() {
        #expect(
            SessionCookie.set("abc", secure: true)
                == "ops_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure")
        #expect(SessionCookie.clear(secure: false) == "ops_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }
}
