import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

@Suite struct CalendarTests {
    private let next = ServiceTerms.NamedCalendar.make(
        version: 2, years: [2026, 2027], closed: cnClosed + ["2027-01-01", "2027-01-02", "2027-01-03"], open: cnOpen)

    @Test func `the due times that waited for a year are computed when it comes`() throws {
        var desk = try Desk.open("2026-12-31 17:50")
        desk.terms.calendar = next
        let events = try desk.give(.recompute(desk.terms), by: .clock, at: "2026-12-31 18:10")
        #expect(desk.due(.respond) == "2027-01-04 09:20:00")
        #expect(desk.due(.resolve) == "2027-01-04 17:50:00")
        #expect(events.count == 1)
        #expect(try desk.give(.recompute(desk.terms), by: .clock, at: "2026-12-31 18:11").isEmpty)
    }

    @Test func `a corrected calendar withdraws the miss it undoes, for good or until the later time`() throws {
        // The first calendar forgot that 24 February 2026 is the first working day after the festival.
        let wrong = ServiceTerms.NamedCalendar.make(
            years: [2026], closed: cnClosed.filter { $0 != "2026-02-23" }, open: cnOpen)
        var desk = try Desk.open("2026-02-14 17:00", terms: ServiceTerms(policy: .agreed, calendar: wrong))
        try desk.give(.accept, at: "2026-02-14 17:10")
        #expect(desk.due(.resolve) == "2026-02-23 17:00:00")
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-23 17:30")
        #expect(desk.breaches.map(\.target) == [.arrive, .resolve])
        let before = desk.ticket?.misses.count
        desk.terms.calendar = .cn
        let events = try desk.give(.recompute(desk.terms), by: .clock, at: "2026-02-24 09:10")
        let withdrawn = events.compactMap { if case .breachWithdrawn(let fact) = $0 { fact } else { nil } }
        #expect(before == 2)
        #expect(withdrawn.map(\.target).contains(.arrive))
        #expect(withdrawn.first { $0.target == .arrive }?.breachedAt == time("2026-02-23 10:00"))
        try desk.give(.sweep(desk.terms), by: .clock, at: "2026-02-24 10:30")
        #expect(desk.breaches.filter { $0.target == .arrive }.map(\.breachedAt).last == time("2026-02-24 10:00"))
    }

    @Test func `a calendar that changes nothing says nothing`() throws {
        var desk = try Desk.open("2026-02-13 10:00")
        desk.terms.calendar = next
        #expect(try desk.give(.recompute(desk.terms), by: .clock, at: "2026-02-13 10:10").isEmpty)
    }
}
