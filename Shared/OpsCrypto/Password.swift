import CCrypto
import Dispatch
import Foundation

/// A password as it may be stored: scrypt (RFC 7914) with its salt and cost.
///
/// The text is `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, the last two in base64url.
public struct PasswordHash: RawRepresentable, Sendable, Equatable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// Hashes passwords one at a time on a thread of its own: each takes 32 MiB and about a tenth of a second, which
/// neither the memory nor the cooperative threads should bear twenty times at once.
public struct PasswordHasher: Sendable {
    private let queue = DispatchQueue(label: "ops.passwords")

    public init() {}

    /// - Throws: `CryptoError.failed` where the memory is not to be had.
    public func hash(_ password: String, salt: [UInt8] = SecureRandom.bytes(16)) async throws -> PasswordHash {
        try await run {
            let key = try Scrypt.key(Array(password.utf8), salt: salt)
            return PasswordHash(
                rawValue: "scrypt$\(Scrypt.cost)$8$1$\(Base64URL.encode(salt))$\(Base64URL.encode(key))")
        }
    }

    /// False as well where the stored text is none of ours or asks for more memory than we grant.
    public func isRight(_ password: String, for hash: PasswordHash) async throws -> Bool {
        let parts = hash.rawValue.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let cost = Int(parts[1]), (10...Scrypt.cost).contains(cost),
            parts[2] == "8", parts[3] == "1", let salt = Base64URL.decode(parts[4]),
            let expected = Base64URL.decode(parts[5]), expected.count == 32
        else { return false }
        return try await run {
            ConstantTime.equal(try Scrypt.key(Array(password.utf8), salt: Array(salt), cost: cost), expected)
        }
    }

    private func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}

/// The key derivation itself.
///
/// Blocks for about a tenth of a second: call it through `PasswordHasher`.
public enum Scrypt {
    /// log2 of N = 32 768.
    public static let cost = 15

    /// - Parameters:
    ///   - cost: log2 of N.
    ///   - block: r.
    ///   - lanes: p.
    /// - Throws: `CryptoError.failed` where it would take more than 64 MiB.
    public static func key(
        _ password: [UInt8], salt: [UInt8], cost: Int = Scrypt.cost, block: UInt64 = 8, lanes: UInt64 = 1,
        length: Int = 32
    ) throws(CryptoError) -> [UInt8] {
        guard (1...24).contains(cost) else { throw .failed("EVP_PBE_scrypt") }
        var key = [UInt8](repeating: 0, count: length)
        let done = password.withUnsafeBytes { password in
            EVP_PBE_scrypt(
                password.bindMemory(to: CChar.self).baseAddress, password.count, salt, salt.count, 1 << UInt64(cost),
                block, lanes, 64 << 20, &key, length)
        }
        guard done == 1 else { throw .failed("EVP_PBE_scrypt") }
        return key
    }
}
