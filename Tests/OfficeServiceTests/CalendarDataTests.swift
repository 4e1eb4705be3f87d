import OfficeService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// The loaded calendar against the State Council's counts (requirements §4).
@Suite struct CalendarDataTests {
    private func calendar() async throws -> (WorkCalendar, CalendarPublished) {
        var found: CalendarPublished?
        try await withOffice { fleet in
            let facts = try await fleet.store(.office).facts(after: 0, limit: 500)
            found = try facts.first { $0.type == CalendarPublished.type }?.decode(CalendarPublished.self)
        }
        let published = try #require(found)
        return (
            try ContractCoding.decode(WorkCalendar.self, from: try ContractCoding.encode(published)), published
        )
    }

    @Test func `every month of 2025 and 2026 has the working days of the notices`() async throws {
        let (calendar, published) = try await calendar()
        let counts = [
            2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
            2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
        ]
        for (year, months) in counts {
            for (index, days) in months.enumerated() {
                let month = try #require(YearMonth(year: year, month: index + 1))
                #expect(try calendar.workingDays(in: month) == days, "\(month)")
            }
        }
        #expect(published.statutory.count == 26)
        #expect(published.names?["2026-02-17"] == "春节")
    }

    @Test(arguments: [
        ("2026-02-14", true), ("2026-02-16", false), ("2026-02-28", true), ("2026-05-09", true), ("2026-09-20", true),
        ("2026-10-08", true), ("2026-10-10", true), ("2026-01-04", true),
    ])
    func `the days people ask about`(day: String, works: Bool) async throws {
        let (calendar, _) = try await calendar()
        let day = try #require(Day(day))
        #expect(try calendar.isWorkingDay(day) == works)
    }

    @Test func `a year that is not announced is not guessed`() async throws {
        let (calendar, published) = try await calendar()
        #expect(published.years == [2025, 2026])
        let day = try #require(Day("2027-01-04"))
        #expect(throws: CalendarError.self) { try calendar.isWorkingDay(day) }
    }
}
