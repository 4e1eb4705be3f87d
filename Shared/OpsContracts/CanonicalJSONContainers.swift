// What Codable asks for.

extension CanonicalJSONWriter: Encoder {
    /// Errors name no path: only a number that JSON cannot write is refused.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONObject<Key>(writer: self, place: container(true)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONArray(writer: self, place: container(false))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONScalar(writer: self) }
}

private struct JSONObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: CanonicalJSONWriter
    let place: CanonicalJSONWriter.Place
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write("null") } }
    func encode(_ value: Bool, forKey key: Key) {
        writer.member(key.stringValue, at: place) { $0.write(value ? "true" : "false") }
    }
    func encode(_ value: String, forKey key: Key) {
        writer.member(key.stringValue, at: place) { $0.write(quoted: value) }
    }
    func encode(_ value: Double, forKey key: Key) throws {
        try writer.member(key.stringValue, at: place) { try $0.write(value) }
    }
    func encode(_ value: Float, forKey key: Key) throws {
        try writer.member(key.stringValue, at: place) { try $0.write(value) }
    }
    func encode(_ value: Int, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: Int8, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: Int16, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: Int32, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: Int64, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: UInt, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: UInt8, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: UInt16, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: UInt32, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: UInt64, forKey key: Key) { writer.member(key.stringValue, at: place) { $0.write(value) } }
    func encode(_ value: some Encodable, forKey key: Key) throws {
        try writer.member(key.stringValue, at: place, value: value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(
            JSONObject<Nested>(writer: writer, place: writer.nested(key.stringValue, at: place, isObject: true)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONArray(writer: writer, place: writer.nested(key.stringValue, at: place, isObject: false))
    }
    func superEncoder() -> any Encoder { writer.other() }
    func superEncoder(forKey key: Key) -> any Encoder { writer.other() }
}

private struct JSONArray: UnkeyedEncodingContainer {
    let writer: CanonicalJSONWriter
    let place: CanonicalJSONWriter.Place
    var codingPath: [any CodingKey] { [] }
    var count: Int { writer.count(at: place) }

    func encodeNil() { writer.element(at: place) { $0.write("null") } }
    func encode(_ value: some Encodable) throws { try writer.element(at: place, value: value) }
    func encode(_ value: String) { writer.element(at: place) { $0.write(quoted: value) } }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(JSONObject<Nested>(writer: writer, place: writer.nested(nil, at: place, isObject: true)))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONArray(writer: writer, place: writer.nested(nil, at: place, isObject: false))
    }
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
