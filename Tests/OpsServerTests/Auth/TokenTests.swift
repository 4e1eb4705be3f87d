import Foundation
import OpsContracts
import OpsCrypto
import OpsMessaging
import OpsServer
import Testing

@Suite struct TokenTests {
    static let noon = Timestamp(1_770_955_200_123)
    let clock = ManualClock(TokenTests.noon)
    let ring = KeyRing()
    let key: Ed25519.PrivateKey
    let issuer: TokenIssuer
    let verifier: TokenVerifier
    let engineer = Identity(account: AccountID("xz-1"), name: "驻场工程师", roles: [.engineer, .expert], sites: [.xz, .bz])

    init() throws {
        key = try Ed25519.PrivateKey()
        issuer = TokenIssuer(key: key, kid: "2026-02")
        ring.trust(key.publicKey, kid: "2026-02")
        verifier = TokenVerifier(keys: ring, clock: clock)
    }

    /// Signs any header and claims with the trusted key.
    private func signed(_ header: String, _ claims: String) throws -> String {
        let text = Base64URL.encode(Data(header.utf8)) + "." + Base64URL.encode(Data(claims.utf8))
        return text + "." + Base64URL.encode(try key.sign(Array(text.utf8)))
    }

    private func claims(_ changes: [String: Any] = [:]) throws -> String {
        var claims: [String: Any] = [
            "iss": "stationops", "aud": "stationops", "sub": "xz-1", "name": "n", "roles": ["engineer"],
            "sites": ["XZ"],
            "iat": 1_770_955_200, "exp": 1_770_998_400, "issued": Self.noon.rawValue,
        ]
        claims.merge(changes) { $1 }
        return String(decoding: try JSONSerialization.data(withJSONObject: claims), as: UTF8.self)
    }

    @Test func `a token says who it is for twelve hours`() throws {
        let token = try issuer.token(for: engineer, at: Self.noon)
        var expected = engineer
        expected.issuedAt = Self.noon
        #expect(try verifier.verify(token) == expected)
        clock.advance(by: 12 * 3_600_000 - 1_000)
        #expect(verifier.identity(of: token) == expected)
        clock.advance(by: 1_000)
        #expect(throws: TokenRefusal.expired) { try verifier.verify(token) }
    }

    @Test func `a token made by hand with the right key is believed, so the refusals below have their own reasons`()
        throws
    {
        let token = try signed(#"{"alg":"EdDSA","kid":"2026-02"}"#, claims())
        #expect(try verifier.verify(token).roles == [.engineer])
    }

    @Test(arguments: [
        (#"{"alg":"none","kid":"2026-02"}"#, TokenRefusal.algorithm),
        (#"{"alg":"HS256","kid":"2026-02"}"#, .algorithm),
        (#"{"alg":"eddsa","kid":"2026-02"}"#, .algorithm),
        (#"{"alg":"EdDSA","kid":"2026-02","crit":["b64"]}"#, .algorithm),
        (#"{"alg":"EdDSA","kid":"2025-01"}"#, .unknownKey),
        (#"{"alg":"EdDSA"}"#, .malformed),
        ("nichts", .malformed),
    ])
    func `a header that asks for another way is refused`(header: String, refusal: TokenRefusal) throws {
        let token = try signed(header, claims())
        #expect(throws: refusal) { try verifier.verify(token) }
    }

    @Test func `claims that are not for us now are refused`() throws {
        let header = #"{"alg":"EdDSA","kid":"2026-02"}"#
        let cases: [([String: Any], TokenRefusal)] = [
            (["iss": "somebody"], .wrongIssuer), (["aud": "cell-xz"], .wrongAudience),
            (["exp": 1_770_955_200], .expired), (["sub": "a b"], .malformed), (["sub": NSNull()], .malformed),
            (["iat": 1_770_956_000, "issued": 1_770_956_000_000], .fromTheFuture), (["iat": 5], .malformed),
            (["exp": Int64.max], .malformed),
        ]
        for (changes, refusal) in cases {
            let token = try signed(header, claims(changes))
            #expect(throws: refusal) { try verifier.verify(token) }
        }
    }

    @Test func `a changed token is refused, wherever it was changed`() throws {
        let token = try issuer.token(for: engineer, at: Self.noon)
        let parts = token.split(separator: ".").map(String.init)
        let boss = try issuer.token(
            for: Identity(account: AccountID("boss"), name: "b", roles: [.admin]), at: Self.noon)
        let other = boss.split(separator: ".").map(String.init)
        #expect(throws: TokenRefusal.signature) {
            try verifier.verify([parts[0], other[1], parts[2]].joined(separator: "."))
        }
        #expect(throws: TokenRefusal.signature) {
            try verifier.verify([parts[0], parts[1], ""].joined(separator: "."))
        }
        #expect(throws: TokenRefusal.malformed) { try verifier.verify(parts[0] + "." + parts[1]) }
        #expect(throws: TokenRefusal.malformed) { try verifier.verify(token + String(repeating: "A", count: 5_000)) }
        #expect(throws: TokenRefusal.malformed) { try verifier.verify("") }
    }

    @Test func `a key that is forgotten signs no more`() throws {
        let token = try issuer.token(for: engineer, at: Self.noon)
        ring.forget(kid: "2026-02")
        #expect(throws: TokenRefusal.unknownKey) { try verifier.verify(token) }
    }

    @Test func `an account's old tokens end when it is refused, a new one holds at once`() throws {
        let token = try issuer.token(for: engineer, at: Self.noon)
        ring.refuse(AccountID("xz-1"), issuedBefore: Self.noon + 400)
        #expect(throws: TokenRefusal.withdrawn) { try verifier.verify(token) }
        let fresh = try issuer.token(for: engineer, at: Self.noon + 400)
        #expect(try verifier.verify(fresh).account == AccountID("xz-1"))
        ring.refuse(AccountID("xz-1"), issuedBefore: Self.noon)
        #expect(throws: TokenRefusal.withdrawn) { try verifier.verify(token) }
    }

    @Test func `a person of every role and all sites still fits into a cookie`() throws {
        let everything = Identity(
            account: AccountID("a"), name: String(repeating: "名", count: 40), roles: Set(Role.all),
            sites: Set(SiteCode.contractOrder))
        let token = try issuer.token(for: everything, at: Self.noon)
        #expect(token.utf8.count < 1_200)
        #expect(try verifier.verify(token).roles == Set(Role.all))
    }
}
