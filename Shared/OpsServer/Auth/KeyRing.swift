public import OpsContracts
public import OpsCrypto
import Synchronization

/// What a verifier knows, kept up to date from the directory's facts while it works.
public final class KeyRing: Sendable {
    private struct State {
        var keys: [String: Ed25519.PublicKey] = [:]
        var notBefore: [AccountID: Timestamp] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// A new signing key; the old one stays until its last token has expired.
    public func trust(_ key: Ed25519.PublicKey, kid: String) { state.withLock { $0.keys[kid] = key } }

    public func forget(kid: String) { state.withLock { $0.keys[kid] = nil } }

    /// From now on only tokens issued at or after `moment` are good for this account: it was disabled, its roles have
    /// changed, or its password. Never moves back.
    public func refuse(_ account: AccountID, issuedBefore moment: Timestamp) {
        state.withLock { $0.notBefore[account] = max(moment, $0.notBefore[account] ?? moment) }
    }

    public var isEmpty: Bool { state.withLock { $0.keys.isEmpty } }

    func key(_ kid: String) -> Ed25519.PublicKey? { state.withLock { $0.keys[kid] } }

    func notBefore(_ account: AccountID) -> Timestamp? { state.withLock { $0.notBefore[account] } }
}
