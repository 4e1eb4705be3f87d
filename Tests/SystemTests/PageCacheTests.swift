import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// What a browser may keep of a page, and what a page waits for.
@Suite struct PageCacheTests {
    private func get(_ client: TestClient, _ path: String, copy: String? = nil) async throws -> HTTPClient.Answer {
        var headers: Headers = ["Accept": "text/html"]
        if let copy { headers["If-None-Match"] = copy }
        return try await client.send(.get, path, headers: headers)
    }

    private func open(_ fleet: TestFleet, _ title: String) async throws -> String {
        let reporter = fleet.client(as: "reporter", roles: [.reporter], sites: [.xz])
        let answer = try await reporter.post(
            "/api/tickets/v1/tickets", #"{"site":"XZ","kind":"incident","item":"XZ-LED1","title":"\#(title)"}"#)
        try #require(answer.status == 201)
        return try #require((try answer.json()["ticket"] as? [String: Any])?["ticket"] as? String)
    }

    @Test(arguments: [
        "/tickets/policies", "/office/", "/office/sites/XZ", "/assessments/", "/billing/", "/assets/",
        "/assets/XZ-LED1",
        "/inspections/", "/inspections/plans", "/notify/rules", "/office/audit", "/office/calendar",
    ])
    func `a page that only shows is asked for again and not sent twice`(_ path: String) async throws {
        let fleet = try await TestFleet.all()
        let office = fleet.client(as: "office", roles: [.office])
        let first = try await get(office, path)
        let etag = try #require(first.headers["ETag"])
        #expect(first.headers["Cache-Control"] == "private, no-cache")
        let second = try await get(office, path, copy: etag)
        #expect(second.status == 304)
        #expect(second.body.isEmpty)
        // The copy of somebody who has signed out is worth nothing.
        let stranger = try await get(fleet.anybody, path, copy: etag)
        #expect(stranger.status == 303)
        #expect(stranger.headers["Location"]?.hasPrefix("/office/sign-in?next=") == true)
        let other = try await get(fleet.client(as: "reporter", roles: [.reporter], sites: [.xz]), path, copy: etag)
        #expect(other.status != 304)
        await fleet.stop()
    }

    @Test func `a changed page has another tag, and a page with a form is not kept`() async throws {
        let fleet = try await TestFleet.all()
        let office = fleet.client(as: "office", roles: [.office])
        let etag = try #require(try await get(office, "/tickets/").headers["ETag"])
        let ticket = try await open(fleet, "打印机卡纸")
        let changed = try await get(office, "/tickets/", copy: etag)
        #expect(changed.status == 200)
        #expect(changed.text.contains("打印机卡纸"))
        for path in ["/tickets/new", "/tickets/\(ticket)/note", "/office/sign-in", "/tickets/report", "/office/me"] {
            let page = try await get(office, path)
            #expect(page.status == 200 && page.text.contains("method=\"post\""), "\(path)")
            #expect(page.headers["ETag"] == nil, "\(path)")
            #expect(page.headers["Cache-Control"] == "private, no-store", "\(path)")
        }
        let out = try await office.submit("/office/sign-out", [])
        #expect(out.status == 303)
        #expect(out.headers["Clear-Site-Data"] == "\"cache\"")
        await fleet.stop()
    }

    @Test func `a command leads to pages that wait for its fact, and say so where it has not come`() async throws {
        let fleet = try await TestFleet.all()
        let ticket = try await open(fleet, "大屏黑屏")
        let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        let answer = try await engineer.submit("/tickets/\(ticket)/accept", [])
        let target = try #require(answer.headers["Location"])
        let seen = try #require(target.firstMatch(of: /seen=(ops\.tickets\.v1\.\d+)$/)).1
        let door = "/assets/XZ-LED1?seen=\(seen)"
        let page = try await get(engineer, target)
        #expect(page.text.contains("href=\"\(door)\""))
        let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
        let doors = [(engineer, door), (lead, "/office/sites/XZ?seen=\(seen)")]
        for path in ["/assets/XZ-LED1", "/office/sites/XZ"] {
            #expect(try await get(lead, path + "?seen=ops.tickets.v1.99999").text.contains("数据同步中"), "\(path)")
        }
        for (client, path) in doors {
            let settled = try await get(client, path)
            #expect(settled.status == 200 && !settled.text.contains("数据同步中"), "\(path)")
            #expect(settled.text.contains("大屏黑屏"), "\(path)")
        }
        for nonsense in ["x", "ops.tickets.v1.", "ops.tickets.v1.-4", "ops.other.v1.4"] {
            let path = "/office/sites/XZ?seen=\(nonsense)"
            #expect(try await get(lead, path).status == 200, "\(path)")
            #expect(SeenFact(nonsense) == nil)
        }
        await fleet.stop()
    }
}
