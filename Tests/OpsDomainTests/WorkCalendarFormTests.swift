import Foundation
import OpsContracts
import OpsDomain
import Testing

struct WorkCalendarFormTests {
    @Test func `a calendar survives its JSON`() throws {
        for (name, calendar) in try CalendarVectors.all.get().calendars {
            let json = try ContractCoding.encode(calendar)
            #expect(try ContractCoding.decode(WorkCalendar.self, from: json) == calendar, "\(name)")
        }
        let json = try ContractCoding.encode(CalendarVectors.calendar("ZM-222"))
        #expect(
            String(decoding: json, as: UTF8.self).hasPrefix(
                #"{"closed":["2016-11-01"],"timezone":"Europe/Berlin","week":{"fri":["08:00-20:00"],"#))
    }

    @Test(arguments: [
        (#"{"timezone":"Mars/Olympus","week":{}}"#, "Mars/Olympus"),
        (#"{"timezone":"\#(String(repeating: "Z", count: 65))","week":{}}"#, "at most 64 bytes"),
        (#"{"timezone":"UTC","week":{"monday":["09:00-10:00"]}}"#, "monday"),
        (#"{"timezone":"UTC","week":{"mon":["22:00-06:00"]}}"#, "22:00-06:00"),
        (#"{"timezone":"UTC","week":{"mon":["09:00-24:01"]}}"#, "09:00-24:01"),
        (#"{"timezone":"UTC","week":{"mon":["09:00-12:00","11:00-13:00"]}}"#, "overlap"),
        (#"{"timezone":"UTC","week":{},"closed":["2026-13-01"]}"#, "2026-13-01"),
        (#"{"timezone":"UTC","week":{},"closedEveryYear":["02-30"]}"#, "02-30"),
        (#"{"timezone":"UTC","week":{},"open":["2026-02-14"]}"#, "openAs"),
        (#"{"timezone":"UTC","week":{},"open":["2026-02-14"],"openAs":"mon","closed":["2026-02-14"]}"#, "2026-02-14"),
    ])
    func `a broken calendar says what is wrong`(_ json: String, _ named: String) {
        let error = #expect(throws: DecodingError.self) {
            try ContractCoding.decode(WorkCalendar.self, from: Data(json.utf8))
        }
        #expect("\(String(describing: error))".contains(named))
    }

    @Test func `a published calendar counts as the file does`() throws {
        let file = try CalendarVectors.calendar("CN")
        let spans = file.week.map { ($0.key.rawValue, $0.value.map(\.description)) }
        var fact = CalendarPublished(
            calendar: CalendarID("cn"), version: 1, timezone: "Asia/Shanghai",
            week: Dictionary(uniqueKeysWithValues: spans),
            closed: file.closed.sorted(), closedEveryYear: [], open: file.open.sorted(), openAs: "mon",
            years: [2025, 2026], statutory: [])
        #expect(try WorkCalendar(fact) == file)
        fact.years = []
        #expect(try WorkCalendar(fact).isWorkingDay(#require(Day("2027-03-03"))))
        fact.week["sun"] = ["9-12"]
        #expect(throws: CalendarError.invalid("“9-12” is not a span HH:MM-HH:MM")) { try WorkCalendar(fact) }
    }

    @Test func `a calendar without working time ends the search`() throws {
        let empty = try WorkCalendar(zone: .shanghai, week: [:])
        #expect(throws: CalendarError.noWorkingTime) { try empty.add(seconds: 1, to: "2026-03-04 09:00:00") }
        #expect(throws: CalendarError.noWorkingTime) { try empty.addDays(1, to: "2026-03-04 09:00:00") }
        #expect(try empty.seconds("2026-03-04 09:00:00", "2026-04-04 09:00:00") == 0)
    }

    @Test func `what lies beyond a century is out of reach`() throws {
        let calendar = try CalendarVectors.calendar("GL-DEF")
        #expect(throws: CalendarError.outOfReach) { try calendar.add(.max, to: calendar.at("2026-03-04 09:00:00")) }
        #expect(throws: CalendarError.outOfReach) { try calendar.addDays(.max, to: "2026-03-04 09:00:00") }
        #expect(throws: CalendarError.outOfReach) { try calendar.seconds("1970-01-02 00:00:00", "2999-01-01 00:00:00") }
        #expect(throws: CalendarError.outOfReach) { try calendar.add(1, to: Timestamp(.max)) }
        #expect(throws: CalendarError.outOfReach) { try calendar.add(1, to: Timestamp(.min)) }
    }

    @Test func `negative lengths are refused`() throws {
        let calendar = try CalendarVectors.calendar("GL-DEF")
        #expect(throws: CalendarError.negative(-1000)) { try calendar.add(seconds: -1, to: "2026-03-04 09:00:00") }
        #expect(throws: CalendarError.negative(-1)) { try calendar.addDays(-1, to: "2026-03-04 09:00:00") }
    }
}
