/// A quarter of a contract year; JSON is `"2026-q1"`.
public struct Quarter: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let year: Int
    /// 1…4.
    public let number: Int

    public init?(year: Int, number: Int) {
        guard (1...9999).contains(year), (1...4).contains(number) else { return nil }
        (self.year, self.number) = (year, number)
    }

    public init(_ month: YearMonth) { (year, number) = (month.year, month.quarter) }

    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, parts[1].hasPrefix("q"),
            let year = digits(parts[0]), let number = digits(parts[1].dropFirst())
        else { return nil }
        self.init(year: year, number: number)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a quarter YYYY-qN")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String {
        let digits = String(year)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-q" + String(number)
    }

    /// 2026年第1季度.
    public var zh: String { "\(year)年第\(number)季度" }
    /// The three months, in order.
    public var months: [YearMonth] {
        (0..<3).compactMap { YearMonth(year: year, month: number * 3 - 2 + $0) }
    }

    /// The four of a year, in order.
    public static func all(of year: Int) -> [Quarter] { (1...4).compactMap { Quarter(year: year, number: $0) } }

    public static func < (a: Self, b: Self) -> Bool { (a.year, a.number) < (b.year, b.number) }
}
