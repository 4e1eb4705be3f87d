import Foundation
import OpsCrypto
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives what FIPS 180-4 gives`(text: String, digest: String) {
        #expect(SHA256.hex(text) == digest)
        #expect(SHA256.hex(Data(text.utf8)) == digest)
    }

    @Test func `a digest in pieces is the digest of the whole`() {
        let hasher = SHA256Hasher()
        hasher.update("a")
        #expect(hasher.hex() == SHA256.hex("a"))
        hasher.update(Data("bc".utf8))
        #expect(hasher.hex() == SHA256.hex("abc"))
    }

    // RFC 4231, test cases 1, 2 and 6.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `HMAC gives what RFC 4231 gives`(key: [UInt8], message: String, code: String) {
        #expect(HMACSHA256.hex(for: Array(message.utf8), key: key) == code)
    }

    @Test func `HMAC takes an empty key and an empty message`() {
        #expect(
            HMACSHA256.hex(for: [UInt8](), key: [UInt8]())
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `equal is equal and a prefix is not`() {
        #expect(ConstantTime.equal("geheim", "geheim"))
        #expect(!ConstantTime.equal("geheim", "geheiM"))
        #expect(!ConstantTime.equal("geheim", "geh"))
        #expect(ConstantTime.equal("", ""))
    }
}
