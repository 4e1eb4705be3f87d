import Foundation
import OpsContracts
import OpsCrypto
import OpsMessaging
import OpsServer
import OpsTestSupport

/// What arrives over HTTP before a service sees it: tokens, cursors, headers, cookies, forms, JSON.
extension FuzzProperty {
    private static let noon = Timestamp(1_770_955_200_123)
    private static let engineer = Identity(
        account: AccountID("xz-1"), name: "驻场工程师", roles: [.engineer, .expert], sites: [.xz, .bz])

    /// A key, who believes it, and a token it signed.
    private struct Signing {
        let key: Ed25519.PrivateKey
        let verifier: TokenVerifier
        let token: String

        init() throws {
            key = try Ed25519.PrivateKey()
            let ring = KeyRing()
            ring.trust(key.publicKey, kid: "k1")
            verifier = TokenVerifier(keys: ring, clock: ManualClock(noon))
            token = try TokenIssuer(key: key, kid: "k1").token(for: engineer, at: noon)
        }
    }

    /// Only the token that was given is believed.
    static let tokens = FuzzProperty("tokens", words: Words.text) {
        let signing = try Signing()
        let known = try signing.verifier.verify(signing.token)
        return Opened(samples([signing.token])) { input in
            let text = String(decoding: input, as: UTF8.self)
            guard let identity = signing.verifier.identity(of: text) else { return }
            try hold(identity == known, "somebody else", input)
        }
    }

    /// No claims, rightly signed, bring the verifier down or name what is no account.
    static let claims = FuzzProperty("claims", words: Words.json) {
        let signing = try Signing()
        let parts = signing.token.split(separator: ".").compactMap { Base64URL.decode($0) }
        return Opened([parts[1]]) { input in
            let signed = Base64URL.encode(parts[0]) + "." + Base64URL.encode(input)
            let forged = signed + "." + Base64URL.encode(try signing.key.sign(Array(signed.utf8)))
            guard let identity = signing.verifier.identity(of: forged) else { return }
            try hold(AccountID(rawValue: identity.account.rawValue) != nil, "no account", input)
        }
    }

    private struct Position: Codable, Equatable {
        var at: Int64
        var id: String
    }

    static let cursors = FuzzProperty("cursors", words: Words.text) {
        let good = try ["XZ-1", "", "站"].map { try Cursor.encode(Position(at: 7, id: $0)) }
        return Opened(samples(good)) { input in
            let target = "/api/x/v1/things?cursor=" + String(decoding: input, as: UTF8.self)
            let request = Request(IncomingRequest(method: "GET", target: target), at: noon)
            do {
                guard let position: Position = try request.cursor() else { return }
                let text = try Cursor.encode(position)
                let again = Request(IncomingRequest(method: "GET", target: "/x?cursor=\(text)"), at: noon)
                try hold(try again.cursor(Position.self) == position, "another position", input)
            } catch let problem as Problem {
                try hold(problem.status == 400, "refused with \(problem.status)", input)
            }
        }
    }

    private struct Thing: Codable {
        var title: String
        var count: Int
        var day: Day?
        var tags: [String]?
    }

    /// Reads all of a request that a route can read.
    private static let read: @Sendable (Request) async throws -> Response = { request in
        _ = request.cookies
        _ = request.seen
        _ = try request.expectedVersion()
        if request.mediaType == "application/json" {
            let thing: Thing = try request.json()
            return try .json(thing)
        }
        return .html(try request.form().encoded)
    }

    private static func echo() throws -> Edge {
        let routes = [
            Route(.post, "/api/tickets/v1/things/{thing}", .anyone, needsKey: false, perform: read),
            Route(.post, "/things", .anyone, needsKey: false, perform: read),
            Route(.get, "/things/{thing}.csv", .signedIn) { .csv([[try $0.parameter("thing")]], name: "x") },
        ]
        return try Edge(
            [ServiceRoutes(.tickets, routes)], options: Edge.Options(authenticator: TestAuthenticator()))
    }

