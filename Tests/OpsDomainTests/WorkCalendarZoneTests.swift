import OpsContracts
import OpsDomain
import Testing

/// Berlin: clocks jump 02:00 → 03:00 on 2026-03-29 and go back 03:00 → 02:00 on 2026-10-25.
struct WorkCalendarZoneTests {
    @Test func `a day has the hours it really has`() throws {
        let calendar = try WorkCalendar.daily("Europe/Berlin", "00:00-24:00")
        #expect(try calendar.seconds("2026-03-29 00:00:00", "2026-03-30 00:00:00") == 23 * 3600)
        #expect(try calendar.seconds("2026-10-25 00:00:00", "2026-10-26 00:00:00") == 25 * 3600)
        #expect(try calendar.seconds("2026-06-01 00:00:00", "2026-06-02 00:00:00") == 24 * 3600)
    }

    @Test func `working time over a change of the clocks is time that passed`() throws {
        let calendar = try WorkCalendar.daily("Europe/Berlin", "00:00-24:00")
        #expect(try calendar.add(seconds: 24 * 3600, to: "2026-03-28 12:00:00") == "2026-03-29 13:00:00")
        #expect(try calendar.add(seconds: 24 * 3600, to: "2026-10-24 12:00:00") == "2026-10-25 11:00:00")
    }

    @Test func `office hours keep their wall-clock time`() throws {
        let calendar = try CalendarVectors.calendar("ZM-EU4")
        #expect(try calendar.add(seconds: 2 * 3600, to: "2026-03-28 16:00:00") == "2026-03-29 09:00:00")
        #expect(try calendar.add(seconds: 2 * 3600, to: "2026-10-24 16:00:00") == "2026-10-25 09:00:00")
        #expect(try calendar.addDays(1, to: "2026-03-28 16:00:00") == "2026-03-29 16:00:00")
    }

    @Test func `a span over the jump is an hour shorter`() throws {
        let calendar = try WorkCalendar.daily("Europe/Berlin", "01:00-04:00")
        #expect(try calendar.seconds("2026-03-29 00:00:00", "2026-03-29 12:00:00") == 2 * 3600)
        #expect(try calendar.seconds("2026-10-25 00:00:00", "2026-10-25 12:00:00") == 4 * 3600)
    }

    @Test func `spans that meet in the skipped hour are not counted twice`() throws {
        let calendar = try WorkCalendar.daily("Europe/Berlin", "01:00-02:30", "03:00-05:00")
        #expect(try calendar.seconds("2026-03-29 00:00:00", "2026-03-29 12:00:00") == 3 * 3600)
    }

    @Test func `a zone that changes its clocks at midnight keeps its days whole`() throws {
        // São Paulo went back from 2018-02-18 00:00 to 2018-02-17 23:00 and forward on 2018-11-04 at 00:00.
        let calendar = try WorkCalendar.daily("America/Sao_Paulo", "00:00-24:00")
        #expect(try calendar.seconds("2018-02-17 00:00:00", "2018-02-18 00:00:00") == 25 * 3600)
        #expect(try calendar.seconds("2018-11-04 00:00:00", "2018-11-05 00:00:00") == 23 * 3600)
    }

    @Test func `a shown-twice time is the first and a skipped one the jump`() throws {
        let berlin = try #require(LocalZone("Europe/Berlin"))
        let twice = berlin.timestamp(try #require(LocalTime("2026-10-25 02:30:00")))
        #expect(twice == Timestamp(1_792_888_200_000))
        let skipped = berlin.timestamp(try #require(LocalTime("2026-03-29 02:30:00")))
        #expect(berlin.local(skipped).description == "2026-03-29 03:00:00")
    }

    @Test func `every hour of five years goes to the wall and back`() throws {
        for name in ["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "UTC"] {
            let zone = try #require(LocalZone(name))
            var moment = Timestamp(1_609_459_200_000)
            var moved = 0
            while moment < Timestamp(1_767_225_600_000) {
                // The second showing of an hour is the only moment a wall clock cannot name.
                if zone.timestamp(zone.local(moment)) != moment { moved += 1 }
                moment = moment + 3_600_000
            }
            #expect(moved == (["Europe/Berlin", "America/New_York"].contains(name) ? 5 : 0), "\(name)")
        }
    }

    @Test func `Shanghai is eight hours ahead and had summer time in 1986`() throws {
        #expect(Timestamp(1_770_973_200_000).local.description == "2026-02-13 17:00:00")
        #expect(Timestamp(try #require(LocalTime("2026-02-13 17:00"))) == Timestamp(1_770_973_200_000))
        #expect(Timestamp(523_929_600_000).local.description == "1986-08-09 09:00:00")
        #expect(Timestamp(1_770_973_200_000).day == Day("2026-02-13"))
        #expect(Timestamp(startOf: try #require(Day("2026-02-13"))).local.hourAndMinute == "00:00")
    }

    @Test(arguments: [
        "", "2026-02-13", "2026-02-30 10:00:00", "2026-02-13 24:00:01", "2026-02-13 10:60:00", "2026-02-13 1:00:00",
        "2026-02-13  10:00:00", "2026-02-13 10:00:00Z", "2026-02-13 -1:00:00", "2026-02-13 10:00:00.5",
    ])
    func `a broken local time is refused`(_ text: String) {
        #expect(LocalTime(text) == nil)
    }

    @Test func `24:00 is the following midnight`() {
        #expect(LocalTime("2026-12-31 24:00:00")?.description == "2027-01-01 00:00:00")
        #expect(LocalTime("2026-02-13T17:00")?.description == "2026-02-13 17:00:00")
    }
}
