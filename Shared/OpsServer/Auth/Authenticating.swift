/// Turns a token into an identity.
public protocol Authenticating: Sendable {
    /// - Returns: nil where the token is not good any more, or never was.
    func identity(of token: String) -> Identity?
}

/// Where the session cookie is set and cleared.
public enum SessionCookie {
    public static let name = "ops_session"

    /// - Parameters:
    ///   - secure: Whether people reach the console by https.
    ///   - seconds: How long the browser keeps it: as long as the token holds.
    public static func set(_ token: String, secure: Bool, seconds: Int = 12 * 3_600) -> String {
        "\(name)=\(token); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)" + (secure ? "; Secure" : "")
    }

    public static func clear(secure: Bool) -> String { set("", secure: secure, seconds: 0) }
}
