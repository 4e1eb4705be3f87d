import Foundation
import OpsCrypto
import Testing

@Suite struct EncodingTests {
    @Test(arguments: [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")])
    func `base64url is RFC 4648 without padding`(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Data(plain.utf8))
    }

    @Test func `base64url uses the alphabet that URLs bear`() {
        #expect(Base64URL.encode([0xfb, 0xff]) == "-_8")
        #expect(Base64URL.decode("-_8") == Data([0xfb, 0xff]))
    }

    @Test(arguments: ["Zg==", "Z", "Zh", "Zm9v\n", "Zm+v", " Zm9v"])
    func `base64url refuses a second spelling`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `hexadecimal is read in both cases and refused when odd or foreign`() {
        #expect(Hex.decode("00fFA5") == [0, 255, 165])
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("0g") == nil)
    }

    // RFC 9562, appendix A.6.
    @Test func `UUIDv7 gives the example of RFC 9562`() {
        let random: [UInt8] = [0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F]
        #expect(UUIDv7.make(at: 0x017F_22E2_79B0, random: random) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }

    @Test func `UUIDv7 sorts by time and does not repeat`() {
        #expect(UUIDv7.make(at: 1_000) < UUIDv7.make(at: 1_001))
        #expect(Set((0..<1_000).map { _ in UUIDv7.make(at: 5) }).count == 1_000)
        #expect(UUID(uuidString: UUIDv7.make(at: 5)) != nil)
    }

    @Test func `a number to read out has no letter that is taken for a digit`() {
        let text = SecureRandom.crockford(4_000)
        #expect(text.count == 4_000)
        #expect(text.allSatisfy { "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains($0) })
    }
}
