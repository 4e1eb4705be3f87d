import Foundation
import OpsContracts
import OpsCrypto
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// What arrives over HTTP before a service sees it: tokens, cursors, headers, forms, JSON.
@Suite(.timeLimit(.minutes(10))) struct EdgeFuzzTests {
    private static let noon = Timestamp(1_770_955_200_123)
    private static let engineer = Identity(
        account: AccountID("xz-1"), name: "驻场工程师", roles: [.engineer, .expert], sites: [.xz, .bz])

    @Test func `only the token that was given is believed, and no claims that are signed bring the verifier down`()
        async throws
    {
        let key = try Ed25519.PrivateKey()
        let ring = KeyRing()
        ring.trust(key.publicKey, kid: "k1")
        let verifier = TokenVerifier(keys: ring, clock: ManualClock(Self.noon))
        let token = try TokenIssuer(key: key, kid: "k1").token(for: Self.engineer, at: Self.noon)
        let known = try verifier.verify(token)
        try await Fuzz.run("tokens", count: 800, samples: [Data(token.utf8)], words: Words.text) { input in
            let text = String(decoding: input, as: UTF8.self)
            guard let identity = verifier.identity(of: text) else { return }
            #expect(identity == known, "\(text)")
        }
        let parts = try token.split(separator: ".").prefix(2).map { try #require(Base64URL.decode($0)) }
        try await Fuzz.run("claims", count: 400, samples: [parts[1]]) { input in
            let signed = Base64URL.encode(parts[0]) + "." + Base64URL.encode(input)
            let forged = signed + "." + Base64URL.encode(try key.sign(Array(signed.utf8)))
            guard let identity = verifier.identity(of: forged) else { return }
            #expect(AccountID(rawValue: identity.account.rawValue) != nil, "\(Fuzz.shown(input))")
        }
    }

    private struct Position: Codable, Equatable {
        var at: Int64
        var id: String
    }

    @Test func `a cursor is refused as malformed, or is a position`() async throws {
        let samples = try ["XZ-1", "", "站"].map { Data(try Cursor.encode(Position(at: 7, id: $0)).utf8) }
        try await Fuzz.run("cursors", count: 4_000, samples: samples, words: Words.text) { input in
            let target = "/api/x/v1/things?cursor=" + String(decoding: input, as: UTF8.self)
            let request = Request(IncomingRequest(method: "GET", target: target), at: Self.noon)
            do {
                guard let position: Position = try request.cursor() else { return }
                let text = try Cursor.encode(position)
                let again = Request(IncomingRequest(method: "GET", target: "/x?cursor=\(text)"), at: Self.noon)
                #expect(try again.cursor(Position.self) == position)
            } catch let problem as Problem {
                #expect(problem.status == 400)
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
        _ = try request.expectedVersion()
        if request.mediaType == "application/json" {
            let thing: Thing = try request.json()
            return try .json(thing)
        }
        return .html(try request.form().encoded)
    }

    private static let edge = Result {
        try Edge(
            [
                ServiceRoutes(
                    .tickets,
                    [
                        Route(.post, "/api/tickets/v1/things/{thing}", .anyone, needsKey: false, perform: read),
                        Route(.get, "/things/{thing}.csv", .signedIn) {
                            .csv([[try $0.parameter("thing")]], name: "x")
                        },
                    ])
            ], options: Edge.Options(authenticator: TestAuthenticator()))
    }

    @Test func `a request of any bytes is answered, and never as our own fault`() async throws {
        let samples = [
            "POST /api/tickets/v1/things/7?site=XZ\nContent-Type: application/json\nIf-Match: \"7\"\n\n"
                + #"{"title":"黑屏","count":3,"day":"2026-02-13","tags":["a"]}"#,
            "POST /api/tickets/v1/things/7\nContent-Type: application/x-www-form-urlencoded\nCookie: ops_session=a~engineer~XZ;"
                + " b=c\nOrigin: null\nAccept-Language: en-GB,en;q=0.8,zh;q=0.5\n\ntitle=%E9%BB%91%E5%B1%8F&count=3&_etag=%227%22",
            "GET /things/%E7%AB%99.csv?q=1\nAuthorization: Bearer a~engineer~XZ\nIf-None-Match: \"7\", W/\"8\"\n"
                + "X-Correlation-ID: abc\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n"
                + "Accept: text/html\nIdempotency-Key: k\n\n",
        ].map { Data($0.utf8) }
        let edge = try Self.edge.get()
        try await Fuzz.run("requests", count: 4_000, samples: samples, words: Words.text + Words.json) { input in
            let response = await edge.respond(to: Self.incoming(input))
            #expect((200..<500).contains(response.status), "\(response.status): \(Fuzz.shown(input))")
            #expect(response.headers.fields.allSatisfy { !$0.value.contains(where: \.isNewline) })
        }
    }

    /// A request of its text: line of method and target, headers, an empty line, the body.
    private static func incoming(_ input: Data) -> IncomingRequest {
        let end = input.firstRange(of: Data("\n\n".utf8)) ?? input.endIndex..<input.endIndex
        let lines = input[..<end.lowerBound].split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
        }
        let first = (lines.first ?? "").split(separator: " ", maxSplits: 1)
        var headers = Headers()
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            if halves.count == 2 { headers.add(String(halves[0]), halves[1].trimmingCharacters(in: .whitespaces)) }
        }
        return IncomingRequest(
            method: String(first.first ?? ""), target: first.count > 1 ? String(first[1]) : "", headers: headers,
            body: Data(input[end.upperBound...]))
    }

    @Test func `a form that is read is written so that it reads the same`() async throws {
        let samples = ["a=1&b=%E7%AB%99+x&a=2", "title=&_key=abc&_etag=%227%22"].map { Data($0.utf8) }
        try await Fuzz.run("forms", count: 5_000, samples: samples, words: Words.text) { input in
            guard let text = String(validating: input, as: UTF8.self), let fields = Fields.parse(text) else { return }
            #expect(Fields.parse(fields.encoded) == fields, "\(Fuzz.shown(input))")
            _ = Language(acceptLanguage: text)
            _ = ETag.version(in: text)
        }
    }
}
