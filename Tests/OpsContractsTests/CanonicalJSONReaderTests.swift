import Foundation
import OpsContracts
import Testing

/// The quick reader has no opinion of its own: what it reads, Foundation's decoder reads alike; else it steps aside.
@Suite struct CanonicalJSONReaderTests {
    @Test func `every golden is read, and as Foundation reads it`() throws {
        for golden in try Golden.all {
            let contract = try #require(ContractRegistry.contract(of: golden.type))
            let wide = try JSONSerialization.data(
                withJSONObject: JSONSerialization.jsonObject(with: golden.data), options: .prettyPrinted)
            for text in [golden.data, wide] {
                let (ours, theirs) = try both(contract, text)
                #expect(ours != nil && ours == theirs, "\(golden.type)")
            }
        }
    }

    private func both<C: FactContract>(_ type: C.Type, _ text: Data) throws -> (Data?, Data) {
        (
            try CanonicalJSON.read(type, from: text).map { try ContractCoding.encode($0) },
            try ContractCoding.encode(try JSONDecoder().decode(type, from: text))
        )
    }

    @Test(arguments: [
        #"{"text":"大屏 \"黑屏\" \\ \/ \b\f\n\r\t \#u{7F}\#u{1F600}e\#u{301}"}"#, #"{"text":"","flag":true}"#,
        #" { "list" : [ 1 , 2 ,3],"flag" :false , "text": null } "#, "{}", #"{"unknown":{"list":[{}]},"text":"x"}"#,
        #"{"wide":999999999999999999,"small":-128}"#, #"{"wide":-999999999999999999,"small":0}"#,
        #"{"by":{"b":{"text":"1"},"a":{},"":{"flag":true}},"double":3}"#, #"{"list":[],"pairs":[["a",null],[]]}"#,
        #"{"kind":{"plain":{}}}"#, #"{"kind":{"payload":{"_0":3,"text":"z"}}}"#, #"{"z":1,"y":2,"text":"late","a":3}"#,
        #"{"odd":{"list":[1,{"text":"x","flag":true},[2]],"text":"y"}}"#,
    ])
    func `what we write and what people write is read alike`(_ text: String) throws {
        let ours = try #require(CanonicalJSON.read(Shapes.self, from: Data(text.utf8)))
        #expect(try ours == JSONDecoder().decode(Shapes.self, from: Data(text.utf8)))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "{}x", "{,}", #"{"text"}"#, #"{"text":}"#, #"{"text":"x",}"#, #"{"text" "x"}"#,
        "nul",
        "truee", #"{"text":"x""#, #""\#u{1}""#, "\u{FEFF}{}", #"{"wide":01}"#, #"{"wide":-}"#, #"{"wide":+1}"#,
        // Right, but read by Foundation.
        #"{"text":"\u5927"}"#, #"{"double":1.5}"#, #"{"double":1e3}"#, #"{"wide":-0}"#,
        #"{"wide":1000000000000000000}"#, #"{"text":"a","text":"b"}"#, #"{"flag":true,"a":1,"flag":false}"#,
        #"{"ä":1}"#, #"{"fl\u0061g":true}"#, #"{"double":9007199254740993}"#,
        // Of another type.
        #"{"text":1}"#, #"{"flag":1}"#, #"{"flag":"true"}"#, #"{"list":{}}"#, #"{"list":[null]}"#, #"{"by":[]}"#,
        #"{"small":128}"#, #"{"wide":"1"}"#, #"{"kind":{}}"#, #"{"kind":{"plain":{},"payload":{}}}"#, "[]", "null",
    ])
    func `what it does not read is Foundation's to judge`(_ text: String) {
        #expect(CanonicalJSON.read(Shapes.self, from: Data(text.utf8)) == nil)
        let theirs = try? JSONDecoder().decode(Shapes.self, from: Data(text.utf8))
        #expect((try? ContractCoding.decode(Shapes.self, from: Data(text.utf8))) == theirs)
    }

    @Test func `bytes that are no UTF-8, a deep and a wide text are Foundation's too`() {
        #expect(CanonicalJSON.read([String].self, from: Data([0x5B, 0x22, 0xFF, 0x22, 0x5D])) == nil)
        #expect(CanonicalJSON.read([String].self, from: Data([0x5B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x5D])) == nil)
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(CanonicalJSON.read(Shapes.self, from: Data(deep.utf8)) == nil)
        let members = (0..<100).map { "\"k\((0x5A6 &* $0) % 101)\":\($0)" }
        #expect(CanonicalJSON.read([String: Int].self, from: Data("{\(members.joined(separator: ","))}".utf8)) == nil)
        let sorted = (0..<1000).map { "\"k\(1000 + $0)\":\($0)" }
        #expect(
            CanonicalJSON.read([String: Int].self, from: Data("{\(sorted.joined(separator: ","))}".utf8))?.count == 1000
        )
    }

    @Test func `a bare value is read`() throws {
        #expect(CanonicalJSON.read(Int.self, from: Data("42".utf8)) == 42)
        #expect(CanonicalJSON.read(String.self, from: Data(#""x""#.utf8)) == "x")
        #expect(CanonicalJSON.read(Bool?.self, from: Data("null".utf8)) == .some(nil))
        // Foundation reads these in ways of its own.
        #expect(CanonicalJSON.read(Data.self, from: Data(#""AAEC""#.utf8)) == nil)
        #expect(try ContractCoding.decode(Data.self, from: Data(#""AAEC""#.utf8)) == Data([0, 1, 2]))
    }

    @Test func `an error names the path`() {
        #expect {
            try ContractCoding.decode([String: Shapes].self, from: Data(#"{"a":{"list":[1,"x"]}}"#.utf8))
        } throws: { error in
            guard case .typeMismatch(_, let context) = error as? DecodingError else { return false }
            return context.codingPath.map(\.stringValue) == ["a", "list", "Index 1"]
        }
    }

    @Test func `nothing of a reader is left when its value is read, but what it read`() throws {
        let kept = try ContractCoding.decode(Keeper.self, from: Data(#"{"a":"text"}"#.utf8))
        #expect(try kept.container.decode(String.self, forKey: "a") == "text")
        weak let reader = kept.decoder as AnyObject
        #expect(reader != nil)
        kept.letGo()
        #expect(reader == nil)
    }
}

private struct Shapes: Decodable, Equatable {
    struct Pair: Decodable, Equatable {
        var text: String?
        var flag: Bool?
    }
    enum Kind: Decodable, Equatable {
        case plain
        case payload(Int, text: String)
    }
    var text: String?
    var flag: Bool?
    var list: [Int]?
    var pairs: [[String?]]?
    var by: [String: Pair]?
    var kind: Kind?
    var wide: Int64?
    var small: Int8?
    var double: Double?
    var odd: Odd?
    var a: Int?
}

/// Opens several containers of one value and reads them in turns, as a hand-written `init(from:)` may.
private struct Odd: Decodable, Equatable {
    enum Key: String, CodingKey { case list, text, flag }
    var said: [String] = []

    init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: Key.self)
        var list = try outer.nestedUnkeyedContainer(forKey: .list)
        said.append("\(try list.decode(Int.self)) of \(list.count ?? -1)")
        let inner = try list.nestedContainer(keyedBy: Key.self)
        said.append(try outer.decode(String.self, forKey: .text))
        said.append("\(try inner.decode(Bool.self, forKey: .flag)) \(inner.contains(.list))")
        said.append(try inner.superDecoder(forKey: .text).singleValueContainer().decode(String.self))
        var last = try list.nestedUnkeyedContainer()
        said.append("\(try last.decode(Int.self)) \(last.isAtEnd) \(list.isAtEnd) \(list.currentIndex)")
    }
}

/// Keeps what read it.
private final class Keeper: Decodable {
    struct Key: CodingKey, ExpressibleByStringLiteral {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init(stringLiteral value: String) { stringValue = value }
        init?(intValue: Int) { nil }
    }
    private(set) var decoder: (any Decoder)?
    private var kept: KeyedDecodingContainer<Key>?
    var container: KeyedDecodingContainer<Key> { get throws { try #require(kept) } }

    init(from decoder: any Decoder) throws {
        self.decoder = decoder
        kept = try decoder.container(keyedBy: Key.self)
    }

    func letGo() { (decoder, kept) = (nil, nil) }
}
