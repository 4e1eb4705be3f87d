import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

@Suite struct BreachTests {
    @Test func `a miss carries its due time, not the sweep's, and is stated once`() throws {
        var desk = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high)
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 16:20")
        #expect(desk.breaches.isEmpty)
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 16:33")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 16:34")
        #expect(desk.breaches.map(\.target) == [.respond])
        #expect(desk.breaches.first?.breachedAt == time("2026-02-13 16:20"))
        #expect(desk.breaches.first?.duty == AccountID("wang.lei"))
    }

    @Test func `doing it late states the miss even where no sweep ran`() throws {
        var desk = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high)
        let events = try desk.give(.accept, at: "2026-02-13 17:00")
        #expect(events.map { $0.fact is TargetBreached } == [true, true, false])
        #expect(desk.breaches.map(\.target) == [.respond, .arrive])
    }

    @Test func `the very second it is due is in time`() throws {
        var desk = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high)
        try desk.give(.accept, at: "2026-02-13 16:20:00")
        #expect(desk.breaches.isEmpty)
    }

    @Test func `response and arrival score once together, by the larger miss`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 10:31")
        try desk.give(.changeLevel(LevelChange(to: .p2, reason: "影响全科"), desk.terms), at: "2026-02-13 10:40")
        try desk.give(.accept, at: "2026-02-13 11:20")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 11:41")
        #expect(desk.breaches.map(\.target) == [.respond, .respond, .arrive])
        #expect(desk.breaches.map(\.scores) == [true, true, false])
        #expect(desk.breaches.map(\.outweighs) == [nil, .respond, nil])
        #expect(desk.breaches.map(\.scoreItem) == [.k2, .k2, .k2])
    }

    @Test func `a default duty is missed and never scored`() throws {
        let terms = ServiceTerms(policy: .standard, calendar: .cn)
        var desk = try Desk.open("2026-02-13 10:00", terms: terms)
        try desk.give(.sweep(terms), by: .clock, at: "2026-02-13 10:31")
        #expect(desk.breaches.map(\.scores) == [false])
        #expect(desk.breaches.map(\.basis) == [.default])
    }

    @Test func `an overdue ticket goes up one level once, and its new clock starts then`() throws {
        var desk = try Desk.open("2026-02-13 09:00")
        try desk.work(at: "2026-02-13 09:10")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 18:05")
        #expect(desk.ticket?.priority == .p2)
        #expect(desk.due(.resolve) == "2026-02-14 02:05:00")
        #expect(desk.due(.report) == "2026-02-13 22:05:00")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-14 03:00")
        #expect(desk.ticket?.priority == .p2)
        let resolve = desk.breaches.filter { $0.target == .resolve }
        #expect(resolve.map(\.priority) == [.p3, .p2])
        #expect(resolve.map(\.scores) == [true, true])
        #expect(resolve.map(\.outweighs) == [nil, .resolve])
    }

    @Test func `a late command leaves the upgrade to the clock, which wakes for it at once`() throws {
        var desk = try Desk.open("2026-02-13 09:00")
        try desk.work(at: "2026-02-13 09:10")
        try desk.give(.note(WorkNote(text: "仍在排查")), at: "2026-02-13 18:05")
        #expect(desk.breaches.map(\.target) == [.resolve])
        #expect(desk.ticket?.priority == .p3)
        #expect(desk.ticket?.wakesAt == time("2026-02-13 18:00"))
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 18:06")
        #expect(desk.ticket?.priority == .p2)
        #expect(desk.breaches.map(\.target) == [.resolve])
    }

    @Test func `a level-one fault cannot go higher`() throws {
        var desk = try Desk.open("2026-02-13 09:00", impact: .site, urgency: .high)
        try desk.work(at: "2026-02-13 09:10")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 14:00")
        #expect(desk.breaches.map(\.target) == [.workaround, .report, .resolve])
        #expect(desk.ticket?.priority == .p1)
    }

    @Test func `mending it from afar before anybody had to come misses no arrival`() throws {
        var desk = try Desk.open("2026-02-13 10:00", impact: .system, urgency: .high)
        try desk.give(.accept, at: "2026-02-13 10:05")
        try desk.give(.start, at: "2026-02-13 10:06")
        try desk.mend(at: "2026-02-13 10:30")
        try desk.give(.report(.first, to: "管委会", text: "初报"), at: "2026-02-13 10:40")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-13 23:00")
        #expect(desk.breaches.isEmpty)
    }

    @Test func `the clock wakes for the earliest running limit, and not while it stands`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        #expect(desk.ticket?.wakesAt == time("2026-02-13 10:30") + 1)
        try desk.work(at: "2026-02-13 10:10")
        #expect(desk.ticket?.wakesAt == time("2026-02-14 10:00") + 1)
        try desk.give(.suspend(.user, note: "等", until: nil, carrierTicket: nil), at: "2026-02-13 10:20")
        #expect(desk.ticket?.wakesAt == nil)
        try desk.give(.resume(desk.terms), at: "2026-02-13 10:30")
        try desk.mend(at: "2026-02-13 11:00")
        #expect(desk.ticket?.wakesAt == nil)
        #expect(desk.ticket?.silentSince == time("2026-02-13 11:00"))
    }
}
