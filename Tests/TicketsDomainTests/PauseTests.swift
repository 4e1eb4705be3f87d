import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

@Suite struct PauseTests {
    @Test func `working time suspended is given back as working time`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        try desk.work(at: "2026-02-13 10:10")
        try desk.give(.suspend(.carrier, note: "等联通", until: nil, carrierTicket: "BJ-1"), at: "2026-02-13 11:00")
        try desk.give(.resume(desk.terms), at: "2026-02-13 16:00")
        // Four working hours stood still (11–12, 13–16): 10:00 on the make-up saturday becomes 15:00.
        #expect(desk.due(.resolve) == "2026-02-14 15:00:00")
    }

    @Test func `a pause of the night clock moves the due time by its length`() throws {
        var desk = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high)
        try desk.work(at: "2026-02-13 16:00")
        try desk.give(.suspend(.parts, note: "等发送卡", until: nil, carrierTicket: nil), at: "2026-02-13 17:00")
        try desk.give(.resume(desk.terms), at: "2026-02-13 18:30")
        try desk.give(.suspend(.user, note: "会议占用", until: nil, carrierTicket: nil), at: "2026-02-13 19:00")
        try desk.give(.resume(desk.terms), at: "2026-02-13 19:15")
        #expect(desk.due(.resolve) == "2026-02-14 01:35:00")
        #expect(desk.due(.report) == "2026-02-13 19:50:00")
        #expect(desk.due(.arrive) == "2026-02-13 16:50:00")
    }

    @Test func `a suspended ticket misses nothing but its report`() throws {
        var desk = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high)
        try desk.work(at: "2026-02-13 16:00")
        try desk.give(.suspend(.parts, note: "等发送卡", until: nil, carrierTicket: nil), at: "2026-02-13 17:00")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-14 09:00")
        #expect(desk.breaches.map(\.target) == [.report])
    }

    @Test func `what was overdue before the pause is missed all the same`() throws {
        var desk = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high)
        try desk.work(at: "2026-02-13 16:00")
        try desk.give(.suspend(.user, note: "等授权", until: nil, carrierTicket: nil), at: "2026-02-13 20:00")
        #expect(desk.breaches.map(\.target) == [.workaround, .report])
    }

    @Test func `a level-one fault waits for parts only after a makeshift`() throws {
        var desk = try Desk.open("2026-02-13 10:00", impact: .site, urgency: .high)
        try desk.work(at: "2026-02-13 10:10")
        let wait = TicketCommand.Action.suspend(.parts, note: "等交换机", until: nil, carrierTicket: nil)
        #expect(desk.refusal(wait, at: "2026-02-13 10:20")?.code == "workaround-first")
        #expect(
            desk.refusal(.suspend(.user, note: "等授权", until: nil, carrierTicket: nil), at: "2026-02-13 10:20") == nil)
        try desk.give(.note(WorkNote(text: "切到备机", isWorkaround: true)), at: "2026-02-13 10:30")
        #expect(desk.refusal(wait, at: "2026-02-13 10:40") == nil)
    }

    @Test func `there are four reasons to suspend, and each needs words`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        try desk.work(at: "2026-02-13 10:10")
        let lunch = PendingReason(rawValue: "lunch")
        #expect(
            desk.refusal(.suspend(lunch, note: "吃饭", until: nil, carrierTicket: nil), at: "2026-02-13 10:20")?.field
                == "reason")
        #expect(
            desk.refusal(.suspend(.user, note: " ", until: nil, carrierTicket: nil), at: "2026-02-13 10:20")?.field
                == "note")
    }
}
