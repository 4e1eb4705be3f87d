import Foundation

/// One value while it is written: a scalar in the buffer, or a container of stretches of it and of other nodes.
final class JSONNode {
    private struct Member {
        /// Empty in an array.
        var key: String
        /// Of the buffer. In an object it begins with the quoted key and the colon.
        var range: Range<Int>
        /// A container that follows what `range` holds.
        var child: JSONNode?
    }

    enum Shape { case nothing, scalar, object, array }

    let buffer: JSONBuffer
    private(set) var shape = Shape.nothing
    private var members: [Member] = []

    init(_ buffer: JSONBuffer) { self.buffer = buffer }

    var count: Int { members.count }

    /// A value is one of scalar, object and array; `encode(to:)` that makes it two of them is found out at the end.
    func become(_ new: Shape) {
        if shape != .nothing, shape != new { buffer.isTorn = true }
        shape = new
    }

    /// - Throws: `EncodingError.invalidValue` for types that Foundation's encoder writes in ways of its own.
    func put<T: Encodable>(_ value: T) throws {
        if T.self == Data.self, let data = value as? Data {
            scalar { $0.append(quoted: data.base64EncodedString()) }
        } else if T.self == Date.self || T.self == URL.self || T.self == Decimal.self {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "\(T.self) has no place in a contract"))
        } else {
            try value.encode(to: self)
        }
    }

    /// Makes the whole node what `write` puts into the buffer.
    func scalar(_ write: (JSONBuffer) throws -> Void) rethrows {
        if shape == .scalar { buffer.isTorn = true }
        become(.scalar)
        try add(nil, write)
    }

    /// Adds a scalar member; `key` is nil in an array.
    func add(_ key: String?, _ write: (JSONBuffer) throws -> Void) rethrows {
        let start = begin(key)
        try write(buffer)
        members.append(Member(key: key ?? "", range: start..<buffer.bytes.count))
    }

    /// Adds a member whose value writes itself.
    func add(_ key: String?, value: some Encodable) throws {
        let start = begin(key)
        let end = buffer.bytes.count
        let node = buffer.spare ?? JSONNode(buffer)
        buffer.spare = nil
        try node.put(value)
        guard node.shape == .scalar else {
            if node.shape == .nothing { node.become(.object) }  // as Foundation has it
            members.append(Member(key: key ?? "", range: start..<end, child: node))
            return
        }
        members.append(Member(key: key ?? "", range: start..<buffer.bytes.count))
        node.shape = .nothing
        node.members.removeAll(keepingCapacity: true)
        buffer.spare = node
    }

    /// Adds an empty member that is filled later.
    func addNode(_ key: String?) -> JSONNode {
        let start = begin(key)
        let node = JSONNode(buffer)
        members.append(Member(key: key ?? "", range: start..<buffer.bytes.count, child: node))
        return node
    }

    private func begin(_ key: String?) -> Int {
        let start = buffer.bytes.count
        if let key {
            buffer.append(quoted: key)
            buffer.bytes.append(UInt8(ascii: ":"))
        }
        return start
    }

    func write(into out: inout [UInt8]) {
        switch shape {
        case .scalar: for member in members { out.append(contentsOf: buffer.bytes[member.range]) }
        case .array: write(members, "[", "]", into: &out)
        case .object, .nothing: write(sorted(), "{", "}", into: &out)
        }
    }

    private func write(_ members: [Member], _ open: Unicode.Scalar, _ close: Unicode.Scalar, into out: inout [UInt8]) {
        out.append(UInt8(ascii: open))
        for (index, member) in members.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out.append(contentsOf: buffer.bytes[member.range])
            member.child?.write(into: &out)
        }
        out.append(UInt8(ascii: close))
    }

    /// In the order of the keys' bytes; of a key that was written twice the last.
    private func sorted() -> [Member] {
        var sorted: [Member] = []
        sorted.reserveCapacity(members.count)
        // Few members, often nearly in order: each is put in its place from behind.
        for member in members {
            var place = sorted.count
            while place > 0, member.key.utf8.lexicographicallyPrecedes(sorted[place - 1].key.utf8) { place -= 1 }
            if place > 0, sorted[place - 1].key.utf8.elementsEqual(member.key.utf8) {
                sorted[place - 1] = member
            } else {
                sorted.insert(member, at: place)
            }
        }
        return sorted
    }
}

// MARK: - What Codable asks for

extension JSONNode: Encoder {
    /// Errors name no path: only a number that JSON cannot write is refused.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        become(.object)
        return KeyedEncodingContainer(JSONObject<Key>(node: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        become(.array)
        return JSONArray(node: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONScalar(node: self) }
}

private struct JSONObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { node.add(key.stringValue) { $0.append("null") } }
    func encode(_ value: Bool, forKey key: Key) { node.add(key.stringValue) { $0.append(value ? "true" : "false") } }
    func encode(_ value: String, forKey key: Key) { node.add(key.stringValue) { $0.append(quoted: value) } }
    func encode(_ value: Double, forKey key: Key) throws { try node.add(key.stringValue) { try $0.append(value) } }
    func encode(_ value: Float, forKey key: Key) throws { try node.add(key.stringValue) { try $0.append(value) } }
    func encode(_ value: Int, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: Int8, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: Int16, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: Int32, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: Int64, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: UInt, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: UInt8, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: UInt16, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: UInt32, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: UInt64, forKey key: Key) { node.add(key.stringValue) { $0.append(value) } }
    func encode(_ value: some Encodable, forKey key: Key) throws { try node.add(key.stringValue, value: value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { node.addNode(key.stringValue).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        node.addNode(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { node.addNode("super") }
    func superEncoder(forKey key: Key) -> any Encoder { node.addNode(key.stringValue) }
}

private struct JSONArray: UnkeyedEncodingContainer {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }
    var count: Int { node.count }

    func encodeNil() { node.add(nil) { $0.append("null") } }
    func encode(_ value: some Encodable) throws { try node.add(nil, value: value) }
    func encode(_ value: String) { node.add(nil) { $0.append(quoted: value) } }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        node.addNode(nil).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { node.addNode(nil).unkeyedContainer() }
    func superEncoder() -> any Encoder { node.addNode(nil) }
}

private struct JSONScalar: SingleValueEncodingContainer {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { node.scalar { $0.append("null") } }
    func encode(_ value: Bool) { node.scalar { $0.append(value ? "true" : "false") } }
    func encode(_ value: String) { node.scalar { $0.append(quoted: value) } }
    func encode(_ value: Double) throws { try node.scalar { try $0.append(value) } }
    func encode(_ value: Float) throws { try node.scalar { try $0.append(value) } }
    func encode(_ value: Int) { node.scalar { $0.append(value) } }
    func encode(_ value: Int8) { node.scalar { $0.append(value) } }
    func encode(_ value: Int16) { node.scalar { $0.append(value) } }
    func encode(_ value: Int32) { node.scalar { $0.append(value) } }
    func encode(_ value: Int64) { node.scalar { $0.append(value) } }
    func encode(_ value: UInt) { node.scalar { $0.append(value) } }
    func encode(_ value: UInt8) { node.scalar { $0.append(value) } }
    func encode(_ value: UInt16) { node.scalar { $0.append(value) } }
    func encode(_ value: UInt32) { node.scalar { $0.append(value) } }
    func encode(_ value: UInt64) { node.scalar { $0.append(value) } }
    func encode(_ value: some Encodable) throws { try node.put(value) }
}
