import BillingDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct PaymentScheduleTests {
    /// 2026 as the State Council set it, as far as these days need it.
    private var calendar: WorkCalendar {
        get throws {
            let span = ClockSpan("09:00-18:00").map { [$0] } ?? []
            return try WorkCalendar(
                zone: .shanghai,
                week: Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, span) }),
                closed: Set((15...23).map { Sample.day("2026-02-\($0)") }), open: [Sample.day("2026-02-28")],
                openAs: .mon, years: [2026])
        }
    }

    @Test(arguments: [
        (1, "2026-01-05", "2026-01-15"), (2, "2026-01-05", "2026-04-15"), (3, "2026-01-05", "2026-07-15"),
        (1, "2026-01-15", "2026-01-15"),
        // Signed after the 15th: ten working days from the signing.
        (1, "2026-01-16", "2026-01-30"), (1, "2026-02-13", "2026-03-06"), (2, "2026-05-20", "2026-06-03"),
    ])
    func `a payment is due by the 15th, or ten working days after a late signing`(
        quarter: Int, signed: String, due: String
    ) throws {
        let day = try PaymentSchedule.due(Sample.quarter(quarter), signedOn: Sample.day(signed), calendar: calendar)
        #expect(day?.description == due)
    }

    @Test func `a 15th on a free day moves to the working day before`() throws {
        // 2028-07-15 is a Saturday.
        let quarter = try #require(Quarter(year: 2028, number: 3))
        let day = try PaymentSchedule.due(quarter, signedOn: Sample.day("2028-01-05"), calendar: Sample.calendar)
        #expect(day?.description == "2028-07-14")
    }

    @Test func `the fourth payment waits for funds, not for a day`() throws {
        #expect(
            try PaymentSchedule.due(Sample.quarter(4), signedOn: Sample.day("2026-01-05"), calendar: calendar) == nil)
    }

    @Test func `nothing is guessed about a year that is not loaded`() throws {
        let quarter = try #require(Quarter(year: 2027, number: 1))
        #expect(throws: CalendarError.yearNotLoaded(2027)) {
            try PaymentSchedule.due(quarter, signedOn: Sample.day("2026-12-20"), calendar: calendar)
        }
    }
}
