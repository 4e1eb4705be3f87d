import Foundation
public import OpsContracts
public import OpsCrypto
public import OpsMessaging

/// The parts of our tokens: JWT (RFC 7519) signed with EdDSA (RFC 8037).
enum Token {
    struct Header: Codable {
        var alg: String
        var kid: String
        var typ: String?
        /// Extensions that must be understood; we understand none.
        var crit: [String]?
    }

    struct Claims: Codable {
        var iss: String
        var aud: String
        var sub: String
        var name: String
        var roles: [Role]
        var sites: [SiteCode]
        /// Seconds, as the RFC has it.
        var iat: Int64
        var exp: Int64
        /// The same in milliseconds: an account that is refused and signs in again within a second is let in.
        var issued: Timestamp
    }

    /// A cookie holds 4 KiB.
    static let maxLength = 4_000
}

/// Who signs tokens, and for which instance: a cell of the fleet believes its own alone.
public struct TokenParties: Sendable {
    public var issuer: String
    public var audience: String

    public init(issuer: String = "stationops", audience: String = "stationops") {
        self.issuer = issuer
        self.audience = audience
    }

    /// As the process is told (`auth.issuer`, `auth.audience`); the office signs and everybody believes by the same.
    /// - Parameter setting: a setting by its environment name; nil where unset.
    public init(setting: (String) -> String?) {
        self.init(
            issuer: setting("OPS_AUTH_ISSUER") ?? "stationops", audience: setting("OPS_AUTH_AUDIENCE") ?? "stationops")
    }
}

/// Signs what `office` says of an account.
public struct TokenIssuer: Sendable {
    private let key: Ed25519.PrivateKey
    private let kid: String
    private let parties: TokenParties
    /// Seconds a token holds: a shift.
    public let lifetime: Int64

    public init(
        key: Ed25519.PrivateKey, kid: String, parties: TokenParties = TokenParties(), lifetime: Int64 = 12 * 3_600
    ) {
        self.key = key
        self.kid = kid
        self.parties = parties
        self.lifetime = lifetime
    }

    /// - Parameters:
    ///   - identity: Its `issuedAt` does not count; `now` does.
    ///   - audience: Which instance may believe it; nil for the one of this issuer.
    ///   - holding: Seconds it is good for; nil for a shift.
    public func token(
        for identity: Identity, audience: String? = nil, holding: Int64? = nil, at now: Timestamp
    ) throws -> String {
        let seconds = now.rawValue / 1_000
        let claims = Token.Claims(
            iss: parties.issuer, aud: audience ?? parties.audience, sub: identity.account.rawValue, name: identity.name,
            roles: identity.roles.sorted(), sites: identity.sites.sorted(), iat: seconds,
            exp: seconds + (holding ?? lifetime),
            issued: now)
        let header = Token.Header(alg: "EdDSA", kid: kid, typ: "JWT", crit: nil)
        let signed = try [ContractCoding.encode(header), ContractCoding.encode(claims)]
            .map { Base64URL.encode($0) }.joined(separator: ".")
        return signed + "." + Base64URL.encode(try key.sign(Array(signed.utf8)))
    }
}

/// Why a token is not believed. For logs and tests: the caller learns only that it is not.
public enum TokenRefusal: Error, Equatable, Sendable {
    case malformed
    /// Another algorithm than EdDSA, `none` above all; or an extension we do not know.
    case algorithm
    case unknownKey
    case signature
    case wrongIssuer
    case wrongAudience
    case expired
    /// Issued more than five minutes ahead of our clock.
    case fromTheFuture
    /// Issued before the account's `notBefore`.
    case withdrawn
}

/// Believes tokens offline, by the keys the directory has made known.
public struct TokenVerifier: Authenticating {
    private let keys: KeyRing
    private let parties: TokenParties
    private let clock: any OpsClock
    private let believed = BelievedTokens()

    public init(
        keys: KeyRing, parties: TokenParties = TokenParties(), clock: any OpsClock = SystemClock()
    ) {
        self.keys = keys
        self.parties = parties
        self.clock = clock
    }

    public func identity(of token: String) -> Identity? { try? verify(token) }

    public func verify(_ token: String) throws(TokenRefusal) -> Identity {
        let claims = try signedClaims(token)
        guard claims.iss == parties.issuer else { throw .wrongIssuer }
        guard claims.aud == parties.audience else { throw .wrongAudience }
        let now = clock.now()
        guard now.rawValue < claims.exp * 1_000 else { throw .expired }
        guard claims.issued <= now + 300_000 else { throw .fromTheFuture }
        guard let account = AccountID(rawValue: claims.sub), claims.iat == claims.issued.rawValue / 1_000 else {
            throw .malformed
        }
        if let notBefore = keys.notBefore(account), claims.issued < notBefore { throw .withdrawn }
        return Identity(
            account: account, name: claims.name, roles: Set(claims.roles), sites: Set(claims.sites),
            issuedAt: claims.issued)
    }

    private func signedClaims(_ token: String) throws(TokenRefusal) -> Token.Claims {
        if let claims = believed.claims(of: token, keys) { return claims }
        guard token.utf8.count <= Token.maxLength else { throw .malformed }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let headerBytes = Base64URL.decode(parts[0]),
            let header = try? ContractCoding.decode(Token.Header.self, from: headerBytes)
        else { throw .malformed }
        guard header.alg == "EdDSA", header.crit == nil else { throw .algorithm }
        guard let key = keys.key(header.kid) else { throw .unknownKey }
        guard let signature = Base64URL.decode(parts[2]),
            key.isValid(signature, for: Array("\(parts[0]).\(parts[1])".utf8))
        else { throw .signature }
        guard let bytes = Base64URL.decode(parts[1]),
            let claims = try? ContractCoding.decode(Token.Claims.self, from: bytes), (0..<1 << 42).contains(claims.exp)
        else { throw .malformed }
        believed.believe(token, kid: header.kid, key, claims)
        return claims
    }
}
