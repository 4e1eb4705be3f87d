/// Chance with a seed (SplitMix64): the same seed plays the same quarter.
struct DemoChance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True in so many of a thousand cases.
    mutating func happens(_ perMille: Int) -> Bool { Int(next() % 1_000) < perMille }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A part of the way, in thousandths.
    mutating func share(_ range: ClosedRange<Int>) -> Int64 { Int64(number(range)) }

    mutating func minutes(_ range: ClosedRange<Int>) -> Int64 { Int64(number(range)) * 60_000 + share(0...59_999) }

    /// One of them; the lists of the demonstration are never empty, and the first stands in where one is.
    mutating func pick<T>(_ list: [T], else other: T) -> T { list.isEmpty ? other : list[number(0...list.count - 1)] }
}
