import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Pages under two taps, somebody else's change, the wrong role and hostile words.
@Suite struct PageSafetyTests {
    private func open(_ fleet: TestFleet, _ title: String) async throws -> String {
        let reporter = fleet.client(as: "reporter", roles: [.reporter], sites: [.xz])
        let body = ["site": "XZ", "kind": "incident", "title": title]
        let answer = try await reporter.post(
            "/api/tickets/v1/tickets", String(decoding: try JSONEncoder().encode(body), as: UTF8.self))
        return try #require((try answer.json()["ticket"] as? [String: Any])?["ticket"] as? String)
    }

    private func etag(_ page: HTTPClient.Answer) throws -> String {
        try String(#require(page.text.firstMatch(of: /name="_etag" value="&quot;(\d+)&quot;"/)).1)
    }

    @Test func `two quick taps and a reload after them are one effect`() async throws {
        let fleet = try await TestFleet.all()
        let ticket = try await open(fleet, "打印机卡纸")
        let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        async let one = engineer.submit("/tickets/\(ticket)/note", [("text", "到场查看")], key: "tap")
        async let two = engineer.submit("/tickets/\(ticket)/note", [("text", "到场查看")], key: "tap")
        let answers = try await [one, two]
        let again = try await engineer.submit("/tickets/\(ticket)/note", [("text", "到场查看")], key: "tap")
        // The second is told that the first is still running, or gets its answer.
        #expect(answers.contains { $0.status == 303 } && answers.allSatisfy { [303, 409].contains($0.status) })
        #expect(again.status == 303)
        let notes = try await fleet.store(.tickets).facts(after: 0, limit: 500).filter { $0.type == WorkNoted.type }
        #expect(notes.count == 1)
        await fleet.stop()
    }

    @Test func `what somebody else changed meanwhile stands beside one's own, and is overwritten only on purpose`()
        async throws
    {
        let fleet = try await TestFleet.all()
        let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        let path = "/assets/XZ-LED1/correct"
        let seen = try etag(try await engineer.get(path, accept: "text/html"))
        func correct(_ name: String, at version: String) async throws -> HTTPClient.Answer {
            try await engineer.submit(
                path,
                [("name", name), ("category", "LED"), ("unit", "块"), ("reason", "核对铭牌"), ("_etag", version)])
        }
        #expect(try await correct("指挥中心主屏", at: seen).status == 303)
        let refused = try await correct("指挥中心大屏A", at: seen)
        #expect(refused.status == 412)
        for words in ["指挥中心主屏", "指挥中心大屏A", "用现在的", "用我的", "核对铭牌"] {
            #expect(refused.text.contains(words), "\(words)")
        }
        #expect(try await correct("指挥中心大屏A", at: try etag(refused)).status == 303)
        let ticket = try await open(fleet, "打印机卡纸")
        let note = "/tickets/\(ticket)/note"
        let version = try etag(try await engineer.get(note, accept: "text/html"))
        #expect(try await engineer.submit("/tickets/\(ticket)/accept", []).status == 303)
        let late = try await engineer.submit(note, [("text", "我的记录"), ("_etag", version)])
        #expect(late.status == 412)
        for words in ["我的记录", "受理", "用现在的", "用我的"] { #expect(late.text.contains(words), "\(words)") }
        await fleet.stop()
    }

    @Test func `the wrong role is told which one, a foreign site is not found, a stranger is led in and back`()
        async throws
    {
        let fleet = try await TestFleet.all()
        let ticket = try await open(fleet, "打印机卡纸")
        let reporter = fleet.client(as: "reporter", roles: [.reporter], sites: [.xz])
        for (path, role) in [
            ("/billing/", "财务"), ("/office/accounts", "系统管理员"), ("/tickets/board", "站区信息科长"),
            ("/office/search?q=XZ", "站区信息科长"),
        ] {
            let page = try await reporter.get(path, accept: "text/html")
            #expect(page.status == 403 && page.text.contains(role), "\(path): \(page.status)")
        }
        let foreign = fleet.client(as: "cy-1", roles: [.engineer], sites: [.cy])
        for path in ["/tickets/\(ticket)", "/tickets/\(ticket)/note", "/assets/XZ-LED1", "/office/sites/XZ"] {
            #expect(try await foreign.get(path, accept: "text/html").status == 404, "\(path)")
        }
        let stranger = try await fleet.anybody.get("/tickets/\(ticket)?tab=1", accept: "text/html")
        #expect(stranger.status == 303)
        #expect(stranger.headers["Location"] == "/office/sign-in?next=%2Ftickets%2F\(ticket)%3Ftab%3D1")
        await fleet.stop()
    }

    @Test func `hostile words are shown as words on every page that shows them`() async throws {
        let fleet = try await TestFleet.all()
        let ticket = try await open(fleet, SampleMonth.hostileTitle)
        try await fleet.settle()
        let office = fleet.client(as: "office", roles: [.office])
        for path in [
            "/tickets/", "/tickets/\(ticket)", "/tickets/\(ticket)/cancel", "/tickets/\(ticket)/print",
            "/office/sites/XZ", "/office/search?q=\(ticket.prefix(8))",
        ] {
            let page = try await office.get(path, accept: "text/html")
            #expect(page.status == 200, "\(path)")
            #expect(page.text.contains("&lt;script&gt;alert("), "\(path)")
            #expect(!page.text.contains("<script>alert("), "\(path)")
        }
        await fleet.stop()
    }
}
