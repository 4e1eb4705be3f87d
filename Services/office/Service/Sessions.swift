import Foundation
import OfficeDomain
import OpsContracts
import OpsCrypto
import OpsMessaging
import OpsSQLite
import OpsServer

/// Issues session tokens with the office's own key.
///
/// The private key is sealed beside the fact that publishes the public one; a store without it makes a new key.
actor Sessions {
    private let store: Store
    private let clock: any OpsClock
    private let parties: TokenParties
    private var issuer: TokenIssuer?

    init(store: Store, clock: any OpsClock, parties: TokenParties) {
        self.store = store
        self.clock = clock
        self.parties = parties
    }

    struct Session: Sendable {
        var token: String
        var expiresAt: Timestamp
    }

    /// - Parameters:
    ///   - temporary: the password is one that an administrator gave: the session then has no role and is good for
    ///     nothing but setting another. Roles are in the token, so this holds in every service.
    ///   - seconds: how long it holds; nil for a shift.
    func open(
        for account: AccountRow, temporary: Bool = false, holding seconds: Int64? = nil
    ) async throws -> Session {
        let issuer = try await issuer()
        let now = clock.now()
        let identity = Identity(
            account: account.account, name: account.name, roles: temporary ? [] : Set(account.roles),
            sites: Set(account.sites))
        return Session(
            token: try issuer.token(for: identity, holding: seconds, at: now),
            expiresAt: now + (seconds ?? issuer.lifetime) * 1000)
    }

    /// Publishes a key where there is none to sign with, so that the other services know it before the first sign-in.
    func prepare() async throws { _ = try await issuer() }

    private func issuer() async throws -> TokenIssuer {
        if let issuer { return issuer }
        let issuer: TokenIssuer
        if let stored = try await store.read({ try $0.signingSeed() }) {
            issuer = TokenIssuer(
                key: try Ed25519.PrivateKey(seed: stored.seed), kid: stored.kid.rawValue, parties: parties)
        } else {
            issuer = try await newIssuer()
        }
        self.issuer = issuer
        return issuer
    }

    private func newIssuer() async throws -> TokenIssuer {
        let key = try Ed25519.PrivateKey()
        let id = SigningKeyID("k-\(SecureRandom.crockford(8).lowercased())")
        try await store.perform(.own("signing-key:\(id)", by: .office, now: clock.now())) { tx in
            let fact = SigningKeyPublished(
                kid: id, algorithm: .edDSA, publicKey: Base64URL.encode(key.publicKey.rawValue))
            try tx.execute(SigningKey.self, id, fact, site: nil, sealed: Data(key.seed))
        }
        return TokenIssuer(key: key, kid: id.rawValue, parties: parties)
    }
}

extension ReadDatabase {
    /// The newest key whose private half is still here.
    fileprivate func signingSeed() throws -> (kid: SigningKeyID, seed: [UInt8])? {
        let keys = try rows("SELECT kid, seq FROM {ownKey} ORDER BY seq DESC LIMIT 5") {
            (SigningKeyID($0.text(0)), $0.int(1) as Int64)
        }
        for (kid, seq) in keys {
            if let seed = try sealed(seq: seq), seed.count == 32 { return (kid, seed) }
        }
        return nil
    }
}
