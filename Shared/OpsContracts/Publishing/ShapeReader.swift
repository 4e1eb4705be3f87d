/// What a contract expects of its JSON, found by letting it decode itself from a document that agrees to everything.
///
/// So the published schema cannot differ from what readers do. Types that read in their own way (`Day`, `DueTime`)
/// are declared in `ContractSchema.declared`.
indirect enum Shape {
    case string
    case integer
    case boolean
    case array(Shape)
    /// Text keys to values of one shape.
    case map(Shape)
    case object([Property])
    /// A named component.
    case reference(String)

    struct Property {
        var name: String
        var shape: Shape
        var isRequired: Bool
    }
}

/// A decoder that says yes: it notes what is asked for and gives back the plainest value of the type.
final class ShapeReader: Decoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    let schema: ContractSchema
    private(set) var shape: Shape?
    private var properties: [Shape.Property] = []

    init(_ schema: ContractSchema) { self.schema = schema }

    var result: Shape { shape ?? .object(properties) }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Keyed(reader: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { List(reader: self) }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(reader: self) }

    /// - Returns: the plainest value of a type.
    fileprivate func value<T: Decodable>(_ type: T.Type) throws -> (T, Shape) { try schema.read(type) }

    fileprivate func note(_ key: any CodingKey, _ shape: Shape, isRequired: Bool) {
        properties.append(Shape.Property(name: key.stringValue, shape: shape, isRequired: isRequired))
    }

    fileprivate func settle(_ shape: Shape) { self.shape = shape }
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let reader: ShapeReader
    let codingPath: [any CodingKey] = []
    /// A dictionary reads every key there is.
    var allKeys: [Key] { [Key(stringValue: "key")].compactMap(\.self) }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        let (value, shape) = try reader.value(type)
        reader.note(key, shape, isRequired: true)
        return value
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        let (value, shape) = try reader.value(type)
        reader.note(key, shape, isRequired: false)
        return value
    }

    func decode(_ type: String.Type, forKey key: Key) -> String {
        reader.note(key, .string, isRequired: true)
        return ContractSchema.plainText
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? {
        reader.note(key, .string, isRequired: false)
        return ContractSchema.plainText
    }

    func decode(_ type: Bool.Type, forKey key: Key) -> Bool {
        reader.note(key, .boolean, isRequired: true)
        return true
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? {
        reader.note(key, .boolean, isRequired: false)
        return true
    }

    func decode(_ type: Int.Type, forKey key: Key) -> Int {
        reader.note(key, .integer, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? {
        reader.note(key, .integer, isRequired: false)
        return 1
    }

    func decode(_ type: Int64.Type, forKey key: Key) -> Int64 {
        reader.note(key, .integer, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) -> Int64? {
        reader.note(key, .integer, isRequired: false)
        return 1
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw ContractSchema.Unsupported(type: "\(key.stringValue)") }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw ContractSchema.Unsupported(type: "\(key.stringValue)")
    }

    func superDecoder() throws -> any Decoder { reader }
    func superDecoder(forKey key: Key) throws -> any Decoder { reader }
}

/// A list of one.
private struct List: UnkeyedDecodingContainer {
    let reader: ShapeReader
    let codingPath: [any CodingKey] = []
    let count: Int? = 1
    var currentIndex = 0
    var isAtEnd: Bool { currentIndex > 0 }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let (value, shape) = try reader.value(type)
        reader.settle(.array(shape))
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw ContractSchema.Unsupported(type: "\(type)")
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw ContractSchema.Unsupported(type: "a list of lists")
    }

    mutating func superDecoder() throws -> any Decoder { reader }
}

private struct Single: SingleValueDecodingContainer {
    let reader: ShapeReader
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let (value, shape) = try reader.value(type)
        reader.settle(shape)
        return value
    }
}
