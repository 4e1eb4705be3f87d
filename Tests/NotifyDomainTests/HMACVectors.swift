import Foundation

/// HMAC-SHA256 (RFC 2104, FIPS 180-4) for tests of a domain that is handed its cryptography.
func hmacSHA256(_ key: Data, _ message: Data) -> Data {
    var block = key.count > 64 ? sha256(Array(key)) : Array(key)
    block += [UInt8](repeating: 0, count: 64 - block.count)
    let inner = sha256(block.map { $0 ^ 0x36 } + Array(message))
    return Data(sha256(block.map { $0 ^ 0x5c } + inner))
}

private func sha256(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x80]
    padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
    padded += (0..<8).map { UInt8(truncatingIfNeeded: (message.count * 8) >> (56 - 8 * $0)) }
    var hash = roots(of: 8, cube: false)
    let constants = roots(of: 64, cube: true)
    for start in stride(from: 0, to: padded.count, by: 64) {
        var words = (0..<16).map { i in (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(padded[start + i * 4 + $1]) } }
        for i in 16..<64 {
            let s0 = words[i - 15].rotated(7) ^ words[i - 15].rotated(18) ^ (words[i - 15] >> 3)
            let s1 = words[i - 2].rotated(17) ^ words[i - 2].rotated(19) ^ (words[i - 2] >> 10)
            words.append(words[i - 16] &+ s0 &+ words[i - 7] &+ s1)
        }
        var v = hash
        for i in 0..<64 {
            let s1 = v[4].rotated(6) ^ v[4].rotated(11) ^ v[4].rotated(25)
            let first = v[7] &+ s1 &+ ((v[4] & v[5]) ^ (~v[4] & v[6])) &+ constants[i] &+ words[i]
            let s0 = v[0].rotated(2) ^ v[0].rotated(13) ^ v[0].rotated(22)
            let second = s0 &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
            v = [first &+ second, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
        }
        hash = zip(hash, v).map { $0 &+ $1 }
    }
    return hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
}

/// The first 32 bits of the fractions of the first primes' square or cube roots.
private func roots(of count: Int, cube: Bool) -> [UInt32] {
    let primes = (2...).lazy.filter { n in !(2..<n).contains { n % $0 == 0 } }.prefix(count)
    return primes.map { prime in
        let root = cube ? cbrt(Double(prime)) : Double(prime).squareRoot()
        return UInt32((root - root.rounded(.down)) * 4_294_967_296)
    }
}

extension UInt32 {
    fileprivate func rotated(_ bits: UInt32) -> UInt32 { self >> bits | self << (32 - bits) }
}
