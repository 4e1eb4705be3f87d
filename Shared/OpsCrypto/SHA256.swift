import CCrypto
public import Foundation

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// 64 lower-case hexadecimal digits.
    public static func hex(_ bytes: some ContiguousBytes) -> String { Hex.encode(digest(bytes)) }

    /// 64 lower-case hexadecimal digits of the UTF-8 text.
    public static func hex(_ text: String) -> String { hex(Array(text.utf8)) }

    /// 32 bytes.
    public static func digest(_ bytes: some ContiguousBytes) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        let done = bytes.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &output, nil, EVP_sha256(), nil) }
        // It fails only where memory has run out; a wrong digest must never pass for a right one.
        precondition(done == 1, "SHA-256 could not be computed")
        return output
    }
}

/// SHA-256 of what arrives in pieces: a file that does not fit into memory.
public final class SHA256Hasher {
    private let context: OpaquePointer?

    public init() {
        context = EVP_MD_CTX_new()
        precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "SHA-256 could not be started")
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: some ContiguousBytes) {
        let done = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(done == 1, "SHA-256 could not go on")
    }

    public func update(_ text: String) { update(Array(text.utf8)) }

    /// The digest of what has come so far, 64 hexadecimal digits; more may follow.
    public func hex() -> String {
        let copy = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(copy) }
        var output = [UInt8](repeating: 0, count: 32)
        precondition(
            EVP_MD_CTX_copy_ex(copy, context) == 1 && EVP_DigestFinal_ex(copy, &output, nil) == 1,
            "SHA-256 could not be finished")
        return Hex.encode(output)
    }
}

/// HMAC-SHA256 (RFC 2104).
public enum HMACSHA256 {
    /// 32 bytes.
    public static func code(for message: some ContiguousBytes, key: some ContiguousBytes) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        let done = key.withUnsafeBytes { key in
            message.withUnsafeBytes { message in
                // A null key makes OpenSSL refuse; an empty one is legal and must not be null.
                let keyStart = key.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
                let bytes = message.bindMemory(to: UInt8.self)
                return EVP_Q_mac(
                    nil, "HMAC", nil, "SHA256", nil, keyStart, key.count, bytes.baseAddress, bytes.count, &output, 32,
                    nil) != nil
            }
        }
        precondition(done, "HMAC-SHA256 could not be computed")
        return output
    }

    /// 64 lower-case hexadecimal digits.
    public static func hex(for message: some ContiguousBytes, key: some ContiguousBytes) -> String {
        Hex.encode(code(for: message, key: key))
    }
}
