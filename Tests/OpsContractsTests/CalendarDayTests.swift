import Foundation
import OpsContracts
import Testing

@Suite struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2), ("2026-02-13", 20_497, 5),
        ("2026-02-15", 20_499, 7), ("2100-03-01", 47_541, 1), ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5),
    ])
    func `a day has its ordinal and weekday`(text: String, ordinal: Int, weekday: Int) throws {
        let day = try #require(Day(text))
        #expect(day.ordinal == ordinal)
        #expect(day.weekday == weekday)
        #expect(Day(ordinal: ordinal) == day)
        #expect(day.description == text)
    }

    @Test func `ordinals and days are each other's inverse over 400 years`() throws {
        var expected = try #require(Day("1999-12-31"))
        for ordinal in expected.ordinal...(expected.ordinal + 146_097) {
            let day = Day(ordinal: ordinal)
            #expect(day.ordinal == ordinal)
            #expect(day >= expected)
            expected = day
        }
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-01-01x",
        "",
    ])
    func `what is no day is refused`(text: String) {
        #expect(Day(text) == nil)
        #expect(throws: DecodingError.self) { try ContractCoding.decode(Day.self, from: Data("\"\(text)\"".utf8)) }
    }

    @Test func `days cross months and years`() throws {
        let eve = try #require(Day("2025-12-31"))
        #expect(eve.adding(days: 1).description == "2026-01-01")
        #expect(eve.adding(days: -366).description == "2024-12-30")
    }

    @Test func `months run on over the year's end and know their days`() throws {
        let december = try #require(YearMonth("2027-12"))
        #expect(december.next == YearMonth("2028-01"))
        #expect(december.quarter == 4)
        #expect(YearMonth("2028-02")?.lastDay.description == "2028-02-29")
        #expect(YearMonth("2026-02")?.firstDay.description == "2026-02-01")
        #expect(try YearMonth(#require(Day("2026-02-13"))).description == "2026-02")
        #expect(
            [1, 3, 4, 6, 7, 9, 10].compactMap { YearMonth(year: 2026, month: $0)?.quarter } == [1, 1, 2, 2, 3, 3, 4])
    }

    @Test(arguments: ["2026-13", "2026-00", "2026-1", "2026", "2026-01-01"])
    func `what is no month is refused`(text: String) {
        #expect(YearMonth(text) == nil)
    }
}
