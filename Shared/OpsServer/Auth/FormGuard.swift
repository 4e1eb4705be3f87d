import Foundation
public import OpsCrypto

/// Tells a form of ours from a form of somebody else that the browser sends with our cookie.
public struct FormGuard: Sendable {
    private let secret: [UInt8]
    private let origins: Set<String>

    /// - Parameters:
    ///   - secret: 32 bytes that all instances behind one address share; by default new, so that forms rendered before
    ///     a restart rely on their origin alone.
    ///   - origins: Further origins that are ours: `https://ops.example.cn`, where a gateway changes the Host.
    public init(secret: [UInt8] = SecureRandom.bytes(32), origins: Set<String> = []) {
        self.secret = secret
        self.origins = Set(origins.map { $0.lowercased() })
    }

    /// As the process is told: `http.formSecret`, and `http.publicUrl` for a gateway that changes the Host.
    /// - Parameter setting: a setting by its environment name; nil where unset.
    public init(setting: (String) -> String?) {
        let secret = setting("OPS_HTTP_FORM_SECRET").map { Array($0.utf8) } ?? SecureRandom.bytes(32)
        let origin = setting("OPS_HTTP_PUBLIC_URL").flatMap(Self.origin)
        self.init(secret: secret, origins: Set([origin].compactMap(\.self)))
    }

    /// What a browser sends as `Origin` from that address: no path, no usual port.
    static func origin(_ address: String) -> String? {
        guard let parts = URLComponents(string: address), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host?.lowercased(), !host.isEmpty
        else { return nil }
        let usual = scheme == "https" ? 443 : 80
        return "\(scheme)://\(host)" + (parts.port.flatMap { $0 == usual ? nil : ":\($0)" } ?? "")
    }

    /// The value of a form's hidden `_token`; empty without a session by cookie, which needs none.
    public func token(for request: Request) -> String {
        guard case .cookie(let session) = request.proof else { return "" }
        return token(session: session)
    }

    func token(session: String) -> String {
        Base64URL.encode(HMACSHA256.code(for: Array("form\n\(session)".utf8), key: secret))
    }

    /// - Throws: `Problem` 403 where a change comes with a cookie and from no page of ours.
    func check(_ request: Request) throws(Problem) {
        guard case .cookie(let session) = request.proof, request.method?.changesState != false else { return }
        if let site = request.headers["Sec-Fetch-Site"]?.lowercased(), site != "none" {
            guard site == "same-origin" else { throw .notSameOrigin }
            return
        }
        if let origin = request.headers["Origin"]?.lowercased(), origin != "null" {
            guard isOurs(origin, host: request.headers["Host"]) else { throw .notSameOrigin }
            return
        }
        guard let sent = request.formField("_token") ?? request.headers["X-Form-Token"],
            ConstantTime.equal(sent, token(session: session))
        else { throw .notSameOrigin }
    }

    private func isOurs(_ origin: String, host: String?) -> Bool {
        if origins.contains(origin) { return true }
        guard let host = host?.lowercased(), !host.isEmpty else { return false }
        return origin == "https://\(host)" || origin == "http://\(host)"
    }
}
