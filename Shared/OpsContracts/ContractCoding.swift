public import Foundation

/// The one way contracts become JSON: sorted keys, no escaped slashes, no nulls, integers for time and money.
public enum ContractCoding {
    public static func encode(_ value: some Encodable) throws -> Data {
        try CanonicalJSON.encode(value)
    }

    /// A type whose `init(from:)` keeps an error instead of throwing it asks `JSONDecoder` itself.
    /// - Throws: `DecodingError` with the path of what is missing or wrong.
    public static func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T {
        try CanonicalJSON.read(type, from: data) ?? JSONDecoder().decode(type, from: data)
    }
}
