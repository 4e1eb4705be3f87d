import Foundation
import OpsContracts
import OpsDomain
import Testing

struct WorkCalendarTests {
    @Test(arguments: try CalendarVectors.all.get().cases)
    func `every vector holds`(_ vector: CalendarVectors.Case) throws {
        let calendar = try CalendarVectors.calendar(vector.calendar)
        let answer: CalendarVectors.Answer
        switch vector.op {
        case "add": answer = .time(try calendar.add(seconds: #require(vector.seconds), to: vector.from))
        case "between": answer = .seconds(try calendar.seconds(vector.from, #require(vector.to)))
        case "due":
            let pauses = try #require(vector.pauses).map { ($0[0], Optional($0[1])) }
            answer = .time(try calendar.due(vector.from, seconds: #require(vector.seconds), pauses: pauses))
        default: answer = .time(try calendar.addDays(#require(vector.days), to: vector.from))
        }
        #expect(answer == vector.expect)
    }

    @Test(arguments: [
        ("2026-02-14", true), ("2026-02-16", false), ("2026-02-28", true), ("2026-05-09", true), ("2026-09-20", true),
        ("2026-10-08", true), ("2026-10-10", true), ("2026-01-04", true), ("2026-10-11", false), ("2026-10-07", false),
    ])
    func `make-up days work and holidays do not`(_ day: String, _ works: Bool) throws {
        #expect(try CalendarVectors.calendar("CN").isWorkingDay(#require(Day(day))) == works)
    }

    @Test func `a P3 opened on the last evening before Spring Festival is due after it`() throws {
        #expect(
            try CalendarVectors.calendar("CN").add(seconds: 8 * 3600, to: "2026-02-14 17:00:00")
                == "2026-02-24 17:00:00")
    }

    @Test func `a P4 opened before National Day counts the make-up Saturday`() throws {
        #expect(
            try CalendarVectors.calendar("CN").add(seconds: 24 * 3600, to: "2026-09-30 10:00:00")
                == "2026-10-10 10:00:00")
    }

    @Test(arguments: [
        (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
        (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]),
    ])
    func `the months have the published working days`(_ year: Int, _ expected: [Int]) throws {
        let calendar = try CalendarVectors.calendar("CN")
        let counted = try (1...12).map { try calendar.workingDays(in: #require(YearMonth(year: year, month: $0))) }
        #expect(counted == expected)
    }

    @Test(arguments: [("2026-01", "2026-01-13"), ("2026-04", "2026-04-13"), ("2026-07", "2026-07-10")])
    func `the eighth working day of a month is its freeze`(_ month: String, _ freeze: String) throws {
        let day = try CalendarVectors.calendar("CN").workingDay(8, of: #require(YearMonth(month)))
        #expect(day.description == freeze)
    }

    @Test func `neighbouring working days are found across a holiday`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        let festival = try #require(Day("2026-02-18"))
        #expect(try calendar.workingDay(onOrAfter: festival).description == "2026-02-24")
        #expect(try calendar.workingDay(onOrBefore: festival).description == "2026-02-14")
        #expect(try calendar.workingDay(before: #require(Day("2026-02-24"))).description == "2026-02-14")
        #expect(try calendar.workingDay(onOrAfter: #require(Day("2026-02-24"))).description == "2026-02-24")
    }

    @Test func `working days from a free day count the next one as the first`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        #expect(try calendar.addDays(1, to: "2026-03-07 10:30:00") == "2026-03-09 10:30:00")
        #expect(try calendar.addDays(0, to: "2026-03-07 10:30:00") == "2026-03-09 10:30:00")
        #expect(try calendar.addDays(0, to: "2026-03-09 20:15:07") == "2026-03-09 20:15:07")
        #expect(try calendar.addDays(1, to: "2026-02-13 23:00:00") == "2026-02-14 23:00:00")
    }

    @Test func `zero working time is now, or the next moment somebody works`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        #expect(try calendar.add(seconds: 0, to: "2026-03-04 10:00:00") == "2026-03-04 10:00:00")
        #expect(try calendar.add(seconds: 0, to: "2026-03-04 12:00:00") == "2026-03-04 13:00:00")
        #expect(try calendar.add(seconds: 0, to: "2026-02-16 10:00:00") == "2026-02-24 09:00:00")
    }

    @Test func `time that fills a span ends with it`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        #expect(try calendar.add(seconds: 3 * 3600, to: "2026-03-04 08:00:00") == "2026-03-04 12:00:00")
        #expect(try calendar.add(seconds: 8 * 3600, to: "2026-03-06 09:00:00") == "2026-03-06 18:00:00")
    }

    @Test func `a year that is not loaded is named`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        #expect(throws: CalendarError.yearNotLoaded(2027)) { try calendar.add(seconds: 2, to: "2026-12-31 17:59:59") }
        #expect(throws: CalendarError.yearNotLoaded(2024)) { try calendar.add(seconds: 0, to: "2024-12-31 10:00:00") }
        #expect(throws: CalendarError.yearNotLoaded(2027)) {
            try calendar.seconds("2026-12-31 00:00:00", "2027-01-01 00:00:01")
        }
        #expect(throws: CalendarError.yearNotLoaded(2027)) { try calendar.addDays(1, to: "2026-12-31 10:00:00") }
        #expect(CalendarError.yearNotLoaded(2027).en.contains("2027"))
    }

    @Test func `a due time in a year that is not loaded waits for it`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        let start = try calendar.at("2026-12-31 17:00:00")
        #expect(try calendar.dueTime(from: start, milliseconds: 7_200_000) == .unknown(year: 2027))
        #expect(try calendar.dueTime(from: start, milliseconds: 3_600_000) == .at(start + 3_600_000))
    }

    @Test func `the last second of a loaded year needs no other year`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        #expect(try calendar.add(seconds: 1, to: "2026-12-31 17:59:59") == "2026-12-31 18:00:00")
        #expect(try calendar.seconds("2026-12-31 17:00:00", "2027-01-01 00:00:00") == 3600)
        #expect(try calendar.seconds("2027-03-01 00:00:00", "2027-03-01 00:00:00") == 0)
    }

    @Test func `an open day outranks a day closed every year`() throws {
        let calendar = try JSONDecoder().decode(
            WorkCalendar.self,
            from: Data(
                #"""
                {"timezone":"UTC","week":{"mon":["09:00-10:00"]},"closedEveryYear":["02-29"],"open":["2028-02-29"],
                 "openAs":"mon"}
                """#.utf8))
        #expect(try calendar.seconds("2028-02-29 00:00:00", "2028-03-01 00:00:00") == 3600)
        #expect(try calendar.isWorkingDay(#require(Day("2024-02-29"))) == false)
    }

    @Test func `the stretches of a due time can be shown`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        let stretches = try calendar.intervals(
            from: calendar.at("2026-02-14 17:00:00"), to: calendar.at("2026-02-24 17:00:00"))
        let shown = stretches.map { "\($0.start.local) \($0.end.local.hourAndMinute)" }
        #expect(shown == ["2026-02-14 17:00:00 18:00", "2026-02-24 09:00:00 12:00", "2026-02-24 13:00:00 17:00"])
    }
}
