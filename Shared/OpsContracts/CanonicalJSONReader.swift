package import Foundation

/// Reads JSON of the kind `CanonicalJSON` writes, with or without white space, at a fraction of what Foundation's decoder costs.
///
/// It gives up on everything else: fractions, `\u` escapes, keys that are not ASCII or come twice, bytes that are no JSON, members of
/// the wrong type. `ContractCoding.decode` then asks Foundation's decoder, whose word, and whose error, holds (docs/adr/0010).
extension CanonicalJSON {
    /// What is thrown where Foundation is to be asked.
    struct Unread: Error {}

    /// The value, or nil where the bytes are not of that kind or do not hold it.
    package static func read<T: Decodable>(_ type: T.Type, from data: Data) -> T? {
        guard let text = JSONText(data.withUnsafeBytes { [UInt8]($0) }) else { return nil }
        defer { text.letGo() }
        let value = try? text.value(type, at: 0)
        return text.isForFoundation ? nil : value
    }
}

/// A text whose values are found: in the order in which they begin, each with the place where its members end.
final class JSONText {
    private let bytes: [UInt8]
    let tokens: [JSONToken]
    /// A reader whose value turned out to be a scalar: most are, so it is used again.
    private var spare: JSONReader?
    /// Set where Foundation may read what this does not: then a `try?` of the type must not decide.
    private(set) var isForFoundation = false

    init?(_ bytes: [UInt8]) {
        guard let tokens = JSONScanner.tokens(of: bytes) else { return nil }
        (self.bytes, self.tokens) = (bytes, tokens)
    }

    /// The spare knows the text that knows it: neither would ever be let go.
    func letGo() { spare = nil }

    /// Lets the value at `index` read itself.
    func value<T: Decodable>(_ type: T.Type, at index: Int) throws -> T {
        if T.self == String.self, let text = try string(at: index) as? T { return text }
        // Foundation has ways of its own for these.
        if T.self == Data.self || T.self == Date.self || T.self == URL.self || T.self == Decimal.self {
            throw leave()
        }
        var reader = spare ?? JSONReader(self)
        spare = nil
        reader.begin(index)
        let value = try T(from: reader)
        if isKnownUniquelyReferenced(&reader) { spare = reader }
        return value
    }

    func leave() -> CanonicalJSON.Unread {
        isForFoundation = true
        return CanonicalJSON.Unread()
    }

    // MARK: Scalars

    func string(at index: Int) throws -> String {
        let token = tokens[index]
        let text: String? = bytes.withUnsafeBufferPointer { bytes in
            let span = UnsafeBufferPointer(rebasing: bytes[token.range])
            return switch token.kind {
            case .text: String(validating: span, as: UTF8.self)
            case .escapedText: String(validating: JSONScanner.unescaped(span), as: UTF8.self)
            default: nil
            }
        }
        guard let text else { throw CanonicalJSON.Unread() }
        return text
    }

    func integer<T: FixedWidthInteger>(at index: Int) throws -> T {
        let token = tokens[index]
        guard token.kind == .integer else { throw CanonicalJSON.Unread() }
        var place = Int(token.start)
        let end = place + Int(token.length)
        let isNegative = bytes[place] == UInt8(ascii: "-")
        if isNegative { place += 1 }
        // At most 18 digits: no overflow.
        var number: Int64 = 0
        while place < end {
            number = number * 10 + Int64(bytes[place] - UInt8(ascii: "0"))
            place += 1
        }
        guard let value = T(exactly: isNegative ? -number : number) else { throw CanonicalJSON.Unread() }
        return value
    }

    func floating<T: BinaryFloatingPoint>(at index: Int) throws -> T {
        let whole: Int64 = try integer(at: index)
        guard let value = T(exactly: whole) else { throw leave() }
        return value
    }

    func truth(at index: Int) throws -> Bool {
        switch tokens[index].kind {
        case .yes: return true
        case .no: return false
        default: throw CanonicalJSON.Unread()
        }
    }

    /// The value of a member of the object at `index`, sought from the key at `hint` on and then from the first.
    func member(_ key: String, of index: Int, from hint: Int) -> Int? {
        var key = key
        return key.withUTF8 { key in
            bytes.withUnsafeBufferPointer { bytes in
                search(key, from: hint, to: Int(tokens[index].next), bytes)
                    ?? search(key, from: index + 1, to: hint, bytes)
            }
        }
    }

    private func search(
        _ key: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        var place = start
        while place < end {
            let token = tokens[place]
            if Int(token.length) == key.count, bytes[token.range].elementsEqual(key) { return place + 1 }
            place = Int(tokens[place + 1].next)
        }
        return nil
    }
}
