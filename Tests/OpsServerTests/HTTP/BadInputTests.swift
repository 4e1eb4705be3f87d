import Foundation
import OpsContracts
import OpsDomain
import OpsServer
import OpsTestSupport
import Synchronization
import Testing

@Suite struct BadInputTests {
    struct Report: Codable, Sendable {
        struct Part: Codable, Sendable { var serial: String }
        var title: String
        var count: Int
        var urgent: Bool?
        var parts: [Part]?
    }

    static let path = "/api/tickets/v1/tickets"
    static let open = Route(.post, path, .anyone) { request in
        let report = try request.json(Report.self)
        return try .json(report, status: 201, etag: 1)
    }

    private func post(_ json: String, headers: Headers = [:], key: String? = "k1") async throws -> HTTPClient.Answer {
        try await TestServer.with(.tickets, [Self.open]) { server in
            try await server.post(Self.path, json: json, key: key, headers: headers)
        }
    }

    @Test func `good input is answered with its version`() async throws {
        let answer = try await post(#"{"title":"黑屏","count":2}"#)
        #expect(answer.status == 201)
        #expect(answer.headers["ETag"] == "\"1\"")
        #expect(answer.text == #"{"count":2,"title":"黑屏"}"#)
    }

    @Test(arguments: [
        (#"{"title":"#, 400, nil as String?),
        ("", 400, nil),
        ("[]", 422, nil),
        (#"{"title":"a","count":"two"}"#, 422, "count"),
        (#"{"title":"a","count":1.5}"#, 422, nil),
        (#"{"title":null,"count":1}"#, 422, "title"),
        (#"{"count":1}"#, 422, "title"),
        (#"{"title":"a","count":1,"urgent":"yes"}"#, 422, "urgent"),
        (#"{"title":"a","count":1,"parts":[{"serial":"x"},{}]}"#, 422, "parts[1].serial"),
        (#"{"title":"a","count":1,"parts":{}}"#, 422, "parts"),
    ])
    func `wrong input names the field`(json: String, status: Int, field: String?) async throws {
        let answer = try await post(json)
        let problem = try answer.problem
        #expect(answer.status == status)
        #expect(problem.status == status)
        #expect(problem.field == field)
        #expect(problem.instance == Self.path)
        #expect(problem.type == "https://stationops.example/problems/\(problem.code)")
        #expect(problem.correlation == answer.headers["X-Correlation-ID"])
    }

    @Test func `a problem speaks Chinese unless asked for English`() async throws {
        let zh = try await post(#"{"title":"a","count":"two"}"#).problem
        #expect(zh.title == "内容需要修改")
        #expect(zh.detail == "“count”应为整数。")
        let en = try await post(#"{"title":"a","count":"two"}"#, headers: ["Accept-Language": "fr,en;q=0.9,zh;q=0.2"])
        #expect(try en.problem.detail == "The field count must be an integer.")
        #expect(en.headers["Content-Language"] == "en")
    }

    @Test func `a body far above the limit is answered or cut, never taken`() async throws {
        do {
            let answer = try await post("{\"title\":\"" + String(repeating: "a", count: 9 << 20) + "\",\"count\":1}")
            #expect(answer.status == 413)
        } catch let error as OutboundError {
            // The answer came while the client was still sending, and the connection went before it was read.
            #expect(error.mayHaveBeenReceived)
        }
    }

    @Test(arguments: [300 << 10, 1 << 20, 7 << 20])
    func `a body above the limit is refused, however far above`(bytes: Int) async throws {
        let answer = try await post("{\"title\":\"" + String(repeating: "a", count: bytes) + "\",\"count\":1}")
        #expect(answer.status == 413)
        #expect(try answer.problem.detail == "内容太大，最多 256 KiB。请删减后重试。")
    }

    @Test func `a body up to the limit is taken`() async throws {
        let text = String(repeating: "a", count: (256 << 10) - 23)
        #expect(try await post("{\"title\":\"\(text)\",\"count\":1}").status == 201)
    }

    @Test func `another media type is refused`() async throws {
        let answer = try await TestServer.with(.tickets, [Self.open]) { server in
            try await server.send(
                .post, Self.path, headers: ["Content-Type": "text/xml", "Idempotency-Key": "k"], body: Data("<a/>".utf8)
            )
        }
        #expect(answer.status == 415)
    }

    @Test(arguments: [nil, "", "mit leer zeichen", String(repeating: "k", count: 129), "schlüssel"])
    func `a command without a proper key is told what to do`(key: String?) async throws {
        let answer = try await post(#"{"title":"a","count":1}"#, key: key)
        #expect(answer.status == 400)
        #expect(try answer.problem.field == "Idempotency-Key")
    }

    @Test(arguments: [
        (Rejection.Kind.invalid, 422), (.forbidden, 403), (.missing, 404), (.conflict, 409),
    ])
    func `a rejection of the domain becomes a problem`(kind: Rejection.Kind, status: Int) async throws {
        let route = Route(.get, "/api/x", .anyone) { _ in
            throw Rejection(kind, "not-so", zh: "先受理，再派单。", en: "Accept it first.", field: "state")
        }
        let answer = try await TestServer.with(.tickets, [route]) { try await $0.get("/api/x") }
        let problem = try answer.problem
        #expect(answer.status == status)
        #expect([problem.code, problem.detail, problem.field] == ["not-so", "先受理，再派单。", "state"])
    }

    @Test func `an unexpected error says a number, and only the log says what it was`() async throws {
        struct Broken: Error { var path = "/var/lib/secret.sqlite" }
        let lines = Mutex<[String]>([])
        let log = OpsLog(service: "tickets", level: .error) { line in lines.withLock { $0.append(line) } }
        let route = Route(.get, "/api/x", .anyone) { _ in throw Broken() }
        let answer = try await TestServer.with(.tickets, [route], options: Edge.Options(log: log)) {
            try await $0.get("/api/x")
        }
        let number = try #require(try answer.problem.number)
        #expect(answer.status == 500)
        #expect(number.count == 4)
        #expect(try answer.problem.detail.contains("编号 \(number)"))
        #expect(!answer.text.contains("secret.sqlite"))
        let line = try #require(lines.withLock { $0.first })
        #expect(line.contains("\"number\":\"\(number)\"") && line.contains("secret.sqlite"))
    }

    @Test(arguments: [
        ("?cursor=%%%", 400), ("?cursor=bm90", 400), ("?limit=0", 400), ("?limit=abc", 400), ("?limit=5", 200),
    ])
    func `bad cursors and limits are refused`(query: String, status: Int) async throws {
        let route = Route(.get, "/api/x", .anyone) { request in
            _ = try request.cursor([String: Int].self)
            return try .json(["limit": request.number("limit", in: 1...200, default: 50)])
        }
        let answer = try await TestServer.with(.tickets, [route]) { try await $0.get("/api/x" + query) }
        #expect(answer.status == status)
    }

    @Test func `a cursor comes back as it went out`() async throws {
        let cursor = try Cursor.encode(["seq": 41])
        let route = Route(.get, "/api/x", .anyone) { request in try .json(request.cursor([String: Int].self)) }
        let answer = try await TestServer.with(.tickets, [route]) { try await $0.get("/api/x?cursor=\(cursor)") }
        #expect(answer.text == #"{"seq":41}"#)
    }
}
