import Foundation
import OpsConsole
import OpsContracts
import OpsServer
import Testing

struct ServingTests {
    private struct Everybody: Authenticating {
        func identity(of token: String) -> Identity? {
            guard token == "good" else { return nil }
            return Identity(account: AccountID("A1"), name: "张三", roles: [.siteLead, .engineer], sites: [.xz])
        }
    }

    private static let forms = FormGuard(secret: [UInt8](repeating: 7, count: 32))

    private func get(
        _ target: String, cookie: String = "ops_session=good; ops_theme=dark", sample: SampleData? = nil
    ) async throws -> Response {
        let page = Route(.get, "/tickets/today", .signedIn) { request in
            let keys = FormKeys(request, Self.forms, version: 7)
            return Page("今日", service: .tickets, viewer: try Viewer(request, Self.forms)) {
                Card("甲", part: "one") { p { "1" } }
                Card("乙", part: "two") { p(.data("part", "inner")) { "<2>" } }
                CommandForm("/tickets/x", keys, verb: "受理") { Field.text("a", "甲") }
            }.response(to: request)
        }
        let broken = Route(.get, "/tickets/broken", .roles([.finance])) { _ in .noContent }
        let edge = try Edge(
            [ServiceRoutes(.tickets, [page, broken] + ConsoleAssets.routes(of: .tickets))],
            options: Edge.Options(
                authenticator: Everybody(), forms: Self.forms, errorPage: { ErrorPages.response($0, $1, Self.forms) },
                sample: sample))
        return await edge.respond(
            to: IncomingRequest(method: "GET", target: target, headers: ["Accept": "text/html", "Cookie": cookie]))
    }

    private func text(_ response: Response) -> String { String(decoding: response.bytes, as: UTF8.self) }

    @Test func `a page carries the viewer, the theme of the cookie and the session's guard`() async throws {
        let response = try await get("/tickets/today")
        let page = text(response)
        #expect(response.status == 200)
        #expect(page.contains("<html lang=\"zh-CN\" data-theme=\"dark\">"))
        #expect(page.contains("张三（驻场工程师）"))
        #expect(page.contains("name=\"_etag\" value=\"&quot;7&quot;\""))
        #expect(page.firstMatch(of: /name="_token" value="[A-Za-z0-9_-]{20,}"/) != nil)
    }

    @Test func `sample data say so on every page, error pages too, and in a header; other data never`() async throws {
        let sample = SampleData(seed: 42, from: Timestamp(0), until: Timestamp(1), isComplete: true)
        for target in ["/tickets/today", "/tickets/broken", "/tickets/nowhere"] {
            let marked = try await get(target, sample: sample)
            #expect(text(marked).contains("样例数据 · 种子 42"), "\(target)")
            #expect(marked.headers["X-Sample-Data"] == "seed=42")
            let plain = try await get(target)
            #expect(!text(plain).contains("样例数据"))
            #expect(plain.headers["X-Sample-Data"] == nil)
        }
        let part = try await get("/tickets/today?part=two", sample: sample)
        #expect(text(part).hasPrefix("<section") && !text(part).contains("样例数据"))
        #expect(part.headers["X-Sample-Data"] == "seed=42")
    }

    @Test func `two renderings of a form have two keys`() async throws {
        let pattern = /name="_key" value="([^"]+)"/
        let first = try #require(text(try await get("/tickets/today")).firstMatch(of: pattern)).output.1
        let second = try #require(text(try await get("/tickets/today")).firstMatch(of: pattern)).output.1
        #expect(first != second)
    }

    @Test func `with a part's key only that part comes`() async throws {
        let outer = text(try await get("/tickets/today?part=two"))
        #expect(outer.hasPrefix("<section class=\"card\" data-part=\"two\">"))
        #expect(!outer.contains("甲"))
        #expect(text(try await get("/tickets/today?part=inner")) == "<p data-part=\"inner\">&lt;2&gt;</p>")
        #expect(try await get("/tickets/today?part=none").status == 404)
    }

    @Test(arguments: ConsoleAssets.all.map(\.name))
    func `style and script are kept for a year and need no account`(_ name: String) async throws {
        let response = try await get("/tickets/assets/\(name)", cookie: "")
        #expect(response.status == 200)
        #expect(response.headers["Cache-Control"] == "public, max-age=31536000, immutable")
        #expect(!response.bytes.isEmpty)
        #expect(try await get("/tickets/assets/ops.css", cookie: "").status == 404)
    }

    @Test func `who lacks the role is told which, inside the frame`() async throws {
        let response = try await get("/tickets/broken")
        #expect(response.status == 403)
        #expect(text(response).contains("此页需要“财务”角色"))
        #expect(text(response).contains(Paths.today))
    }
}
