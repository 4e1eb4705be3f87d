import Foundation

/// Names and values of a query or a form, in order and repeated as they came.
public struct Fields: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public let all: [Field]

    public init(_ pairs: [(String, String)] = []) { all = pairs.map { Field(name: $0.0, value: $0.1) } }

    /// The first value of that name.
    public subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    public func values(_ name: String) -> [String] { all.filter { $0.name == name }.map(\.value) }

    /// The value without white space around it; nil where that leaves nothing: an empty input is no input.
    public func text(_ name: String) -> String? {
        let trimmed = self[name]?.trimmed
        return trimmed?.isEmpty == false ? trimmed : nil
    }

    /// `application/x-www-form-urlencoded`, at most 1000 fields.
    /// - Returns: nil where an escape is broken or the text is not UTF-8.
    public static func parse(_ text: some StringProtocol) -> Fields? {
        var pairs: [(String, String)] = []
        for part in text.split(separator: "&").prefix(1_001) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(halves[0], plusIsSpace: true),
                let value = PercentCoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { return nil }
            pairs.append((name, value))
        }
        return pairs.count > 1_000 ? nil : Fields(pairs)
    }

    /// The same text for the same fields, whatever the escapes were.
    public var encoded: String {
        all.map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }.joined(separator: "&")
    }

    public func without(_ names: Set<String>) -> Fields {
        Fields(all.filter { !names.contains($0.name) }.map { ($0.name, $0.value) })
    }
}

extension String {
    /// Without the white space at both ends; most texts have none and are not copied.
    public var trimmed: String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last else { return self }
        // Letters of ASCII and of Chinese are never white; of all else Foundation judges.
        func isPlain(_ scalar: Unicode.Scalar) -> Bool {
            (0x21...0x7E).contains(scalar.value) || (0x3001...0xD7FF).contains(scalar.value)
        }
        return isPlain(first) && isPlain(last) ? self : trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

public enum PercentCoding {
    /// - Returns: nil for a broken escape, a NUL, or bytes that are not UTF-8.
    public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    /// Leaves only RFC 3986's unreserved characters as they are: safe in a path segment and in a query.
    public static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
