extension Timestamp {
    private static let millisecondsPerDay: Int64 = 86_400_000
    /// The years 1…9999, all that RFC 3339 can say.
    private static let writable: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// RFC 3339 in UTC with exactly milliseconds: `2026-02-13T08:00:00.000Z`.
    ///
    /// Only this form, so that it reads back as the same text. A time outside the years 1…9999 is written as the nearest
    /// inside.
    var cloudEventTime: String {
        let shown = min(max(rawValue, Self.writable.lowerBound), Self.writable.upperBound)
        let days = (shown - Self.writable.lowerBound) / Self.millisecondsPerDay
        let day = Day(ordinal: Int(days + Self.writable.lowerBound / Self.millisecondsPerDay))
        let ofDay = (shown - Self.writable.lowerBound) % Self.millisecondsPerDay
        let (seconds, fraction) = ofDay.quotientAndRemainder(dividingBy: 1000)
        let clock = [Int(seconds / 3600), Int(seconds / 60 % 60), Int(seconds % 60)]
        return String(unsafeUninitializedCapacity: 24) { bytes in
            var writer = DigitWriter(bytes: bytes)
            writer.write(day.year, width: 4)
            writer.write(day.month, width: 2, after: "-")
            writer.write(day.day, width: 2, after: "-")
            writer.write(clock[0], width: 2, after: "T")
            writer.write(clock[1], width: 2, after: ":")
            writer.write(clock[2], width: 2, after: ":")
            writer.write(Int(fraction), width: 3, after: ".")
            bytes[23] = UInt8(ascii: "Z")
            return 24
        }
    }

    init?(cloudEventTime text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, Self.separators.allSatisfy({ bytes[$0.0] == $0.1 }) else { return nil }
        var fields: [Int] = []
        for range in [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19, 20..<23] {
            guard bytes[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
            fields.append(bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) })
        }
        guard let day = Day(year: fields[0], month: fields[1], day: fields[2]), fields[3] < 24, fields[4] < 60,
            fields[5] < 60
        else { return nil }
        let seconds = Int64(fields[3] * 3600 + fields[4] * 60 + fields[5])
        self.init(Int64(day.ordinal) * Self.millisecondsPerDay + seconds * 1000 + Int64(fields[6]))
    }

    private static let separators: [(Int, UInt8)] = [
        (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")), (13, UInt8(ascii: ":")),
        (16, UInt8(ascii: ":")), (19, UInt8(ascii: ".")), (23, UInt8(ascii: "Z")),
    ]
}

private struct DigitWriter {
    let bytes: UnsafeMutableBufferPointer<UInt8>
    var next = 0

    mutating func write(_ number: Int, width: Int, after separator: Unicode.Scalar? = nil) {
        if let separator {
            bytes[next] = UInt8(ascii: separator)
            next += 1
        }
        var rest = number
        for place in stride(from: next + width - 1, through: next, by: -1) {
            bytes[place] = 48 + UInt8(rest % 10)
            rest /= 10
        }
        next += width
    }
}
