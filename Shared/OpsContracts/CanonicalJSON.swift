import Foundation

/// Encodes contracts as their canonical JSON: the bytes a fact's hash is taken over (docs/log-format.md).
///
/// Members in the order of their keys' UTF-8, no white space, no escaped slashes; the same bytes as Foundation's
/// `JSONEncoder` with `[.sortedKeys, .withoutEscapingSlashes]` writes, at a fraction of its cost (docs/adr/0010).
package enum CanonicalJSON {
    /// - Throws: `EncodingError.invalidValue` for a number JSON cannot write, or a value that encodes nothing.
    static func encode(_ value: some Encodable) throws -> Data {
        let writer = CanonicalJSONWriter()
        try writer.writeRoot(value)
        guard writer.isWhole else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "it encodes nothing, or more than one value"))
        }
        if writer.isForFoundation {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(value)
        }
        return Data(writer.bytes)
    }
}

/// How JSON writes its scalars.
extension [UInt8] {
    mutating func write(_ text: StaticString) { text.withUTF8Buffer { append(contentsOf: $0) } }

    mutating func write(_ number: some BinaryInteger) {
        // Written from the end; 20 digits and a sign hold every 64-bit integer.
        guard let small = Int64(exactly: number) else {
            append(contentsOf: String(number).utf8)
            return
        }
        if small < 0 { append(UInt8(ascii: "-")) }
        var rest = small.magnitude
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }

    mutating func write(_ number: some BinaryFloatingPoint & LosslessStringConvertible) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: "JSON has no such number"))
        }
        let text = number.description
        append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
    }

    /// - Returns: whether the text could be written as it is.
    @discardableResult mutating func write(quoted text: String) -> Bool {
        var text = text
        var isPlain = true
        append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                append(contentsOf: utf8)
            } else {
                isPlain = false
                for byte in utf8 { write(escaped: byte) }
            }
        }
        append(UInt8(ascii: "\""))
        return isPlain
    }

    private mutating func write(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write("\\\"")
        case UInt8(ascii: "\\"): write("\\\\")
        case 0x08: write("\\b")
        case 0x09: write("\\t")
        case 0x0A: write("\\n")
        case 0x0C: write("\\f")
        case 0x0D: write("\\r")
        case 0..<0x20:
            write("\\u00")
            append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 0x0F
            append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        default: append(byte)
        }
    }
}
