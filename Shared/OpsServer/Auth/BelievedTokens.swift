import OpsCrypto
import Synchronization

/// Tokens whose signature was found good: a signature is checked once a token, everything that time or the directory
/// can change (expiry, keys taken back, accounts refused) on every request.
///
/// Holds digests, not tokens. Bounded: when it is full it starts again.
final class BelievedTokens: Sendable {
    static let limit = 4_096
    private struct Entry {
        var kid: String
        var key: Ed25519.PublicKey
        var claims: Token.Claims
    }
    private let entries = Mutex<[[UInt8]: Entry]>([:])

    /// - Returns: nil where the token is new, or its key is not the one of that name any more.
    func claims(of token: String, _ keys: KeyRing) -> Token.Claims? {
        let digest = SHA256.digest(Array(token.utf8))
        guard let entry = entries.withLock({ $0[digest] }), keys.key(entry.kid) == entry.key else { return nil }
        return entry.claims
    }

    func believe(_ token: String, kid: String, _ key: Ed25519.PublicKey, _ claims: Token.Claims) {
        let digest = SHA256.digest(Array(token.utf8))
        entries.withLock { entries in
            if entries.count >= Self.limit { entries.removeAll(keepingCapacity: true) }
            entries[digest] = Entry(kid: kid, key: key, claims: claims)
        }
    }
}
