/// A request method. Methods we have no use for are refused with 405.
public enum Method: String, Sendable, Hashable, CaseIterable, Comparable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"

    /// Whether it may change something: such requests need a proof of origin and, under `/api`, an Idempotency-Key.
    public var changesState: Bool {
        switch self {
        case .get, .head, .options: false
        case .post, .put, .patch, .delete: true
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Header fields in the order they came; names compare without case.
public struct Headers: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public private(set) var fields: [Field] = []

    public init() {}

    public init(_ pairs: [(String, String)]) { for (name, value) in pairs { add(name, value) } }

    public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// The first field of that name; setting replaces all of them.
    public subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { add(name, newValue) }
        }
    }

    public func all(_ name: String) -> [String] { fields.filter { Self.same($0.name, name) }.map(\.value) }

    /// Control characters become spaces, so that no value can begin a header of its own.
    public mutating func add(_ name: String, _ value: String) {
        fields.append(
            Field(name: name, value: value.utf8.contains(where: Self.isControl) ? Self.cleaned(value) : value))
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

    private static func cleaned(_ value: String) -> String {
        String(decoding: value.utf8.map { isControl($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    /// Names are ASCII: compared byte by byte, with no copy of either.
    private static func same(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8) { lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
}

/// The language of what people read. Chinese unless asked otherwise.
public enum Language: String, Sendable {
    case zh, en

    /// - Parameter header: `Accept-Language`, for example `en-GB,en;q=0.8,zh;q=0.5`.
    public init(acceptLanguage header: String?) {
        var best: (language: Language, weight: Double) = (.zh, 0)
        for part in (header ?? "").prefix(512).split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = pieces.first?.lowercased(), let language = Language(rawValue: String(tag.prefix(2))) else {
                continue
            }
            let weight = pieces.dropFirst().first.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > best.weight { best = (language, weight) }
        }
        self = best.language
    }

    public func callAsFunction(_ words: Words) -> String { self == .zh ? words.zh : words.en }
}

/// The same sentence twice; Chinese is the one people of the field read.
public struct Words: Sendable, Equatable {
    public let zh: String
    public let en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}
