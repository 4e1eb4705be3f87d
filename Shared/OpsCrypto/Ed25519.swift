import CCrypto
public import Foundation

/// Ed25519 signatures (RFC 8032).
public enum Ed25519 {
    /// The secret half: 32 random bytes.
    public struct PrivateKey: Sendable {
        /// To be kept where only the signer reads it.
        public let seed: [UInt8]
        public let publicKey: PublicKey

        public init() throws(CryptoError) { try self.init(seed: SecureRandom.bytes(32)) }

        /// - Throws: `CryptoError.wrongLength` unless there are 32 bytes.
        public init(seed: [UInt8]) throws(CryptoError) {
            guard seed.count == 32 else { throw .wrongLength(expected: 32, got: seed.count) }
            let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
            defer { EVP_PKEY_free(key) }
            var raw = [UInt8](repeating: 0, count: 32)
            var length = raw.count
            guard key != nil, EVP_PKEY_get_raw_public_key(key, &raw, &length) == 1, length == 32 else {
                throw .failed("EVP_PKEY_new_raw_private_key")
            }
            self.seed = seed
            publicKey = PublicKey(checked: raw)
        }

        /// 64 bytes.
        public func sign(_ message: some ContiguousBytes) throws(CryptoError) -> [UInt8] {
            let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
            let context = EVP_MD_CTX_new()
            defer {
                EVP_MD_CTX_free(context)
                EVP_PKEY_free(key)
            }
            var signature = [UInt8](repeating: 0, count: 64)
            var length = signature.count
            let done = message.withUnsafeBytes { message in
                let bytes = message.bindMemory(to: UInt8.self)
                return EVP_DigestSignInit(context, nil, nil, nil, key) == 1
                    && EVP_DigestSign(context, &signature, &length, bytes.baseAddress, bytes.count) == 1
            }
            guard done, length == 64 else { throw .failed("EVP_DigestSign") }
            return signature
        }
    }

    /// The half everybody may know.
    public struct PublicKey: Sendable, Hashable {
        /// 32 bytes.
        public let rawValue: [UInt8]

        /// - Throws: `CryptoError.wrongLength` unless there are 32 bytes.
        public init(rawValue: [UInt8]) throws(CryptoError) {
            guard rawValue.count == 32 else { throw .wrongLength(expected: 32, got: rawValue.count) }
            self.rawValue = rawValue
        }

        fileprivate init(checked: [UInt8]) { rawValue = checked }

        /// False as well where the key or the signature is malformed.
        public func isValid(_ signature: some ContiguousBytes, for message: some ContiguousBytes) -> Bool {
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, rawValue, rawValue.count)
            let context = EVP_MD_CTX_new()
            defer {
                EVP_MD_CTX_free(context)
                EVP_PKEY_free(key)
            }
            guard key != nil, EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
            return signature.withUnsafeBytes { signature in
                message.withUnsafeBytes { message in
                    let proof = signature.bindMemory(to: UInt8.self)
                    let bytes = message.bindMemory(to: UInt8.self)
                    return EVP_DigestVerify(
                        context, proof.baseAddress, proof.count, bytes.baseAddress, bytes.count) == 1
                }
            }
        }
    }
}

public enum CryptoError: Error, Equatable, Sendable {
    case wrongLength(expected: Int, got: Int)
    /// The function of OpenSSL that refused; in practice memory has run out.
    case failed(String)
}
