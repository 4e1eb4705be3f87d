public import Foundation
public import OpsContracts
import OpsCrypto

/// A request as the transport hands it over: nothing in it has been believed yet.
public struct IncomingRequest: Sendable {
    public var method: String
    /// Path and query as sent, still escaped.
    public var target: String
    public var headers: Headers
    public var body: Data
    /// The body was larger than the route takes; `body` is then empty.
    public var isTooLarge: Bool
    /// The server holds too much already; `body` is empty.
    public var isShed = false
    /// The address of the other end, as far as it is known.
    public var peer: String?

    public init(
        method: String, target: String, headers: Headers = Headers(), body: Data = Data(), isTooLarge: Bool = false,
        peer: String? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.isTooLarge = isTooLarge
        self.peer = peer
    }
}

/// A request as a route sees it.
public struct Request: Sendable {
    /// Nil for a method we do not know.
    public let method: Method?
    /// Still escaped, without the query; what `instance` in a problem says.
    public let path: String
    /// The path's pieces, unescaped; nil where the path is malformed.
    public let segments: [String]?
    /// Path and query as sent: where to come back to after signing in.
    public let target: String
    /// Nil where an escape in it is broken.
    public let parsedQuery: Fields?
    public let headers: Headers
    public let body: Data
    public let isTooLarge: Bool
    public let isShed: Bool
    public let peer: String?
    /// One id through all that this request causes: the header `X-Correlation-ID` where it is well-formed, else new.
    public let correlation: String
    /// The W3C trace context, where it is well-formed.
    public let traceparent: String?
    public let language: Language
    /// Values of the `{names}` in the route's pattern.
    public internal(set) var parameters: [String: String] = [:]
    /// Who asks; nil for somebody who is not signed in.
    public internal(set) var identity: Identity?
    /// How the identity was proven; nil without one.
    public internal(set) var proof: Proof?
    /// What the address says was seen happen elsewhere has not come here yet: the page says 数据同步中.
    public internal(set) var isBehind = false
    /// The body taken apart, where it is a form with files.
    var multipart: MultipartForm?
    /// The command's id and the fingerprint of its body; nil on a request that carries no key.
    public internal(set) var command: CommandKey?
    /// Set where the facts are played, so that pages can say so.
    public internal(set) var sample: SampleData?

    public enum Proof: Sendable, Equatable {
        case bearer
        /// A cookie goes with every request of the browser, so a change needs a proof of origin besides.
        case cookie(session: String)
    }

    /// - Parameter now: Only for the correlation id's time.
    public init(_ incoming: IncomingRequest, at now: Timestamp) {
        method = Method(rawValue: incoming.method)
        target = incoming.target
        let halves = incoming.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(halves.first ?? "/")
        segments = Self.segments(path)
        parsedQuery = Fields.parse(halves.count > 1 ? halves[1] : "")
        headers = incoming.headers
        body = incoming.body
        isTooLarge = incoming.isTooLarge
        isShed = incoming.isShed
        peer = incoming.peer
        language = Language(acceptLanguage: incoming.headers["Accept-Language"])
        correlation =
            incoming.headers["X-Correlation-ID"].flatMap { AccountID(rawValue: $0)?.rawValue }
            ?? UUIDv7.make(at: now.rawValue)
        traceparent = incoming.headers["traceparent"].flatMap { Self.isTraceparent($0) ? $0 : nil }
    }

    /// Empty where the query is malformed; the edge has refused such a request before a route sees it.
    public var query: Fields { parsedQuery ?? Fields() }

    /// Cookies by name; the first of a name counts.
    public var cookies: [String: String] {
        var cookies: [String: String] = [:]
        for header in headers.all("Cookie") {
            for part in header.split(separator: ";") {
                let halves = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                if halves.count == 2, cookies[halves[0]] == nil { cookies[halves[0]] = halves[1] }
            }
        }
        return cookies
    }

    /// Whether a person looks at the answer in a browser, so that errors are pages and not problem documents.
    public var wantsPage: Bool {
        !path.hasPrefix("/api/") && (headers["Accept"] ?? "").contains("text/html")
    }

    /// Whether browsers count the connection as secure, as far as it can be told: by https up to the gateway, or on this
    /// very machine. Elsewhere they ignore `Clear-Site-Data`.
    public var isSecure: Bool {
        if headers["X-Forwarded-Proto"]?.lowercased() == "https" { return true }
        let host = headers["Host"]?.split(separator: ":").first.map(String.init) ?? ""
        return ["127.0.0.1", "localhost"].contains(host)
    }

    /// The media type without its parameters, in lower case.
    public var mediaType: String? {
        headers["Content-Type"]?.split(separator: ";").first.map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }
    }

    private static func segments(_ path: String) -> [String]? {
        guard path.hasPrefix("/"), path.utf8.count <= 2_048 else { return nil }
        var segments: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentCoding.decode(part), segment != ".", segment != "..",
                !segment.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "/" })
            else { return nil }
            segments.append(segment)
        }
        return segments
    }

    private static func isTraceparent(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [2, 32, 16, 2] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
