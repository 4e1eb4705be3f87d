import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

@Suite struct HTTPClientTests {
    /// What a handler does that has nothing to say: it ends when the server cuts it off.
    private static func untilCancelled() async {
        let (never, holder) = AsyncStream<Void>.makeStream()
        for await _ in never {}
        holder.finish()
    }

    private func call(_ path: String, timeout: Int = 10_000, maxBody: Int = 1 << 20) async throws -> HTTPClient.Answer {
        let routes = [
            Route(.get, "/away", .anyone) { _ in
                Response(status: 302, headers: ["Location": "http://127.0.0.2:9/secret"])
            },
            Route(.get, "/large", .anyone) { _ in .text(String(repeating: "a", count: 70_000)) },
            Route(.get, "/slow", .anyone) { _ in
                await Self.untilCancelled()
                return .noContent
            },
            Route(.post, "/hook", .anyone) { request in
                try .json(["length": String(request.body.count), "type": request.headers["Content-Type"] ?? "-"])
            },
        ]
        return try await TestServer.with(.notify, routes) { server in
            let method: OpsServer.Method = path == "/hook" ? .post : .get
            return try await HTTPClient().send(
                HTTPClient.Call(
                    method, "http://127.0.0.1:\(server.port)\(path)", headers: ["Content-Type": "application/json"],
                    body: method == .post ? Data("{}".utf8) : Data(), timeout: timeout, maxBody: maxBody))
        }
    }

    @Test func `a call brings its headers and its body`() async throws {
        let answer = try await call("/hook")
        #expect(answer.text == #"{"length":"2","type":"application/json"}"#)
        #expect(answer.headers["content-type"] == "application/json")
    }

    @Test func `a redirect is an answer, not a journey`() async throws {
        let answer = try await call("/away")
        #expect(answer.status == 302)
        #expect(answer.headers["Location"] == "http://127.0.0.2:9/secret")
    }

    @Test func `an answer without end is cut`() async throws {
        await #expect(throws: OutboundError.answerTooLarge) { try await call("/large", maxBody: 65_536) }
    }

    @Test func `a request that left and got no answer may have been received`() async throws {
        let error = await #expect(throws: OutboundError.self) { try await call("/slow", timeout: 200) }
        #expect(error?.mayHaveBeenReceived == true)
    }

    @Test(arguments: [
        "http://127.0.0.1:1/", "http://nirgends.invalid/", "ftp://127.0.0.1/", "file:///etc/passwd", "kein url",
    ])
    func `a request that could not leave was not received`(url: String) async throws {
        let error = await #expect(throws: OutboundError.self) {
            try await HTTPClient().send(HTTPClient.Call(.post, url))
        }
        #expect(error?.mayHaveBeenReceived == false)
    }

    @Test func `a cancelled call ends`() async throws {
        let (began, tell) = AsyncStream<Void>.makeStream()
        let route = Route(.get, "/slow", .anyone) { _ in
            tell.yield()
            await Self.untilCancelled()
            return .noContent
        }
        let server = try TestServer(.notify, [route])
        let call = Task { try await server.get("/slow") }
        for await _ in began { break }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        await server.server.stop(within: .milliseconds(10))
    }
}
