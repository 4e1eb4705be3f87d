import Foundation
import OfficeService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Signing in as people do: with passwords, and with the tokens the office gives for them.
@Suite struct FirstPasswordTests {
    private struct SignedIn: Decodable {
        var token: String
        var temporary: Bool
    }

    private let fleet: TestFleet

    init() async throws {
        fleet = try await TestFleet(
            [(.office, composeOffice)], standIns: [.tickets, .inspections, .assessments, .billing], at: start,
            authenticator: nil)
        try await OfficeStartUp.load(try fleet.store(.office), now: start, passwords: .demo)
        try await fleet.settle()
    }

    private func signIn(_ account: String, _ password: String) async throws -> SignedIn {
        try await fleet.anybody.post(
            "/api/office/v1/sign-in", #"{"account":"\#(account)","password":"\#(password)"}"#
        ).decode()
    }

    private func page(_ path: String, _ token: String, accept: String = "text/html") async throws -> HTTPClient.Answer {
        try await fleet.anybody.send(
            .get, path, headers: ["Accept": accept, "Authorization": "Bearer \(token)"])
    }

    private func post(_ path: String, _ type: String, _ body: String, _ token: String) async throws -> Int {
        try await fleet.anybody.send(
            .post, path,
            headers: [
                "Content-Type": type, "Accept": "text/html", "Idempotency-Key": UUID().uuidString,
                "Authorization": "Bearer \(token)",
            ], body: Data(body.utf8)
        ).status
    }

    @Test func `whoever signs in with a first password can do nothing but set another`() async throws {
        let admin = try await signIn("admin", OfficeStartUp.demoPassword)
        #expect(!admin.temporary)
        let body = #"{"account":"xz-9","name":"王工","roles":["engineer"],"sites":["XZ"],"password":"first password"}"#
        #expect(try await post("/api/office/v1/accounts", "application/json", body, admin.token) == 201)
        let form = [("account", "xz-9"), ("password", "first password"), ("next", "/office/sites/XZ")]
        let entered = try await fleet.anybody.submit("/office/sign-in", form)
        #expect(entered.headers["Location"] == "/office/me/password")
        let first = try await signIn("xz-9", "first password")
        #expect(first.temporary)
        for path in ["/office/sites/XZ", "/office/search", "/office/calendar", "/office/gallery", "/office/live"] {
            let page = try await page(path, first.token)
            #expect((page.status, page.headers["Location"]) == (303, "/office/me/password"), "\(path)")
        }
        for path in ["sites/XZ", "sites", "units", "calendars", "periods"] {
            let api = try await page("/api/office/v1/\(path)", first.token, accept: "application/json")
            #expect(api.status == 403, "\(path)")
            #expect(try api.json()["code"] as? String == "password-change-needed")
        }
        let same = #"{"current":"first password","new":"first password"}"#
        #expect(try await post("/api/office/v1/me/password", "application/json", same, first.token) == 422)
        #expect(try await signIn("xz-9", "first password").temporary)
        #expect(try await page("/office/me/password", first.token).text.contains("现在的密码是初始密码"))
        let change = Fields([
            ("current", "first password"), ("new", "quite my own words"), ("again", "quite my own words"),
            ("_key", UUID().uuidString),
        ])
        let type = "application/x-www-form-urlencoded"
        #expect(try await post("/office/me/password", type, change.encoded, first.token) == 303)
        try await fleet.settle()
        let own = try await signIn("xz-9", "quite my own words")
        #expect(!own.temporary)
        #expect(try await page("/office/sites/XZ", own.token).status == 200)
        await fleet.stop()
    }
}
