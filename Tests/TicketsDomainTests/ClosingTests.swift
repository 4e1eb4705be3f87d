import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

@Suite struct ClosingTests {
    @Test func `a fault without its record is not closed, and every missing heading is named`() throws {
        var desk = try Desk.open("2026-02-13 10:00", unverified: [.priority])
        try desk.work(at: "2026-02-13 10:10")
        try desk.give(
            .resolve(ResolveTicket(cause: nil, result: "已恢复", partReplaced: true)), at: "2026-02-13 11:00")
        let refusal = desk.refusal(.close(cause: nil, result: nil), at: "2026-02-13 11:10")
        #expect(refusal?.code == "close-incomplete")
        #expect(refusal?.zh == "关闭前还缺：故障等级、原因、处理过程、维修更换部件型号、序列号。")
    }

    @Test func `filling in what is missing lets it close`() throws {
        var desk = try Desk.open("2026-02-13 10:00", unverified: [.priority])
        try desk.work(at: "2026-02-13 10:10")
        try desk.give(
            .resolve(ResolveTicket(cause: nil, result: "已恢复", partReplaced: true)), at: "2026-02-13 11:00")
        try desk.give(.changeLevel(LevelChange(to: .p3, reason: "核定"), desk.terms), at: "2026-02-13 11:05")
        try desk.give(.note(WorkNote(text: "更换电源")), at: "2026-02-13 11:06")
        try desk.give(
            .replacePart(Part(name: "电源", model: "PWR-300", oldSerial: "A1", newSerial: "无")), at: "2026-02-13 11:07")
        let cause = FaultCause(category: .power, text: "电源老化")
        let events = try desk.give(.close(cause: cause, result: nil), at: "2026-02-13 11:10")
        guard case .closed(let closed) = events.first else {
            Issue.record("not closed: \(events)")
            return
        }
        #expect(closed.cause == cause)
        #expect(closed.result == "已恢复")
        #expect(closed.partReplaced)
        #expect(closed.resolvedAt == time("2026-02-13 11:00"))
    }

    @Test func `a request closes with its result alone`() throws {
        var desk = try Desk.open("2026-02-13 10:00", kind: .serviceRequest)
        try desk.work(at: "2026-02-13 10:10")
        try desk.give(.resolve(ResolveTicket(cause: nil, result: "已安装打印机")), at: "2026-02-13 11:00")
        #expect(desk.refusal(.close(cause: nil, result: nil), at: "2026-02-13 11:10") == nil)
    }

    @Test func `an unreadable serial is said, not left empty`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        try desk.work(at: "2026-02-13 10:10")
        let blank = TicketCommand.Action.replacePart(Part(name: "电源", model: "PWR", newSerial: "　"))
        #expect(desk.refusal(blank, at: "2026-02-13 10:20")?.field == "newSerial")
        #expect(
            desk.refusal(.replacePart(Part(name: "电源", model: "PWR", newSerial: "看不清")), at: "2026-02-13 10:20") == nil)
    }

    @Test func `the supplier cannot confirm or close for the reporter`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        try desk.work(at: "2026-02-13 10:10")
        try desk.give(.note(WorkNote(text: "重启")), at: "2026-02-13 10:20")
        var asked = ResolveTicket.mended
        asked.asksReporter = true
        try desk.give(.resolve(asked), at: "2026-02-13 10:30")
        #expect(desk.refusal(.confirm(rating: 5, comment: nil), at: "2026-02-13 10:40")?.kind == .forbidden)
        #expect(desk.refusal(.close(cause: nil, result: nil), at: "2026-02-13 10:40")?.kind == .forbidden)
        let events = try desk.give(.confirm(rating: 4, comment: "好"), by: .lead, at: "2026-02-13 10:50")
        #expect(events.map { $0.fact is TicketClosed } == [false, true])
    }

    @Test func `silence of three working days closes a complete ticket and no other`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        try desk.work(at: "2026-02-13 10:10")
        var bare = desk
        try desk.mend(at: "2026-02-13 11:00")
        #expect(try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-25 10:59").isEmpty)
        let events = try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-25 11:00")
        guard case .closed(let closed) = events.first else {
            Issue.record("not closed: \(events)")
            return
        }
        #expect(closed.auto)
        try bare.give(.resolve(ResolveTicket(cause: nil, result: "好了")), at: "2026-02-13 11:00")
        #expect(try bare.give(.sweep(bare.terms), by: .clock, at: "2026-03-13 11:00").isEmpty)
    }

    @Test func `reopened in time, the old clock goes on without the time between`() throws {
        var desk = try Desk.open("2026-02-13 10:00", impact: .system, urgency: .high)
        try desk.work(at: "2026-02-13 10:10")
        try desk.mend(at: "2026-02-13 12:00")
        try desk.give(.close(cause: nil, result: nil), at: "2026-02-13 12:10")
        try desk.give(.reopen(reason: "又黑屏", desk.terms), by: .lead, at: "2026-02-13 20:00")
        // Two of eight hours are used; six are left.
        #expect(desk.due(.resolve) == "2026-02-14 02:00:00")
        #expect(desk.ticket?.target(.resolve)?.outcome == .running)
        #expect(desk.ticket?.resolution == nil)
    }

    @Test func `after seventy-two hours it is a new ticket`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        try desk.work(at: "2026-02-13 10:10")
        try desk.mend(at: "2026-02-13 12:00")
        try desk.give(.close(cause: nil, result: nil), at: "2026-02-13 12:10")
        let again = TicketCommand.Action.reopen(reason: "又坏", desk.terms)
        #expect(desk.refusal(again, at: "2026-02-16 12:10") == nil)
        #expect(desk.refusal(again, at: "2026-02-16 12:11")?.code == "reopen-too-late")
    }

    @Test func `only the requester's side or who opened it withdraws a ticket`() throws {
        let desk = try Desk.open("2026-02-13 10:00")
        let cancel = TicketCommand.Action.cancel(reason: "误报", duplicateOf: nil)
        #expect(desk.refusal(cancel, at: "2026-02-13 10:10")?.kind == .forbidden)
        #expect(desk.refusal(cancel, by: .lead, at: "2026-02-13 10:10") == nil)
    }
}
