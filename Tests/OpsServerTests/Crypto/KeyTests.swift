import Foundation
import OpsCrypto
import Testing

@Suite struct KeyTests {
    // RFC 8032, 7.1, tests 1 to 3.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ])
    func `Ed25519 signs as RFC 8032 does`(seed: String, key: String, message: String, signature: String) throws {
        let secret = try Ed25519.PrivateKey(seed: #require(Hex.decode(seed)))
        let bytes = try #require(Hex.decode(message))
        #expect(Hex.encode(secret.publicKey.rawValue) == key)
        #expect(try Hex.encode(secret.sign(bytes)) == signature)
        #expect(secret.publicKey.isValid(try #require(Hex.decode(signature)), for: bytes))
    }

    @Test func `a signature holds for its message and its key alone`() throws {
        let (one, other) = (try Ed25519.PrivateKey(), try Ed25519.PrivateKey())
        var signature = try one.sign(Array("工单".utf8))
        #expect(one.publicKey.isValid(signature, for: Array("工单".utf8)))
        #expect(!one.publicKey.isValid(signature, for: Array("工草".utf8)))
        #expect(!other.publicKey.isValid(signature, for: Array("工单".utf8)))
        #expect(!one.publicKey.isValid([UInt8](), for: Array("工单".utf8)))
        signature[7] ^= 1
        #expect(!one.publicKey.isValid(signature, for: Array("工单".utf8)))
    }

    @Test func `a key of the wrong length is refused`() {
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 31)) {
            try Ed25519.PrivateKey(seed: [UInt8](repeating: 1, count: 31))
        }
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 33)) {
            try Ed25519.PublicKey(rawValue: [UInt8](repeating: 1, count: 33))
        }
    }

    // RFC 7914, 12.
    @Test func `scrypt gives what RFC 7914 gives`() throws {
        let small = try Scrypt.key(
            Array("password".utf8), salt: Array("NaCl".utf8), cost: 10, block: 8, lanes: 16, length: 64)
        #expect(
            Hex.encode(small)
                == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
        let usual = try Scrypt.key(
            Array("pleaseletmein".utf8), salt: Array("SodiumChloride".utf8), cost: 14, length: 64)
        #expect(
            Hex.encode(usual)
                == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
    }

    @Test func `scrypt refuses to take more than its memory`() {
        #expect(throws: CryptoError.failed("EVP_PBE_scrypt")) {
            try Scrypt.key(Array("x".utf8), salt: Array("y".utf8), cost: 20)
        }
    }

    @Test func `a stored password knows its own and no other`() async throws {
        let hasher = PasswordHasher()
        let stored = try await hasher.hash("春运-2026")
        #expect(stored.rawValue.hasPrefix("scrypt$15$8$1$"))
        #expect(try await hasher.isRight("春运-2026", for: stored))
        #expect(try await !hasher.isRight("春运-2027", for: stored))
        #expect(try await hasher.hash("春运-2026") != stored)
    }

    @Test(arguments: ["", "scrypt$15$8$1$AA", "scrypt$31$8$1$AAAA$AAAA", "plain$15$8$1$AA$AA", "scrypt$15$8$1$AA$AA"])
    func `a stored text that is none of ours fits no password`(text: String) async throws {
        #expect(try await !PasswordHasher().isRight("", for: PasswordHash(rawValue: text)))
    }
}
