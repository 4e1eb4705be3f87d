import OfficeDomain
import OpsContracts
import OpsDomain
import Testing

private let now = Timestamp(1_770_969_600_000)

private func day(_ text: String) -> Day { Day(text) ?? Day(ordinal: 0) }

private let good = CalendarPublished(
    calendar: CalendarID("CN"), version: 0, timezone: "Asia/Shanghai",
    week: ["mon": ["09:00-12:00", "13:00-18:00"], "sat": []], closed: [day("2026-02-16"), day("2026-02-17")],
    closedEveryYear: ["12-25"], open: [day("2026-02-14")], openAs: "mon", years: [2026],
    statutory: [day("2026-02-17")])

@Suite struct CalendarEntryTests {
    @Test func `the decision numbers the versions`() throws {
        let first = CalendarEntry.fold(nil, try CalendarEntry.decide(good, nil, at: now))
        #expect(first?.version == 1)
        var wider = good
        wider.years = [2026, 2027]
        wider.version = 77
        let second = CalendarEntry.fold(first, try CalendarEntry.decide(wider, first, at: now))
        #expect(second?.version == 2)
    }

    @Test func `the same content again is no new version`() throws {
        let first = CalendarEntry.fold(nil, try CalendarEntry.decide(good, nil, at: now))
        #expect(try CalendarEntry.decide(good, first, at: now) == [])
    }

    @Test func `a loaded year is not taken away`() throws {
        let first = CalendarEntry.fold(nil, try CalendarEntry.decide(good, nil, at: now))
        var other = good
        (other.years, other.closed, other.open, other.statutory) = ([2027], [], [], [])
        let refusal = #expect(throws: Rejection.self) { try CalendarEntry.decide(other, first, at: now) }
        #expect(refusal?.field == "years")
    }

    private var spoils: [(field: String, spoil: (inout CalendarPublished) -> Void)] {
        [
            ("timezone", { $0.timezone = "Asia/Xizhan" }),
            ("week", { $0.week["mon"] = ["12:00-09:00"] }),
            ("week", { $0.week["mon"] = ["09:00-12:00", "11:00-18:00"] }),
            ("week", { $0.week["mon"] = ["09:00-25:00"] }),
            ("week", { $0.week["mon"] = ["9:00-12:00"] }),
            ("week", { $0.week["monday"] = ["09:00-12:00"] }),
            ("week", { $0.week = [:] }),
            ("closedEveryYear", { $0.closedEveryYear = ["02-30"] }),
            ("open", { $0.open = [day("2026-02-16")] }),
            ("openAs", { $0.openAs = nil }),
            ("openAs", { $0.openAs = "sat" }),
            ("statutory", { $0.statutory = [day("2026-03-01")] }),
            ("years", { $0.years = [2025] }),
            ("closed", { $0.closed.append(day("2026-02-16")) }),
        ]
    }

    @Test func `a calendar that contradicts itself is refused by field`() {
        for (field, spoil) in spoils {
            var calendar = good
            spoil(&calendar)
            let refusal = #expect(throws: Rejection.self, "\(field)") {
                try CalendarEntry.decide(calendar, nil, at: now)
            }
            #expect(refusal?.field == field)
        }
    }

    @Test func `a working calendar reads what is published`() throws {
        let json = try ContractCoding.encode(good)
        let calendar = try ContractCoding.decode(WorkCalendar.self, from: json)
        #expect(try calendar.isWorkingDay(day("2026-02-14")))
        #expect(try !calendar.isWorkingDay(day("2026-02-16")))
    }
}
