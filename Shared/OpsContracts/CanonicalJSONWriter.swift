import Foundation

/// Writes a value in one pass into one buffer: when a value's `encode(to:)` returns, its object's members are put in order where they lie.
///
/// What asks for containers inside containers, or has a key that must be escaped, is left to Foundation (`isForFoundation`).
final class CanonicalJSONWriter {
    private struct Member {
        /// Where the quoted key begins, and where its closing quote is.
        var start: Int
        var keyEnd: Int
        var end: Int
    }

    private enum Shape { case nothing, scalar, object, array }

    /// A value that is being written.
    private struct Level {
        var shape = Shape.nothing
        /// Where it begins in `bytes`, and its members in `members`.
        var start: Int
        var firstMember: Int
        var count = 0
        var isOrdered = true
    }

    private(set) var bytes: [UInt8] = []
    private(set) var isForFoundation = false
    /// Whether some value wrote itself as two.
    private var isTorn = false
    private var members: [Member] = []
    private var level = Level(start: 0, firstMember: 0)
    private var ordered: [UInt8] = []

    init() {
        bytes.reserveCapacity(2048)
        members.reserveCapacity(64)
    }

    /// Whether there is one whole value in `bytes`.
    var isWhole: Bool { !isTorn && !bytes.isEmpty }

    /// - Throws: `EncodingError.invalidValue` for types that Foundation's encoder writes in ways of its own.
    func writeRoot(_ value: some Encodable) throws {
        try encode(value)
        guard level.shape != .nothing else { return }
        close()
    }

    /// Writes a value that stands by itself: a member or an element.
    private func write(_ value: some Encodable) throws {
        let outer = level
        level = Level(start: bytes.count, firstMember: members.count)
        try encode(value)
        if level.shape == .nothing { become(.object) }  // as Foundation has it
        close()
        level = outer
    }

