/// Random values that nobody can guess.
///
/// The system's generator is `getrandom(2)` and waits until it is seeded.
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) } }
        return Array(bytes.prefix(count))
    }

    /// A secret to be carried in a URL or a cookie.
    /// - Parameter bytes: 32 bytes make 43 characters.
    public static func token(bytes count: Int = 32) -> String { Base64URL.encode(bytes(count)) }

    /// Digits and capitals without I, L, O, U (Crockford), to be read out on the phone: `7F3K`.
    public static func crockford(_ count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        return String(decoding: bytes(count).map { alphabet[Int($0) % 32] }, as: UTF8.self)
    }
}

/// A UUID whose beginning is the time (RFC 9562 §5.7), so that an index of them grows at its end.
public enum UUIDv7 {
    /// Lower case, 36 characters.
    /// - Parameter milliseconds: Since 1970, UTC.
    public static func make(at milliseconds: Int64) -> String {
        make(at: milliseconds, random: SecureRandom.bytes(10))
    }

    /// - Parameter random: 10 bytes, of which 74 bits are used; missing ones count as 0.
    public static func make(at milliseconds: Int64, random: [UInt8]) -> String {
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * Int64($0))) }
        bytes += (random + [UInt8](repeating: 0, count: 10)).prefix(10)
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = Array(Hex.encode(bytes).utf8)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(decoding: hex[$0], as: UTF8.self) }.joined(separator: "-")
    }
}
