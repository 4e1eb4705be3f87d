import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

@Suite struct LevelTests {
    @Test func `only the requester's side lowers a level`() throws {
        var desk = try Desk.open("2026-02-13 10:00", impact: .system, urgency: .high)
        let lower = TicketCommand.Action.changeLevel(LevelChange(to: .p3, reason: "备用屏可用"), desk.terms)
        #expect(desk.refusal(lower, at: "2026-02-13 10:05")?.code == "lowering-is-the-requesters")
        try desk.give(lower, by: .lead, at: "2026-02-13 10:05")
        #expect(desk.ticket?.priority == .p3)
        #expect(desk.due(.resolve) == "2026-02-14 10:00:00")
        #expect(desk.ticket?.target(.report) == nil)
    }

    @Test func `raising starts the clocks of the new level and keeps what was met`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        try desk.give(.accept, at: "2026-02-13 10:10")
        try desk.give(.changeLevel(LevelChange(to: .p1, reason: "扩大到全站"), desk.terms), at: "2026-02-13 11:00")
        #expect(desk.due(.respond) == "2026-02-13 10:30:00")
        #expect(desk.due(.arrive) == "2026-02-13 11:30:00")
        #expect(desk.due(.resolve) == "2026-02-13 15:00:00")
        #expect(desk.ticket?.target(.respond)?.outcome == .met(at: time("2026-02-13 10:10")))
    }

    @Test func `a guessed level is verified by setting it, even to the same`() throws {
        var desk = try Desk.open("2026-02-13 10:00", unverified: [.priority])
        let same = TicketCommand.Action.changeLevel(LevelChange(to: .p3, reason: "核定"), desk.terms)
        let events = try desk.give(same, at: "2026-02-13 10:05")
        guard case .levelChanged(let fact) = events.first else {
            Issue.record("no level fact: \(events)")
            return
        }
        #expect(fact.cause == .verified)
        #expect(desk.due(.resolve) == "2026-02-14 10:00:00")
        #expect(desk.refusal(same, at: "2026-02-13 10:06")?.code == "same-level")
    }
}
