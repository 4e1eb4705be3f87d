import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Lists must not grow slow with the history: each has an index, and none sorts.
@Suite struct QueryPlanTests {
    private static let views = ["", "view=mine", "view=major", "view=second-line", "view=ended", "view=reported"]

    @Test func `every list is a walk along an index`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        for who in [Who.engineer, .lead, .centre, .reporter, .expert] {
            for view in Self.views {
                for more in ["", "site=XZ", "state=late"] {
                    await bench.get("/tickets/?\(view)&\(more)", as: who, accept: "text/html")
                    if more != "state=late" { await bench.get("/api/tickets/v1/tickets?\(view)&\(more)", as: who) }
                }
            }
            for page in ["today", "board", "list.csv", ticket, "report"] {
                await bench.get("/tickets/\(page)", as: who, accept: "text/html")
            }
        }
        try await bench.fleet.doWork()
        let plans = try await QueryPlans.of(try bench.store, naming: ["ticketQueue", "round", "item", "duty", "post"])
        #expect(plans.count > 20, "\(plans)")
        // The day's rounds are few; the calendar's sweep merges two walks by number, a hundred at a time.
        let few = plans.filter { !$0.sql.contains("UNION ALL") }
        // The board's list of what nobody is sent to begins at the first of them and is left after a page.
        let faults = few.flatMap { $0.faults(walking: ["ticketQueue_1_unsent"]) }
        #expect(faults.isEmpty, "\(few.filter { !$0.faults(walking: ["ticketQueue_1_unsent"]).isEmpty })")
        for index in ["_unsent", "_unsentAt"] { #expect(plans.contains { $0.sql.contains("ticketQueue_1\(index)\n") }) }
    }

    @Test func `a list without an index is seen`() async throws {
        let bench = try Bench()
        _ = try await bench.openFault()
        try await QueryPlans.ask(
            try bench.store, "SELECT ticket FROM {ticketQueue} WHERE source = 'web' ORDER BY updatedAt")
        let plan = try #require(
            try await QueryPlans.of(try bench.store, naming: ["ticketQueue"]).first { $0.sql.contains("'web'") })
        #expect(plan.faults().count == 2, "\(plan)")
        try await QueryPlans.ask(try bench.store, "SELECT count(*) FROM {ticketQueue}")
        let walk = try #require(
            try await QueryPlans.of(try bench.store, naming: ["ticketQueue"]).first { $0.sql.contains("count(*)") })
        #expect(walk.faults().count == 1, "\(walk)")
    }

    @Test(arguments: [
        ("open", "_open"), ("ended", "_open"), ("open&site=XZ", "_site"), ("ended&site=XZ", "_site"),
        ("major", "_major"), ("major&site=XZ", "_majorAt"), ("second-line", "_second"),
        ("second-line&site=XZ", "_second"),
        ("mine", "_engineer"), ("mine&site=XZ", "_engineer"), ("reported", "_reporter"),
        ("reported&site=XZ", "_reporter"),
    ])
    func `a view is read by the index made for it`(_ view: String, _ index: String) async throws {
        let bench = try Bench()
        for _ in 0..<2 { await bench.get("/api/tickets/v1/tickets?view=\(view)", as: .centre) }
        let plans = try await QueryPlans.of(try bench.store, naming: ["ticketQueue"])
        #expect(!plans.isEmpty)
        #expect(plans.allSatisfy { $0.steps.first?.contains("ticketQueue_1\(index) (") ?? false }, "\(plans)")
    }

    @Test func `pages far behind the first begin where the last one ended`() async throws {
        let bench = try Bench()
        for _ in 0..<2 { await bench.get("/api/tickets/v1/tickets?view=ended", as: .centre) }
        let plans = try await QueryPlans.of(try bench.store, naming: ["ticketQueue"])
        #expect(plans.contains { $0.description.contains("(isOpen=? AND (sortKey,ticket)>(?,?))") }, "\(plans)")
    }

    @Test func `a reporter's list begins with what is open, and goes on through what has ended`() async throws {
        let bench = try Bench()
        var tickets: [String] = []
        for _ in 0..<6 { tickets.append(try await bench.openFault(as: .reporter)) }
        for ticket in tickets.prefix(3) {
            #expect(try await bench.act(ticket, "cancel", ["reason": "好了"], as: .reporter).status == 200)
        }
        var (seen, path): ([String], String?) = ([], "/api/tickets/v1/tickets?view=reported&limit=2")
        while let next = path {
            let answer = await bench.get(next, as: .reporter)
            let items = try #require(answer["items"] as? [[String: Any]])
            seen += items.compactMap { $0["ticket"] as? String }
            path = (answer["next"] as? String).map { "/api/tickets/v1/tickets?view=reported&limit=2&cursor=\($0)" }
        }
        #expect(seen.count == 6)
        #expect(Set(seen.prefix(3)) == Set(tickets.suffix(3)))
        #expect(Set(seen.suffix(3)) == Set(tickets.prefix(3)))
    }

    @Test func `what has ended is not late`() async throws {
        let bench = try Bench(at: "2026-02-13 10:00")
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "cancel", ["reason": "好了"], as: .lead)
        try await bench.pass(to: "2026-02-20 10:00")
        let page = await bench.get("/tickets/?view=ended&state=late", as: .centre, accept: "text/html")
        #expect(page.status == 200)
        #expect(!page.text.contains(ticket))
    }
}
