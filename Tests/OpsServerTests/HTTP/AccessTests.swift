import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

@Suite struct AccessTests {
    static let options = Edge.Options(authenticator: TestAuthenticator())
    static let routes = [
        Route(.get, "/api/tickets/v1/sites/{site}", .signedIn) { request in
            try request.require(try request.parameter("site", as: SiteCode.self))
            return try .json(["actor": request.actor.rawValue])
        },
        Route(.post, "/api/billing/v1/payments", .roles([.finance, .admin])) { _ in .noContent },
        Route(.get, "/billing/", .roles([.finance])) { _ in .html("<p>付款") },
        Route(.post, "/tickets/new", .signedIn) { _ in .redirect303(to: "/tickets/XZ-1") },
    ]

    private func with<T: Sendable>(_ body: (TestServer) async throws -> T) async throws -> T {
        try await TestServer.with(.tickets, Self.routes, options: Self.options, body)
    }

    @Test(arguments: [
        ("XZ", [SiteCode.xz], 200), ("XZ", [], 200), ("XZ", [.bz, .xz], 200), ("XZ", [.bz], 404),
        ("nirgends", [.xz], 404),
    ])
    func `a foreign site does not exist`(site: String, own: [SiteCode], status: Int) async throws {
        let answer = try await with {
            try await $0.get(
                "/api/tickets/v1/sites/\(site)", headers: TestAuthenticator.bearer("a1", [.engineer], sites: own))
        }
        #expect(answer.status == status)
    }

    @Test func `a wrong role is told which one is right and whom to ask`() async throws {
        let answer = try await with {
            try await $0.post(
                "/api/billing/v1/payments", json: "{}", headers: TestAuthenticator.bearer("a1", [.engineer]))
        }
        #expect(answer.status == 403)
        #expect(try answer.problem.detail == "此页需要“财务”或“系统管理员”角色，请联系系统管理员。")
    }

    @Test func `somebody not signed in gets 401 from the API and the sign-in page from a page`() async throws {
        try await with { server in
            let api = try await server.get("/api/tickets/v1/sites/XZ")
            #expect(api.status == 401)
            #expect(api.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            let page = try await server.get(
                "/billing/?year=2026&q=a b".replacing(" ", with: "%20"), headers: ["Accept": "text/html"])
            #expect(page.status == 303)
            #expect(page.headers["Location"] == "/office/sign-in?next=%2Fbilling%2F%3Fyear%3D2026%26q%3Da%2520b")
        }
    }

    @Test func `a page tells a wrong role in a page`() async throws {
        let cookie = "theme=dark; ops_session=" + TestAuthenticator.token("a1", [.engineer])
        let answer = try await with {
            try await $0.get("/billing/", headers: ["Accept": "text/html,*/*", "Cookie": cookie])
        }
        #expect(answer.status == 403)
        #expect(answer.headers["Content-Type"] == "text/html; charset=utf-8")
        #expect(answer.text.contains("此页需要“财务”角色"))
    }

    @Test func `every answer carries the headers that keep a browser safe`() async throws {
        let answer = try await with {
            try await $0.get("/billing/", headers: TestAuthenticator.bearer("a1", [.finance]))
        }
        #expect(answer.status == 200)
        #expect(
            answer.headers["Content-Security-Policy"]
                == "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
        #expect(answer.headers["Referrer-Policy"] == "same-origin")
        #expect(answer.headers["Cache-Control"] == "no-store")
    }

    @Test(arguments: [
        "//boese.example/", "https://boese.example/", "/\\boese.example", "javascript:alert(1)", "/a\r\nX: y",
    ])
    func `nobody is redirected out of the house`(target: String) {
        #expect(Response.redirect303(to: target).headers["Location"] == "/")
    }
}
