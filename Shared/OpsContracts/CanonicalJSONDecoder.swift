import Foundation

/// One value of a scanned text while it reads itself.
final class JSONReader {
    let text: JSONText
    private(set) var index = 0
    /// In an object the key behind the member that was read last: members are asked for in much the order they come.
    private var hint = 1

    init(_ text: JSONText) { self.text = text }

    func begin(_ index: Int) { (self.index, hint) = (index, index + 1) }

    func member(_ key: some CodingKey) -> Int? {
        guard let found = text.member(key.stringValue, of: index, from: hint) else { return nil }
        hint = Int(text.tokens[found].next)
        return found
    }

    func need(_ key: some CodingKey) throws -> Int {
        guard let found = member(key) else { throw CanonicalJSON.Unread() }
        return found
    }

    /// Nil where the member is not there or null.
    func optional(_ key: some CodingKey) -> Int? {
        guard let found = member(key), text.tokens[found].kind != .null else { return nil }
        return found
    }
}

extension JSONReader: Decoder {
    /// Errors that name a path come from Foundation's decoder.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard text.tokens[index].kind == .object else { throw CanonicalJSON.Unread() }
        return KeyedDecodingContainer(JSONMembers<Key>(reader: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard text.tokens[index].kind == .array else { throw CanonicalJSON.Unread() }
        return JSONElements(text: text, array: index)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { JSONValue(text: text, index: index) }
}

private struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let reader: JSONReader
    private var text: JSONText { reader.text }

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        var keys: [Key] = []
        var place = reader.index + 1
        while place < Int(text.tokens[reader.index].next) {
            if let name = try? text.string(at: place), let key = Key(stringValue: name) { keys.append(key) }
            place = Int(text.tokens[place + 1].next)
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { reader.member(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { text.tokens[try reader.need(key)].kind == .null }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try text.truth(at: reader.need(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try text.string(at: reader.need(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try text.floating(at: reader.need(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try text.floating(at: reader.need(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try text.integer(at: reader.need(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try text.integer(at: reader.need(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try text.integer(at: reader.need(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try text.integer(at: reader.need(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try text.integer(at: reader.need(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try text.integer(at: reader.need(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try text.integer(at: reader.need(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try text.integer(at: reader.need(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try text.integer(at: reader.need(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try text.integer(at: reader.need(key)) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try text.value(type, at: reader.need(key))
    }

    // The protocol's own would look for each member three times.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try reader.optional(key).map { try text.truth(at: $0) }
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try reader.optional(key).map { try text.string(at: $0) }
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try reader.optional(key).map { try text.integer(at: $0) }
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try reader.optional(key).map { try text.integer(at: $0) }
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try reader.optional(key).map { try text.value(type, at: $0) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try nested(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { throw text.leave() }
    func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }

    private func nested(_ key: Key) throws -> JSONReader {
        let nested = JSONReader(text)
        nested.begin(try reader.need(key))
        return nested
    }
}

private struct JSONElements: UnkeyedDecodingContainer {
    let text: JSONText
    private let array: Int
    private var place: Int
    private(set) var currentIndex = 0

    init(text: JSONText, array: Int) {
        (self.text, self.array, place) = (text, array, array + 1)
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int? { Int(text.tokens[array].count) }
    var isAtEnd: Bool { place >= Int(text.tokens[array].next) }

    /// Reads the element at hand and stands behind it where that went well.
    private mutating func take<T>(_ read: (JSONText, Int) throws -> T) throws -> T {
        guard !isAtEnd else { throw CanonicalJSON.Unread() }
        let value = try read(text, place)
        place = Int(text.tokens[place].next)
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd else { throw CanonicalJSON.Unread() }
        guard text.tokens[place].kind == .null else { return false }
        return try take { _, _ in true }
    }

    mutating func decode(_ type: String.Type) throws -> String { try take { try $0.string(at: $1) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try take { try $0.integer(at: $1) } }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try take { try $0.value(type, at: $1) } }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try superDecoder().container(keyedBy: type) }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try superDecoder().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
        try take { text, place in
            let nested = JSONReader(text)
            nested.begin(place)
            return nested
        }
    }
}

private struct JSONValue: SingleValueDecodingContainer {
    let text: JSONText
    let index: Int
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { text.tokens[index].kind == .null }
    func decode(_ type: Bool.Type) throws -> Bool { try text.truth(at: index) }
    func decode(_ type: String.Type) throws -> String { try text.string(at: index) }
    func decode(_ type: Double.Type) throws -> Double { try text.floating(at: index) }
    func decode(_ type: Float.Type) throws -> Float { try text.floating(at: index) }
    func decode(_ type: Int.Type) throws -> Int { try text.integer(at: index) }
    func decode(_ type: Int8.Type) throws -> Int8 { try text.integer(at: index) }
    func decode(_ type: Int16.Type) throws -> Int16 { try text.integer(at: index) }
    func decode(_ type: Int32.Type) throws -> Int32 { try text.integer(at: index) }
    func decode(_ type: Int64.Type) throws -> Int64 { try text.integer(at: index) }
    func decode(_ type: UInt.Type) throws -> UInt { try text.integer(at: index) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try text.integer(at: index) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try text.integer(at: index) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try text.integer(at: index) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try text.integer(at: index) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try text.value(type, at: index) }
}
