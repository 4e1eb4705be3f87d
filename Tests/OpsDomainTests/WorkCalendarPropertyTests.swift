import OpsContracts
import OpsDomain
import Testing

/// Laws of the arithmetic, held on random but repeatable inputs.
struct WorkCalendarPropertyTests {
    static let calendars = ["GL-A", "GL-DEF", "ZN-SPLIT", "ZN-247", "ZM-EU4", "ZM-222", "BZ"]

    @Test(arguments: calendars)
    func `added time lies between start and end`(_ name: String) throws {
        let calendar = try CalendarVectors.calendar(name)
        var random = SplitMix(seed: 1)
        for _ in 0..<200 {
            let start = random.moment()
            let length = random.length()
            let end = try calendar.add(length, to: start)
            #expect(try calendar.between(start, end) == length)
            #expect(try calendar.intervals(from: start, to: end).allSatisfy { $0.start < $0.end })
        }
    }

    @Test(arguments: calendars)
    func `more time is never due earlier and a later start is never due earlier`(_ name: String) throws {
        let calendar = try CalendarVectors.calendar(name)
        var random = SplitMix(seed: 2)
        for _ in 0..<200 {
            let (start, length) = (random.moment(), random.length())
            let later = start + random.length()
            let due = try calendar.add(length, to: start)
            #expect(try calendar.add(length + random.length() + 1, to: start) > due)
            #expect(try calendar.add(length + 1, to: later) >= calendar.add(length + 1, to: start))
        }
    }

    @Test(arguments: calendars)
    func `time between adds up`(_ name: String) throws {
        let calendar = try CalendarVectors.calendar(name)
        var random = SplitMix(seed: 3)
        for _ in 0..<100 {
            let start = random.moment()
            let middle = start + random.length()
            let end = middle + random.length()
            let parts = try calendar.between(start, middle) + calendar.between(middle, end)
            #expect(try calendar.between(start, end) == parts)
            #expect(try calendar.between(end, start) == 0)
        }
    }

    @Test(arguments: calendars)
    func `a pause never makes a due time earlier and is left out of it`(_ name: String) throws {
        let calendar = try CalendarVectors.calendar(name)
        var random = SplitMix(seed: 4)
        for _ in 0..<100 {
            let (start, length) = (random.moment(), random.length())
            let pauses = (0..<3).map { _ in
                let begin = start + (random.length() - 5 * 86_400_000)
                return Pause(begin, begin + random.length() / 10)
            }
            let due = try calendar.due(from: start, milliseconds: length, pauses: pauses)
            #expect(try due >= calendar.add(length, to: start))
            #expect(try calendar.between(start, due, pauses: pauses) == length)
            #expect(try calendar.due(from: start, milliseconds: length, pauses: pauses.reversed()) == due)
        }
    }

    @Test func `two years of work are added in one go`() throws {
        let calendar = try WorkCalendar.daily("Europe/Berlin", "00:00-12:00", "13:00-24:00")
        let start = try calendar.at("2026-01-01 00:00:00")
        let end = try calendar.add(63_072_000_000, to: start)
        #expect(try calendar.between(start, end) == 63_072_000_000)
    }
}

/// SplitMix64: small, repeatable.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 2015 to 2035.
    mutating func moment() -> Timestamp {
        Timestamp(Int64.random(in: 1_420_070_400_000...2_051_222_400_000, using: &self))
    }
    /// 1 ms to 20 days.
    mutating func length() -> Int64 { Int64.random(in: 1...1_728_000_000, using: &self) }
}
