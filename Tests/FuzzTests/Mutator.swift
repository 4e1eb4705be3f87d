import Foundation
import FuzzProperties
import OpsTestSupport

/// Makes bad input of good: bytes changed, pieces repeated, cut out or taken from elsewhere, and what parsers are known to stumble
/// over put in. The same seed makes the same inputs.
struct Mutator {
    private var dice: SeededDice

    init(seed: UInt64) { dice = SeededDice(seed) }

    /// 0 ..< `count`; 0 for nothing to choose from.
    mutating func below(_ count: Int) -> Int { count < 1 ? 0 : Int(dice.next() % UInt64(count)) }

    mutating func one<T>(of values: [T]) -> T? { values.isEmpty ? nil : values[below(values.count)] }

    /// One to six changes to one of the samples; at most 64 KiB, but for the few that are meant to be large.
    mutating func input(from samples: [Data], _ words: [Data] = Words.json) -> Data {
        var bytes = Array(one(of: samples) ?? Data())
        for _ in 0...below(6) { change(&bytes, samples, words) }
        return Data(bytes.prefix(64 << 10))
    }

    private mutating func change(_ bytes: inout [UInt8], _ samples: [Data], _ words: [Data]) {
        let at = below(bytes.count + 1)
        let end = min(bytes.count, at + 1 + below(16))
        switch below(8) {
        case 0: if at < bytes.count { bytes[at] ^= 1 << UInt8(below(8)) }
        case 1: if at < bytes.count { bytes[at] = UInt8(below(256)) }
        case 2: bytes.removeSubrange(at..<end)
        case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
        case 4, 5: bytes.replaceSubrange(token(around: at, in: bytes), with: one(of: words) ?? Data())
        case 6: bytes.insert(contentsOf: one(of: words) ?? Data(), at: at)
        default:
            let other = Array(one(of: samples) ?? Data())
            let from = below(other.count + 1)
            bytes.replaceSubrange(at..<end, with: other[from..<min(other.count, from + below(64))])
        }
    }

    /// A JSON value or a word of a form: what lies between the separators on both sides.
    private func token(around at: Int, in bytes: [UInt8]) -> Range<Int> {
        let separators = Set("{}[],:&=;. \n".utf8)
        var (low, high) = (at, at)
        while low > 0, !separators.contains(bytes[low - 1]) { low -= 1 }
        while high < bytes.count, !separators.contains(bytes[high]) { high += 1 }
        return low..<high
    }
}
