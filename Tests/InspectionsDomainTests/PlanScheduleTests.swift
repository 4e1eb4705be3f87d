import Foundation
import InspectionsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct PlanScheduleTests {
    /// Spring Festival 2026: off from 02-15 to 02-23, make-up working days 02-14 and 02-28, both Saturdays.
    static let calendar: WorkCalendar? = try? ContractCoding.decode(
        WorkCalendar.self,
        from: Data(
            """
            {"timezone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:00-18:00"],"tue":["09:00-18:00"],
            "wed":["09:00-18:00"],"thu":["09:00-18:00"],"fri":["09:00-18:00"]},"closed":["2026-01-01","2026-01-02",
            "2026-01-03","2026-02-15","2026-02-16","2026-02-17","2026-02-18","2026-02-19","2026-02-20","2026-02-21",
            "2026-02-22","2026-02-23"],"open":["2026-02-14","2026-02-28"],"openAs":"mon","years":[2026]}
            """.utf8))

    struct Row: Sendable {
        var frequency: PlanFrequency
        var day: String
        /// Round number's date, opening and due time; nil where nothing is owed.
        var expected: String?
    }

    static let table: [Row] = [
        Row(frequency: .daily, day: "2026-02-13", expected: "20260213 2026-02-13 08:00:00 2026-02-13 12:00:00"),
        Row(frequency: .daily, day: "2026-02-14", expected: "20260214 2026-02-14 08:00:00 2026-02-14 12:00:00"),
        Row(frequency: .daily, day: "2026-02-15", expected: nil),
        Row(frequency: .daily, day: "2026-02-16", expected: nil),
        // The week's last working day is the make-up Saturday.
        Row(frequency: .weekly, day: "2026-02-09", expected: "20260209 2026-02-09 08:00:00 2026-02-14 18:00:00"),
        Row(frequency: .weekly, day: "2026-02-15", expected: "20260209 2026-02-09 08:00:00 2026-02-14 18:00:00"),
        // A week without a working day owes none.
        Row(frequency: .weekly, day: "2026-02-18", expected: nil),
        Row(frequency: .weekly, day: "2026-02-24", expected: "20260223 2026-02-24 08:00:00 2026-02-28 18:00:00"),
        Row(frequency: .monthly, day: "2026-02-05", expected: "20260201 2026-02-02 08:00:00 2026-02-28 18:00:00"),
        Row(frequency: .monthly, day: "2026-05-31", expected: "20260501 2026-05-01 08:00:00 2026-05-29 18:00:00"),
        Row(frequency: .quarterly, day: "2026-02-28", expected: "20260101 2026-01-05 08:00:00 2026-03-31 18:00:00"),
        Row(frequency: .quarterly, day: "2026-12-31", expected: "20261001 2026-10-01 08:00:00 2026-12-31 18:00:00"),
    ]

    @Test(arguments: table)
    func `a plan owes the round of its period`(row: Row) throws {
        let calendar = try #require(Self.calendar)
        let day = try #require(Day(row.day))
        let round = try plan(row.frequency).round(owedIn: day, by: calendar)
        let text = round.map { "\($0.round.rawValue.suffix(8)) \($0.opensAt.local) \($0.dueAt.local)" }
        #expect(text == row.expected)
        #expect(round.map { $0.day == $0.dueAt.day } ?? true)
    }

    @Test func `every day of a period owes the same round`() throws {
        let calendar = try #require(Self.calendar)
        let monday = try #require(Day("2026-02-09"))
        let rounds = try (0..<7).map { try plan(.weekly).round(owedIn: monday.adding(days: $0), by: calendar) }
        #expect(Set(rounds.map { $0?.round }).count == 1)
    }

    @Test func `a plan that is off owes nothing`() throws {
        let calendar = try #require(Self.calendar)
        var off = plan(.daily)
        off.active = false
        #expect(try off.round(owedIn: try #require(Day("2026-02-13")), by: calendar) == nil)
    }

    @Test func `nothing guesses a year that is not loaded`() throws {
        let calendar = try #require(Self.calendar)
        let day = try #require(Day("2026-12-31"))
        #expect(throws: CalendarError.yearNotLoaded(2027)) { try plan(.weekly).round(owedIn: day, by: calendar) }
        #expect(try plan(.monthly).round(owedIn: day, by: calendar) != nil)
    }

    @Test func `the round carries the plan's checklist and version`() throws {
        let calendar = try #require(Self.calendar)
        var versioned = plan(.daily)
        versioned.version = 3
        let round = try versioned.round(owedIn: try #require(Day("2026-02-13")), by: calendar)
        #expect(round?.items == checks)
        #expect(round?.planVersion == 3)
        #expect(round?.basis == .contractual)
    }

    private func plan(_ frequency: PlanFrequency) -> PlanPublished {
        var plan = PlanTests.draft
        plan.frequency = frequency
        plan.windowTo = frequency == .daily ? "12:00" : "18:00"
        return plan
    }
}
