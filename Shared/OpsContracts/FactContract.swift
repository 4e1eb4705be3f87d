/// The name of one kind of fact in one version: `tickets.ticket-opened.v1`.
public struct FactType: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    public var description: String { rawValue }
    /// The service that states such facts: `tickets`.
    public var service: String { String(rawValue.prefix { $0 != "." }) }
    /// The name without the version: `tickets.ticket-opened`. Consumers declare families, not versions.
    public var family: String { versioned.map { String(rawValue[..<$0.end]) } ?? rawValue }
    /// 1 for `….v1`; nil where the name ends in no version.
    public var version: Int? { versioned?.version }

    /// Byte by byte, for every fact that is read asks.
    private var versioned: (end: String.Index, version: Int)? {
        let bytes = rawValue.utf8
        let digits = bytes.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let start = digits.endIndex.base
        guard let version = Int(rawValue[start...]), bytes[..<start].suffix(2).elementsEqual(".v".utf8) else {
            return nil
        }
        return (bytes.index(start, offsetBy: -2), version)
    }
}

/// What a fact says: one struct per fact of the published language, in the past tense.
///
/// Within a version only optional fields are added; a changed meaning is a new type (docs/contracts/README.md).
public protocol FactContract: Codable, Sendable, Equatable {
    static var type: FactType { get }
}

/// A topic's name. It is also the name of the source whose log it carries.
public struct Topic: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
