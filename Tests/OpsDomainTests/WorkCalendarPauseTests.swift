import OpsContracts
import OpsDomain
import Testing

struct WorkCalendarPauseTests {
    @Test(arguments: [
        // begins before the clock
        ([("2026-03-03 09:00:00", "2026-03-04 10:00:00")], "2026-03-04 11:00:00"),
        // lies wholly before the clock
        ([("2026-03-03 09:00:00", "2026-03-04 09:00:00")], "2026-03-04 10:00:00"),
        // lies where nobody works
        ([("2026-03-04 12:00:00", "2026-03-04 13:00:00")], "2026-03-04 10:00:00"),
        // overlapping, one within the other, and touching, in any order
        (
            [
                ("2026-03-04 09:40:00", "2026-03-04 10:10:00"), ("2026-03-04 09:20:00", "2026-03-04 09:50:00"),
                ("2026-03-04 09:30:00", "2026-03-04 09:35:00"), ("2026-03-04 10:10:00", "2026-03-04 10:15:00"),
            ], "2026-03-04 10:55:00"
        ),
        // begins exactly when the clock ends
        ([("2026-03-04 10:00:00", "2026-03-04 17:00:00")], "2026-03-04 10:00:00"),
        // over lunch and over night
        ([("2026-03-04 09:30:00", "2026-03-05 09:00:00")], "2026-03-05 09:30:00"),
        // of no length
        ([("2026-03-04 09:30:00", "2026-03-04 09:30:00")], "2026-03-04 10:00:00"),
    ])
    func `an hour from nine stands during pauses`(_ pauses: [(String, String)], _ due: String) throws {
        let calendar = try CalendarVectors.calendar("CN")
        let gaps = pauses.map { ($0.0, Optional($0.1)) }
        #expect(try calendar.due("2026-03-04 09:00:00", seconds: 3600, pauses: gaps) == due)
    }

    @Test func `time between leaves pauses out once`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        let pauses = [
            Pause(try calendar.at("2026-03-04 10:00:00"), try calendar.at("2026-03-04 14:00:00")),
            Pause(try calendar.at("2026-03-04 11:00:00"), try calendar.at("2026-03-04 15:00:00")),
        ]
        let worked = try calendar.between(
            calendar.at("2026-03-04 09:00:00"), calendar.at("2026-03-04 18:00:00"), pauses: pauses)
        #expect(worked == 4 * 3_600_000)
    }

    @Test func `a clock that still stands has no due time`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        let since = try calendar.at("2026-03-04 09:30:00")
        #expect(throws: CalendarError.paused(since: since)) {
            try calendar.due("2026-03-04 09:00:00", seconds: 3600, pauses: [("2026-03-04 09:30:00", nil)])
        }
        #expect(
            try calendar.due("2026-03-04 09:00:00", seconds: 1800, pauses: [("2026-03-04 09:30:00", nil)])
                == "2026-03-04 09:30:00")
    }

    @Test func `a clock that stands over new year needs no other year to say so`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        #expect(throws: CalendarError.paused(since: try calendar.at("2026-12-31 17:00:00"))) {
            try calendar.due("2026-12-31 16:00:00", seconds: 7200, pauses: [("2026-12-31 17:00:00", nil)])
        }
    }

    @Test func `a pause that ends before it begins is refused`() throws {
        let calendar = try CalendarVectors.calendar("CN")
        #expect(throws: CalendarError.backwardPause) {
            try calendar.due(
                "2026-03-04 09:00:00", seconds: 1, pauses: [("2026-03-04 10:00:00", "2026-03-04 09:00:00")])
        }
    }
}
