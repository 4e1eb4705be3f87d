import Foundation

/// Encodes contracts as their canonical JSON: the bytes a fact's hash is taken over (docs/log-format.md).
///
/// Members in the order of their keys' UTF-8, no white space, no escaped slashes; the same bytes as Foundation's
/// `JSONEncoder` with `[.sortedKeys, .withoutEscapingSlashes]` writes, at a fraction of its cost (docs/adr/0010).
/// Scalars go into one buffer as they come; a container keeps only where its members lie, and is put in order when all is written.
package enum CanonicalJSON {
    /// - Throws: `EncodingError.invalidValue` for a number JSON cannot write, or a value that encodes nothing.
    static func encode(_ value: some Encodable) throws -> Data {
        let buffer = JSONBuffer()
        // It knows the buffer that knows it: neither would ever be let go.
        defer { buffer.spare = nil }
        let root = JSONNode(buffer)
        try root.put(value)
        guard root.shape != .nothing, !buffer.isTorn else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "it encodes nothing, or more than one value"))
        }
        var bytes = [UInt8]()
        bytes.reserveCapacity(buffer.bytes.count + 16)
        root.write(into: &bytes)
        return Data(bytes)
    }
}

/// Where all scalars and keys of one value are written first.
final class JSONBuffer {
    var bytes: [UInt8] = []
    /// Whether some value wrote itself as two.
    var isTorn = false
    /// A node that was made for a value that turned out to be a scalar: most are, so it is used again.
    var spare: JSONNode?

    init() { bytes.reserveCapacity(1024) }

    func append(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    func append(_ number: some BinaryInteger) {
        // Written from the end; 20 digits and a sign hold every 64-bit integer.
        guard let small = Int64(exactly: number) else {
            bytes.append(contentsOf: String(number).utf8)
            return
        }
        if small < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = small.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    func append(_ number: some BinaryFloatingPoint & LosslessStringConvertible) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: "JSON has no such number"))
        }
        let text = number.description
        bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
    }

    func append(quoted text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { append(escaped: byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        case 0..<0x20:
            append("\\u00")
            bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 0x0F
            bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        default: bytes.append(byte)
        }
    }
}
