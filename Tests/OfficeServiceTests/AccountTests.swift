import Foundation
import OfficeService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct AccountTests {
    private func signIn(_ fleet: TestFleet, _ account: String, _ password: String) async throws -> Int {
        try await fleet.anybody.post(
            "/api/office/v1/sign-in", #"{"account":"\#(account)","password":"\#(password)"}"#
        ).status
    }

    @Test func `the right password gives a token that says who it is`() async throws {
        try await withOffice { fleet in
            let answer = try await fleet.anybody.post(
                "/api/office/v1/sign-in", #"{"account":"xz-1","password":"\#(OfficeStartUp.demoPassword)"}"#)
            #expect(answer.status == 200)
            let token = try #require(try answer.json()["token"] as? String)
            let payload = String(token.split(separator: ".")[1])
            let claims = payload.replacing("-", with: "+").replacing("_", with: "/")
            let padding = String(repeating: "=", count: (4 - claims.count % 4) % 4)
            let json = try #require(Data(base64Encoded: claims + padding))
            let text = String(decoding: json, as: UTF8.self)
            #expect(text.contains(#""sub":"xz-1""#) && text.contains(#""engineer""#) && text.contains(#""XZ""#))
        }
    }

    @Test func `five wrong passwords lock for a quarter of an hour, the right one included`() async throws {
        try await withOffice { fleet in
            for _ in 0..<5 { #expect(try await signIn(fleet, "xz-1", "wrong-password") == 401) }
            #expect(try await signIn(fleet, "xz-1", OfficeStartUp.demoPassword) == 429)
            #expect(try await signIn(fleet, "xz-2", OfficeStartUp.demoPassword) == 200)
            try await fleet.advance(by: 15 * 60_000)
            #expect(try await signIn(fleet, "xz-1", OfficeStartUp.demoPassword) == 200)
        }
    }

    @Test func `an account that does not exist is answered like a wrong password`() async throws {
        try await withOffice { fleet in
            let unknown = try await signIn(fleet, "nobody", OfficeStartUp.demoPassword)
            let impossible = try await signIn(fleet, "西站", "x")
            #expect(unknown == 401 && impossible == 401)
        }
    }

    @Test func `the sign-in form leads to the page that was wanted, and nowhere outside`() async throws {
        try await withOffice { fleet in
            func submit(_ next: String) async throws -> String? {
                try await fleet.anybody.submit(
                    "/office/sign-in",
                    [("account", "xz-1"), ("password", OfficeStartUp.demoPassword), ("next", next)]
                ).headers["Location"]
            }
            let own = try await submit("/tickets/XZ-1")
            let outside = [try await submit("//evil.example"), try await submit("https://evil.example")]
            #expect(own == "/tickets/XZ-1")
            #expect(outside == ["/tickets/today", "/tickets/today"])
        }
    }

    @Test func `a refused sign-in gives the account back and no cookie`() async throws {
        try await withOffice { fleet in
            let answer = try await fleet.anybody.submit("/office/sign-in", [("account", "xz-1"), ("password", "no")])
            #expect(answer.status == 422)
            #expect(answer.text.contains("账号或密码不对。") && answer.text.contains("value=\"xz-1\""))
            #expect(answer.headers["Set-Cookie"] == nil)
        }
    }

    @Test func `an administrator opens, changes and closes an account`() async throws {
        try await withOffice { fleet in
            let admin = fleet.client(as: "admin", roles: [.admin])
            let body =
                #"{"account":"xz-9","name":"王工","roles":["engineer"],"sites":["XZ"],"password":"first password"}"#
            #expect(try await admin.post("/api/office/v1/accounts", body).status == 201)
            #expect(try await admin.post("/api/office/v1/accounts", body).status == 409)
            #expect(try await signIn(fleet, "xz-9", "first password") == 200)
            let path = "/api/office/v1/accounts/xz-9"
            let version = try #require(try await admin.get(path).json()["version"] as? Int)
            let profile = #"{"name":"王工","roles":["engineer"],"sites":["XZ","FT"]}"#
            #expect(try await admin.post("\(path)/change", profile).status == 428)
            #expect(try await admin.post("\(path)/change", profile, ifMatch: 1).status == 412)
            #expect(try await admin.post("\(path)/change", profile, ifMatch: Int64(version)).status == 200)
            #expect(try await admin.post("\(path)/close").status == 200)
            #expect(try await signIn(fleet, "xz-9", "first password") == 401)
            #expect(try await admin.post("\(path)/revoke").status == 409)
        }
    }

    @Test func `the same request twice opens one account`() async throws {
        try await withOffice { fleet in
            let admin = fleet.client(as: "admin", roles: [.admin])
            let body =
                #"{"account":"xz-9","name":"王工","roles":["engineer"],"sites":["XZ"],"password":"first password"}"#
            let head = try await fleet.store(.office).head().seq
            for _ in 0..<2 {
                #expect(try await admin.post("/api/office/v1/accounts", body, key: "k1").status == 201)
            }
            #expect(try await fleet.store(.office).head().seq == head + 2)
        }
    }

    @Test func `accounts are an administrator's business`() async throws {
        try await withOffice { fleet in
            for role in Role.all where role != .admin {
                let client = fleet.client(as: "x", roles: [role], sites: [.xz])
                let api = try await client.get("/api/office/v1/accounts").status
                let page = try await client.get("/office/accounts", accept: "text/html").status
                #expect(api == 403 && page == 403, "\(role)")
            }
            let api = try await fleet.anybody.get("/api/office/v1/accounts").status
            let page = try await fleet.anybody.get("/office/accounts", accept: "text/html").status
            #expect(api == 401 && page == 303)
        }
    }

    @Test func `no password and no hash is in any fact`() async throws {
        try await withOffice { fleet in
            let facts = try await fleet.store(.office).facts(after: 0, limit: 500)
            #expect(facts.contains { $0.type == PasswordSet.type && $0.sealedDigest != nil })
            for fact in facts {
                let text = String(decoding: fact.data, as: UTF8.self)
                #expect(!text.contains("scrypt") && !text.contains(OfficeStartUp.demoPassword))
            }
        }
    }

    @Test func `loading the sample directory again changes nothing`() async throws {
        try await withOffice { fleet in
            let store = try fleet.store(.office)
            let head = await store.head()
            #expect(try await OfficeStartUp.load(store, now: start, passwords: .demo).isEmpty)
            #expect(await store.head() == head)
        }
    }
}
