import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

@Suite struct TargetTests {
    @Test func `eight working hours over the spring festival end on the first working day after it`() throws {
        let desk = try Desk.open("2026-02-14 17:00")
        #expect(desk.ticket?.priority == .p3)
        #expect(desk.due(.resolve) == "2026-02-24 17:00:00")
        #expect(desk.due(.respond) == "2026-02-14 17:30:00")
    }

    @Test func `twenty-four working hours over the national holiday use the make-up saturday`() throws {
        let desk = try Desk.open("2026-09-30 10:00", urgency: .low)
        #expect(desk.ticket?.priority == .p4)
        #expect(desk.due(.resolve) == "2026-10-10 10:00:00")
        #expect(desk.ticket?.target(.arrive) == nil)
    }

    @Test func `the clocks of a major fault run day and night`() throws {
        let desk = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high)
        #expect(desk.due(.respond) == "2026-02-13 16:20:00")
        #expect(desk.due(.arrive) == "2026-02-13 16:50:00")
        #expect(desk.due(.workaround) == "2026-02-13 19:50:00")
        #expect(desk.due(.resolve) == "2026-02-13 23:50:00")
        #expect(desk.due(.report) == "2026-02-13 19:50:00")
    }

    @Test(arguments: [
        ("2026-02-13 17:59", "2026-02-13 18:29:00"), ("2026-02-13 18:00", "2026-02-13 19:00:00"),
        ("2026-02-13 12:30", "2026-02-13 13:30:00"), ("2026-02-14 10:00", "2026-02-14 10:30:00"),
        ("2026-02-16 10:00", "2026-02-16 11:00:00"),
    ])
    func `outside working hours a level-one engineer has an hour to come, else half`(
        opened: String, arriveBy: String
    ) throws {
        let desk = try Desk.open(opened, impact: .site, urgency: .high)
        #expect(desk.due(.arrive) == arriveBy)
    }

    @Test func `an agreed guarantee halves response and arrival and lets level three run at night`() throws {
        let guaranteed = ServiceTerms(policy: .standard, calendar: .cn, guarantee: true)
        let major = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high, terms: guaranteed)
        #expect(major.due(.respond) == "2026-02-13 16:05:00")
        #expect(major.due(.arrive) == "2026-02-13 16:20:00")
        #expect(major.due(.resolve) == "2026-02-13 23:50:00")
        #expect(major.ticket?.target(.arrive)?.terms.basis == .agreed)
        #expect(major.ticket?.target(.resolve)?.terms.basis == .default)
        let third = try Desk.open("2026-02-14 17:00", terms: guaranteed)
        #expect(third.due(.resolve) == "2026-02-15 01:00:00")
        #expect(third.due(.arrive) == "2026-02-14 18:00:00")
        #expect(third.ticket?.target(.resolve)?.terms.basis == .agreed)
    }

    @Test func `a request is level four whatever its impact, a named case goes before the matrix`() {
        let policy = SLAPolicyPublished.agreed
        #expect(policy.priority(.consulting, impact: .site, urgency: .high, case: nil, site: .xz) == .p4)
        #expect(policy.priority(.incident, impact: .single, urgency: .low, case: "office-offline", site: .cy) == .p1)
        #expect(policy.priority(.incident, impact: .single, urgency: .low, case: "urgent-repair", site: .bz) == .p3)
        #expect(policy.priority(.incident, impact: .single, urgency: .low, case: "urgent-repair", site: .xz) == .p4)
    }

    @Test(arguments: [
        ("site", ["p1", "p2", "p3"]), ("system", ["p2", "p2", "p3"]), ("single", ["p3", "p3", "p4"]),
    ])
    func `impact and urgency give the level of the table`(impact: String, levels: [String]) {
        let found = Urgency.all.map { urgency in
            SLAPolicyPublished.standard.priority(
                .incident, impact: Impact(rawValue: impact), urgency: urgency, case: nil, site: .nz
            ).rawValue
        }
        #expect(found == levels)
    }

    @Test func `a due time in a year without calendar waits for it and says which year`() throws {
        let desk = try Desk.open("2026-12-31 17:50")
        #expect(desk.ticket?.target(.resolve)?.terms.due == .unknown(year: 2027))
        #expect(desk.ticket?.target(.respond)?.terms.due == .unknown(year: 2027))
        let major = try Desk.open("2026-12-31 17:50", impact: .site, urgency: .high)
        #expect(major.due(.resolve) == "2026-12-31 21:50:00")
    }

    @Test func `without any calendar the night clocks still run`() throws {
        let terms = ServiceTerms(policy: .agreed, calendar: nil)
        let desk = try Desk.open("2026-02-13 15:50", impact: .system, urgency: .high, terms: terms)
        #expect(desk.due(.resolve) == "2026-02-13 23:50:00")
        #expect(desk.ticket?.target(.arrive)?.terms.due == .unknown(year: 2026))
    }
}
