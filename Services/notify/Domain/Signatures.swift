public import Foundation

/// HMAC-SHA256 of `message` under `key`; comes in as an argument so that the domain stays pure.
public typealias HMAC = (_ key: Data, _ message: Data) -> Data

/// How the other side knows that it is us (requirements §5.4).
public enum Signature {
    /// DingTalk: `sign` of the query, before URL encoding.
    /// - Parameter timestamp: milliseconds.
    public static func dingtalk(secret: String, timestamp: Int64, hmac: HMAC) -> String {
        hmac(Data(secret.utf8), Data("\(timestamp)\n\(secret)".utf8)).base64EncodedString()
    }

    /// Feishu: `sign` of the body. Key and message are the other way round: the message is empty.
    /// - Parameter timestamp: seconds.
    public static func feishu(secret: String, timestamp: Int64, hmac: HMAC) -> String {
        hmac(Data("\(timestamp)\n\(secret)".utf8), Data()).base64EncodedString()
    }

    /// The `webhook-signature` header of Standard Webhooks; the other two headers are the first two arguments.
    /// - Parameters:
    ///   - timestamp: seconds; a receiver accepts ±300.
    ///   - secret: the bytes, or with the prefix `whsec_` their Base64.
    public static func standardWebhook(
        id: String, timestamp: Int64, body: Data, secret: String, hmac: HMAC
    ) -> String {
        var signed = Data("\(id).\(timestamp).".utf8)
        signed.append(body)
        return "v1," + hmac(key(secret), signed).base64EncodedString()
    }

    private static func key(_ secret: String) -> Data {
        guard secret.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(secret.dropFirst(6))) else {
            return Data(secret.utf8)
        }
        return bytes
    }

    /// A value of a query: everything but letters, digits and `-._~` is escaped (Base64 has `+`, `/` and `=`).
    public static func queryEscaped(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