    /// Lets a value write itself as what is being written.
    func encode<T: Encodable>(_ value: T) throws {
        if T.self == Data.self, let data = value as? Data {
            scalar { $0.write(quoted: data.base64EncodedString()) }
        } else if T.self == Date.self || T.self == URL.self || T.self == Decimal.self {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "\(T.self) has no place in a contract"))
        } else {
            try value.encode(to: self)
        }
    }

    // MARK: - Members

    func scalar(_ write: (inout [UInt8]) throws -> Void) rethrows {
        if level.shape != .nothing { isTorn = true }
        level.shape = .scalar
        try write(&bytes)
    }

    func member(_ key: String, _ write: (inout [UInt8]) throws -> Void) rethrows {
        var member = begin(key)
        try write(&bytes)
        member.end = bytes.count
        end(member)
    }

    func member(_ key: String, value: some Encodable) throws {
        var member = begin(key)
        try write(value)
        member.end = bytes.count
        end(member)
    }

    func element(_ write: (inout [UInt8]) throws -> Void) rethrows {
        separate()
        try write(&bytes)
    }

    func element(value: some Encodable) throws {
        separate()
        try write(value)
    }

    var count: Int { level.count }

    /// Stands in for a container inside this one; nobody reads what it is told.
    func other() -> CanonicalJSONWriter {
        isForFoundation = true
        return CanonicalJSONWriter()
    }

    private func begin(_ key: String) -> Member {
        separate()
        let start = bytes.count
        // Escaped keys have another order than the plain ones.
        if !bytes.write(quoted: key) { isForFoundation = true }
        let keyEnd = bytes.count - 1
        bytes.append(UInt8(ascii: ":"))
        return Member(start: start, keyEnd: keyEnd, end: 0)
    }

    private func end(_ member: Member) {
        if level.isOrdered, members.count > level.firstMember {
            let last = members[members.count - 1]
            level.isOrdered = bytes.withUnsafeBytes { Self.order(last, member, in: $0) < 0 }
        }
        members.append(member)
    }

    private func separate() {
        if level.count > 0 { bytes.append(UInt8(ascii: ",")) }
        level.count += 1
    }

    // MARK: - Containers

    func beginObject() { become(.object) }

    func beginArray() { become(.array) }

    /// A value is one of scalar, object and array; `encode(to:)` that makes it two of them is found out at the end.
    private func become(_ shape: Shape) {
        if level.shape == shape { return }
        if level.shape != .nothing { isTorn = true }
        level.shape = shape
        bytes.append(shape == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
    }

    private func close() {
        switch level.shape {
        case .nothing, .scalar: return
        case .array: bytes.append(UInt8(ascii: "]"))
        case .object:
            if !level.isOrdered { putInOrder() }
            members.removeSubrange(level.firstMember...)
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// In the order of the keys' bytes; of a key that was written twice the last.
    private func putInOrder() {
        bytes.withUnsafeBytes { bytes in
            members[level.firstMember...].sort {
                let order = Self.order($0, $1, in: bytes)
                return order == 0 ? $0.start < $1.start : order < 0
            }
            ordered.removeAll(keepingCapacity: true)
            for index in level.firstMember..<members.count {
                let member = members[index]
                let isRepeated =
                    index + 1 < members.count && Self.order(member, members[index + 1], in: bytes) == 0
                if isRepeated { continue }
                if !ordered.isEmpty { ordered.append(UInt8(ascii: ",")) }
                ordered.append(contentsOf: bytes[member.start..<member.end])
            }
        }
        bytes.removeSubrange((level.start + 1)...)
        bytes.append(contentsOf: ordered)
    }

    /// Below, at or above 0 as one key comes before, is or comes after another.
    private static func order(_ one: Member, _ other: Member, in bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let (length, otherLength) = (one.keyEnd - one.start, other.keyEnd - other.start)
        let order = memcmp(base + one.start, base + other.start, min(length, otherLength))
        return order == 0 ? length - otherLength : Int(order)
    }
}

// MARK: - What Codable asks for

extension CanonicalJSONWriter: Encoder {
    /// Errors name no path: only a number that JSON cannot write is refused.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        beginObject()
        return KeyedEncodingContainer(JSONObject<Key>(writer: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        beginArray()
        return JSONArray(writer: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONScalar(writer: self) }
}

private struct JSONObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: CanonicalJSONWriter
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { writer.member(key.stringValue) { $0.write("null") } }
    func encode(_ value: Bool, forKey key: Key) {
        writer.member(key.stringValue) { $0.write(value ? "true" : "false") }
    }
    func encode(_ value: String, forKey key: Key) { writer.member(key.stringValue) { $0.write(quoted: value) } }
    func encode(_ value: Double, forKey key: Key) throws { try writer.member(key.stringValue) { try $0.write(value) } }
    func encode(_ value: Float, forKey key: Key) throws { try writer.member(key.stringValue) { try $0.write(value) } }
    func encode(_ value: Int, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: Int8, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: Int16, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: Int32, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: Int64, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: UInt, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: UInt8, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: UInt16, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: UInt32, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: UInt64, forKey key: Key) { writer.member(key.stringValue) { $0.write(value) } }
    func encode(_ value: some Encodable, forKey key: Key) throws { try writer.member(key.stringValue, value: value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { KeyedEncodingContainer(JSONObject<Nested>(writer: writer.other())) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { JSONArray(writer: writer.other()) }
    func superEncoder() -> any Encoder { writer.other() }
    func superEncoder(forKey key: Key) -> any Encoder { writer.other() }
}

private struct JSONArray: UnkeyedEncodingContainer {
    let writer: CanonicalJSONWriter
    var codingPath: [any CodingKey] { [] }
    var count: Int { writer.count }

    func encodeNil() { writer.element { $0.write("null") } }
    func encode(_ value: some Encodable) throws { try writer.element(value: value) }
    func encode(_ value: String) { writer.element { $0.write(quoted: value) } }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(JSONObject<Nested>(writer: writer.other()))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { JSONArray(writer: writer.other()) }
    func superEncoder() -> any Encoder { writer.other() }
}

private struct JSONScalar: SingleValueEncodingContainer {
    let writer: CanonicalJSONWriter
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { writer.scalar { $0.write("null") } }
    func encode(_ value: Bool) { writer.scalar { $0.write(value ? "true" : "false") } }
    func encode(_ value: String) { writer.scalar { $0.write(quoted: value) } }
    func encode(_ value: Double) throws { try writer.scalar { try $0.write(value) } }
    func encode(_ value: Float) throws { try writer.scalar { try $0.write(value) } }
    func encode(_ value: Int) { writer.scalar { $0.write(value) } }
    func encode(_ value: Int8) { writer.scalar { $0.write(value) } }
    func encode(_ value: Int16) { writer.scalar { $0.write(value) } }
    func encode(_ value: Int32) { writer.scalar { $0.write(value) } }
    func encode(_ value: Int64) { writer.scalar { $0.write(value) } }
    func encode(_ value: UInt) { writer.scalar { $0.write(value) } }
    func encode(_ value: UInt8) { writer.scalar { $0.write(value) } }
    func encode(_ value: UInt16) { writer.scalar { $0.write(value) } }
    func encode(_ value: UInt32) { writer.scalar { $0.write(value) } }
    func encode(_ value: UInt64) { writer.scalar { $0.write(value) } }
    func encode(_ value: some Encodable) throws { try writer.encode(value) }
}