    static let requests = FuzzProperty("requests", words: Words.text + Words.json) {
        let good = [
            "POST /api/tickets/v1/things/7?site=XZ&seen=ops.office.v1.7\nContent-Type: application/json\nIf-Match: \"7\"\n\n"
                + #"{"title":"黑屏","count":3,"day":"2026-02-13","tags":["a"]}"#,
            "POST /things\nContent-Type: application/x-www-form-urlencoded\nCookie: ops_session=a~engineer~XZ;"
                + " b=c\nOrigin: null\nAccept-Language: en-GB,en;q=0.8,zh;q=0.5\n\n"
                + "title=%E9%BB%91%E5%B1%8F&count=3&_etag=%227%22&_token=abc&_key=k",
            "GET /things/%E7%AB%99.csv?q=1\nAuthorization: Bearer a~engineer~XZ\nIf-None-Match: \"7\", W/\"8\"\n"
                + "X-Correlation-ID: abc\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n"
                + "Accept: text/html\nIdempotency-Key: k\n\n",
        ]
        let edge = try echo()
        return Opened(samples(good)) { input in
            let response = await edge.respond(to: RequestText.incoming(input))
            try hold((200..<500).contains(response.status), "\(response.status)", input)
            try hold(
                response.headers.fields.allSatisfy { !$0.value.contains(where: \.isNewline) }, "a header too many",
                input)
        }
    }

    static let forms = FuzzProperty("forms", words: Words.text) {
        Opened(samples(["a=1&b=%E7%AB%99+x&a=2", "title=&_key=abc&_etag=%227%22"])) { input in
            guard let text = String(validating: input, as: UTF8.self), let fields = Fields.parse(text) else { return }
            try hold(Fields.parse(fields.encoded) == fields, "other fields", input)
            _ = Language(acceptLanguage: text)
            _ = ETag.version(in: text)
        }
    }

    /// A form with files, and what it was read as, written as a form without, are the same.
    static let multipart = FuzzProperty("multipart", words: Words.text + Words.multipart) {
        let part = { (head: String, content: String) in
            "--x\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n"
        }
        let good = [
            part("name=\"title\"", "黑屏") + part("name=\"photo\"; filename=\"a.png\"", "\u{89}PNG") + "--x--\r\n",
            part("name=a", "") + part("name=\"a\"\r\nContent-Type: text/plain; charset=utf-8", "\r\n--") + "--x--",
        ]
        let edge = try echo()
        let send = { @Sendable (type: String, body: Data) async in
            await edge.respond(
                to: IncomingRequest(method: "POST", target: "/things", headers: ["Content-Type": type], body: body))
        }
        return Opened(samples(good)) { input in
            let response = await send("multipart/form-data; boundary=x", input)
            guard response.status == 200, case .bytes(let fields) = response.body else {
                return try hold((400..<500).contains(response.status), "\(response.status)", input)
            }
            let again = await send("application/x-www-form-urlencoded", fields)
            guard case .bytes(let same) = again.body else { throw Broken("no bytes") }
            try hold(again.status == 413 || same == fields, "other fields", input)
        }
    }
}

/// Requests as texts: a line of method and target, headers, an empty line, the body.
enum RequestText {
    static func incoming(_ input: Data, _ more: Headers = Headers()) -> IncomingRequest {
        let end = input.firstRange(of: Data("\n\n".utf8)) ?? input.endIndex..<input.endIndex
        let lines = input[..<end.lowerBound].split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
        }
        let first = (lines.first ?? "").split(separator: " ", maxSplits: 1)
        var headers = more
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            if halves.count == 2 { headers.add(String(halves[0]), halves[1].trimmingCharacters(in: .whitespaces)) }
        }
        return IncomingRequest(
            method: String(first.first ?? ""), target: first.count > 1 ? String(first[1]) : "", headers: headers,
            body: Data(input[end.upperBound...]))
    }
}
