import Foundation
import OpsContracts
import Testing

@Suite struct RightsTests {
    @Test func `a foreign site's ticket does not exist`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        #expect(await bench.get("/api/tickets/v1/tickets/\(ticket)", as: .stranger).status == 404)
        #expect(try await bench.act(ticket, "accept", as: .stranger).status == 404)
        #expect(
            try await bench.post("/api/tickets/v1/tickets", ["site": "XZ", "title": "x"], as: .stranger).status == 404)
        let list = await bench.get("/api/tickets/v1/tickets", as: .stranger)
        #expect((list["items"] as? [Any])?.count == 0)
        #expect(await bench.get("/api/tickets/v1/tickets?site=XZ", as: .stranger).status == 404)
    }

    @Test func `roles decide who may do what`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        #expect(try await bench.act(ticket, "accept", as: .lead).status == 403)
        #expect(try await bench.act(ticket, "accept", as: .finance).status == 403)
        #expect(try await bench.post("/api/tickets/v1/tickets", [:], as: nil).status == 401)
        let lower = try await bench.act(ticket, "change-level", ["priority": "p4", "reason": "不急"])
        #expect(lower.status == 403)
        #expect(lower["code"] as? String == "lowering-is-the-requesters")
        #expect(
            try await bench.act(ticket, "change-level", ["priority": "p4", "reason": "不急"], as: .lead).status == 200)
    }

    @Test func `a reporter sees their own tickets alone`() async throws {
        let bench = try Bench()
        let other = try await bench.openFault()
        let own = try await bench.openFault(as: .reporter)
        #expect(await bench.get("/api/tickets/v1/tickets/\(other)", as: .reporter).status == 404)
        #expect(await bench.get("/api/tickets/v1/tickets/\(own)", as: .reporter).status == 200)
        let list = await bench.get("/api/tickets/v1/tickets", as: .reporter)
        #expect(list["items", "0", "ticket"] as? String == own)
        #expect((list["items"] as? [Any])?.count == 1)
        for page in ["", "today", "list.csv", "?view=open", "board"] {
            let answer = await bench.get("/tickets/\(page)", as: .reporter, accept: "text/html")
            #expect(!answer.text.contains(other), "\(page)")
        }
        #expect(await bench.get("/tickets/today", as: .reporter, accept: "text/html").status == 303)
    }

    @Test func `two taps make one ticket, and a changed ticket is not overwritten`() async throws {
        let bench = try Bench()
        let body: [String: any Sendable] = ["site": "XZ", "title": "打印机卡纸"]
        let first = try await bench.post("/api/tickets/v1/tickets", body, key: "k1")
        let second = try await bench.post("/api/tickets/v1/tickets", body, key: "k1")
        #expect(first.text == second.text)
        #expect(try await bench.facts(TicketOpened.self).count == 1)
        let ticket = try #require(first["ticket", "ticket"] as? String)
        try await bench.act(ticket, "accept")
        let path = "/api/tickets/v1/tickets/\(ticket)/arrive"
        #expect(try await bench.post(path, ifMatch: "\"1\"").status == 412)
        #expect(try await bench.post(path, ifMatch: "\"2\"").status == 200)
    }

    @Test(arguments: [
        ("note", #"{"text":5}"#, "text"), ("note", "{}", "text"), ("confirm", #"{"rating":9}"#, "rating"),
        ("suspend", #"{"reason":"lunch","note":"x"}"#, "reason"),
        ("dispatch", #"{"engineer":"../etc"}"#, "engineer"), ("note", #"{"text":"x","photos":["abc"]}"#, "photos"),
    ])
    func `wrong input is refused by the name of its field`(verb: String, body: String, field: String) async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "accept")
        let answer = await bench.post(
            "/api/tickets/v1/tickets/\(ticket)/\(verb)", json: Data(body.utf8),
            as: verb == "confirm" ? .lead : .engineer)
        #expect(answer.status == 422, "\(answer.text)")
        #expect(answer["field"] as? String == field)
    }

    @Test func `lists page by keyset in the order of what is due`() async throws {
        let bench = try Bench()
        for urgency in ["high", "medium", "low"] {
            _ = try await bench.openFault(["impact": "site", "urgency": urgency])
        }
        let first = await bench.get("/api/tickets/v1/tickets?limit=2&site=XZ")
        #expect(first["items", "0", "priority"] as? String == "p1")
        let next = try #require(first["next"] as? String)
        let second = await bench.get("/api/tickets/v1/tickets?limit=2&site=XZ&cursor=\(next)")
        #expect((second["items"] as? [Any])?.count == 1)
        #expect(second["next"] == nil)
    }
}
