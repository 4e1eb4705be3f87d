import Foundation
import OpsCrypto

/// A strong entity tag: the version of a subject (`"7"`), or the hash of a page.
public struct ETag: Sendable, Equatable {
    /// With its quotes.
    public let text: String

    public init(version: Int64) { text = "\"\(version)\"" }

    /// Of something that has no version: a page made of several things.
    public init(hashing bytes: String) { text = "\"" + String(SHA256.hex(bytes).prefix(32)) + "\"" }

    /// The version of `"7"` or `W/"7"`; nil for anything else.
    public static func version(in text: some StringProtocol) -> Int64? {
        let strong = text.hasPrefix("W/") ? text.dropFirst(2) : text[...]
        guard strong.count >= 3, strong.hasPrefix("\""), strong.hasSuffix("\"") else { return nil }
        return Int64(strong.dropFirst().dropLast())
    }
}

extension Request {
    /// The version the caller saw: `If-Match: "7"`, or `_etag` of a form. Nil where none is given or any will do (`*`).
    /// - Throws: `Problem` 400 where it is no version.
    public func expectedVersion() throws(Problem) -> Int64? {
        guard let text = headers["If-Match"] ?? formField("_etag"), text != "*", !text.isEmpty else { return nil }
        guard let version = ETag.version(in: text) ?? Int64(text) else {
            throw .malformed(
                zh: "If-Match 应为读取时得到的 ETag，如 \"7\"。", en: "If-Match must be the ETag you were given, such as \"7\".",
                field: "If-Match")
        }
        return version
    }

    /// For changes that must not overwrite what nobody has seen.
    /// - Throws: `Problem` 428 without a version, 400 where it is none.
    public func requireVersion() throws(Problem) -> Int64 {
        if let version = try expectedVersion() { return version }
        throw Problem(
            428, "version-needed", zh: "请带上 If-Match，值为读取时得到的 ETag。",
            en: "Send If-Match with the ETag you were given when you read it.")
    }

    /// - Throws: `Problem` 412 where the caller saw another version than the current one.
    public func requireMatch(current: Int64) throws(Problem) {
        if let seen = try expectedVersion(), seen != current { throw .stale(current: current) }
    }

    /// Whether the reader's copy (`If-None-Match`) is still good.
    func hasCopy(of etag: String) -> Bool {
        headers.all("If-None-Match").flatMap { $0.split(separator: ",") }.contains { candidate in
            let text = candidate.trimmingCharacters(in: .whitespaces)
            return text == "*" || text == etag || text == "W/" + etag
        }
    }

    /// A field of a form, where the body is one; nil otherwise.
    func formField(_ name: String) -> String? { (try? form())?[name] }
}
