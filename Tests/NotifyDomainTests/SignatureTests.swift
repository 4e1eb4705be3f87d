import Foundation
import NotifyDomain
import Testing

/// Vectors of the providers' documentation (requirements §5.4) and of the Standard Webhooks specification.
@Suite struct SignatureTests {
    @Test func `HMAC-SHA256 of these tests agrees with RFC 4231`() {
        let digest = hmacSHA256(Data("Jefe".utf8), Data("what do ya want for nothing?".utf8))
        let hex = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `DingTalk signs timestamp and secret under the secret`() {
        let sign = Signature.dingtalk(secret: "SEC0123456789abcdef", timestamp: 1_760_000_000_000, hmac: hmacSHA256)
        #expect(sign == "fw0CH1MpbkFGan2rEL7z77Kdqz9PFEF3v9hayfovKTU=")
        #expect(Signature.queryEscaped(sign) == "fw0CH1MpbkFGan2rEL7z77Kdqz9PFEF3v9hayfovKTU%3D")
        #expect(Signature.queryEscaped("a+b/c") == "a%2Bb%2Fc")
    }

    @Test func `Feishu signs nothing under timestamp and secret`() {
        let sign = Signature.feishu(secret: "demo-secret", timestamp: 1_760_000_000, hmac: hmacSHA256)
        #expect(sign == "SXsjdxguugtfNrZxDDzfOZjfKVAwpfP14fZKksUL9rs=")
    }

    @Test func `a webhook is signed as the specification's example`() {
        let signature = Signature.standardWebhook(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Data(#"{"test": 2432232314}"#.utf8),
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", hmac: hmacSHA256)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `a secret without the prefix is its own bytes`() {
        let plain = Signature.standardWebhook(
            id: "a", timestamp: 1, body: Data(), secret: "secret", hmac: hmacSHA256)
        let encoded = Signature.standardWebhook(
            id: "a", timestamp: 1, body: Data(), secret: "whsec_" + Data("secret".utf8).base64EncodedString(),
            hmac: hmacSHA256)
        #expect(plain == encoded)
    }
}
