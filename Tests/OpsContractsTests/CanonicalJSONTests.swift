import Foundation
import OpsContracts
import Testing

/// The bytes a fact's hash is taken over: those that Foundation's encoder has always written.
@Suite struct CanonicalJSONTests {
    @Test func `every golden has the bytes Foundation gives it`() throws {
        let goldens = try Golden.all
        #expect(goldens.count > 80)
        for golden in goldens {
            let contract = try #require(ContractRegistry.contract(of: golden.type))
            try expectSame(try decode(contract, golden.data), "\(golden.type)")
        }
    }

    private func decode(_ contract: (some FactContract).Type, _ data: Data) throws -> any FactContract {
        try ContractCoding.decode(contract, from: data)
    }

    @Test func `texts are escaped alike, whatever is in them`() throws {
        let ascii = String(String.UnicodeScalarView((0..<128).compactMap(Unicode.Scalar.init)))
        let bridged = ["大屏", "黑屏/“引号”"].joined(separator: "\u{2028}\\\"\u{7F}\u{1F600}e\u{301}")
        try expectSame([ascii, bridged, "", "/", "\u{0}", String(repeating: "长", count: 5_000)])
        try expectSame([ascii: 1, "ä": 2, "z": 3, "大": 4, "a\"b": 5, "a b": 6, "": 7, "Z": 8, "a10": 9, "a2": 10])
        try expectSame("a bare text")
    }

    @Test func `numbers are written alike, to the last of each kind`() throws {
        try expectSame([Int64.min, Int64.max, 0, -1, 10, 1_770_969_600_000])
        try expectSame([UInt64.max, 0])
        try expectSame([Numbers()])
        try expectSame([0.0, -0.0, 1, 1.5, -2.25, 1e300, .leastNonzeroMagnitude, 123_456_789.125])
        try expectSame(true)
    }

    @Test func `containers are written alike, in whatever order they are filled`() throws {
        try expectSame(Shapes(optional: nil, list: [], nested: [[1], []], by: [:], kind: .plain))
        try expectSame(
            Shapes(optional: "x", list: [nil, "y"], nested: [], by: ["b": .init(z: 1, a: 2)], kind: .payload(3, "z")))
        try expectSame(Interleaved())
        try expectSame(Forgiving())
        try expectSame(Nothing.Box())
        try expectSame(Data([0, 1, 2, 255]))
        try expectSame(["photo": Data("大屏".utf8)])
    }

    @Test func `nothing of an encoder is left when its value is written`() throws {
        let seen = Seen()
        #expect(try ContractCoding.encode(["a": Spy(seen: seen)]) == Data(#"{"a":1}"#.utf8))
        #expect(seen.encoder == nil)
    }

    @Test func `what JSON cannot write is refused`() {
        #expect(throws: EncodingError.self) { try ContractCoding.encode([Double.nan]) }
        #expect(throws: EncodingError.self) { try ContractCoding.encode(["x": Double.infinity]) }
        #expect(throws: EncodingError.self) { try ContractCoding.encode(Nothing()) }
        #expect(throws: EncodingError.self) { try ContractCoding.encode([Torn()]) }
        #expect(throws: EncodingError.self) { try ContractCoding.encode(["at": Date(timeIntervalSince1970: 0)]) }
    }

    private func expectSame(
        _ value: some Encodable, _ what: Comment? = nil, at place: SourceLocation = #_sourceLocation
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let (ours, theirs) = (try ContractCoding.encode(value), try encoder.encode(value))
        #expect(
            String(decoding: ours, as: UTF8.self) == String(decoding: theirs, as: UTF8.self), what,
            sourceLocation: place)
    }
}

private struct Numbers: Encodable {
    var (a, b, c, d) = (Int8.min, Int16.min, Int32.min, Int.min)
    var (e, f, g, h) = (UInt8.max, UInt16.max, UInt32.max, UInt.max)
    var (float, double, flag) = (Float(0.1), 0.1, false)
}

private struct Shapes: Encodable {
    struct Pair: Encodable {
        var z: Int
        var a: Int
    }
    enum Kind: Encodable {
        case plain
        case payload(Int, String)
    }
    var optional: String?
    var list: [String?]
    var nested: [[Int]]
    var by: [String: Pair]
    var kind: Kind
}

/// Asks for several containers at once and fills them in turns, as a hand-written `encode` may.
private struct Interleaved: Encodable {
    enum Key: String, CodingKey { case z, list, object, parent, nothing }

    func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: Key.self)
        var list = outer.nestedUnkeyedContainer(forKey: .list)
        var object = outer.nestedContainer(keyedBy: Key.self, forKey: .object)
        try list.encode(1)
        try object.encode("b", forKey: .z)
        try outer.encode(2, forKey: .z)
        try list.encodeNil()
        var inner = list.nestedContainer(keyedBy: Key.self)
        try inner.encode(true, forKey: .nothing)
        try object.encodeNil(forKey: .list)
        var again = encoder.container(keyedBy: Key.self)
        try again.encodeNil(forKey: .nothing)
        var parent = outer.superEncoder(forKey: .parent).singleValueContainer()
        try parent.encode("up")
    }
}

/// Catches what JSON cannot write and goes on; asks for one member twice.
private struct Forgiving: Encodable {
    struct Bad: Encodable {
        var before = 1
        var number = Double.nan
    }
    enum Key: String, CodingKey { case a, b, c, d, e }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try? container.encode(Double.nan, forKey: .b)
        try container.encode(1, forKey: .c)
        try? container.encode([Bad()], forKey: .d)
        var first = container.nestedContainer(keyedBy: Key.self, forKey: .a)
        try first.encode(2, forKey: .b)
        var second = container.nestedContainer(keyedBy: Key.self, forKey: .a)
        try second.encode(3, forKey: .c)
        var again = encoder.container(keyedBy: Key.self)
        try again.encode(4, forKey: .e)
    }
}

private final class Seen {
    weak var encoder: AnyObject?
}

/// Remembers who encoded it.
private struct Spy: Encodable {
    let seen: Seen

    func encode(to encoder: any Encoder) throws {
        seen.encoder = encoder as AnyObject
        var container = encoder.singleValueContainer()
        try container.encode(1)
    }
}

private struct Torn: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(1)
        try container.encode(2)
    }
}

private struct Nothing: Encodable {
    struct Box: Encodable {
        var nothing = Nothing()
    }
    func encode(to encoder: any Encoder) throws {}
}
