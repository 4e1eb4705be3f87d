import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Synchronization
import Testing

@Suite struct ServerTests {
    static let echo = Route(.post, "/echo", .anyone) { request in .text(String(decoding: request.body, as: UTF8.self)) }
    static let hello = Route(.get, "/hello", .anyone) { _ in .text("你好") }

    @Test func `two hundred requests over thirty-two connections are all answered with their own`() async throws {
        let server = try TestServer([ServiceRoutes(.tickets, [Self.echo])], width: 32)
        try await server.use { server in
            try await withThrowingTaskGroup { group in
                for number in 0..<200 {
                    group.addTask {
                        let body = Data("\(number) ".utf8) + Data(repeating: 0x61, count: number * 97)
                        let answer = try await server.send(.post, "/echo", body: body)
                        return answer.status == 200 && answer.body == body
                    }
                }
                var right = 0
                for try await isRight in group where isRight { right += 1 }
                #expect(right == 200)
            }
        }
        #expect(server.server.inFlight == 0)
    }

    @Test func `bodies beyond what the server may hold are answered 503, and what was held is given back`() async throws
    {
        let options = HTTPServer.Options(bodyBudget: 100_000)
        let server = try TestServer([ServiceRoutes(.tickets, [Self.echo])], server: options)
        try await server.use { server in
            for _ in 0..<3 {
                let refused = try await server.send(.post, "/echo", body: Data(repeating: 0x61, count: 200_000))
                #expect(refused.status == 503)
                #expect(refused.headers["Content-Type"]?.hasPrefix("application/problem+json") == true)
                let taken = try await server.send(.post, "/echo", body: Data(repeating: 0x61, count: 90_000))
                #expect(taken.status == 200 && taken.body.count == 90_000)
            }
        }
    }

    @Test func `a large body is read only from who may send it`() async throws {
        let upload = Route(.put, "/upload", .signedIn, bodyLimit: 4 << 20, needsKey: false) { _ in .noContent }
        let edge = try Edge([ServiceRoutes(.tickets, [upload])])
        #expect(edge.bodyLimit(method: "PUT", target: "/upload") == 256 << 10)
        let open = Route(.put, "/open", .anyone, bodyLimit: 4 << 20, needsKey: false) { _ in .noContent }
        #expect(try Edge([ServiceRoutes(.tickets, [open])]).bodyLimit(method: "PUT", target: "/open") == 4 << 20)
    }

    @Test func `a client that sends byte by byte is served`() async throws {
        try await TestServer.with(.tickets, [Self.echo]) { server in
            let client = try RawConnection(port: server.port)
            for character in "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n你好" {
                await client.send(String(character))
            }
            let answer = await client.read(until: "你好")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n你好"))
        }
    }

    @Test func `one connection carries several requests`() async throws {
        try await TestServer.with(.tickets, [Self.hello]) { server in
            let client = try RawConnection(port: server.port)
            for _ in 0..<3 {
                await client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(await client.read(until: "你好").contains("200 OK"))
            }
        }
    }

    @Test func `a silent client is put off, others are not`() async throws {
        let server = try TestServer(
            [ServiceRoutes(.tickets, [Self.hello])], server: HTTPServer.Options(idleSeconds: 1))
        try await server.use { server in
            let silent = try RawConnection(port: server.port)
            await silent.send("GET /hello HTTP/1.1\r\nHost:")
            #expect(try await server.get("/hello").status == 200)
            #expect(await silent.read() == nil)
        }
    }

    @Test func `a chunked body without end is cut`() async throws {
        try await TestServer.with(.tickets, [Self.echo]) { server in
            let client = try RawConnection(port: server.port)
            await client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "10000\r\n" + String(repeating: "a", count: 65_536) + "\r\n"
            for _ in 0..<140 { await client.send(chunk) }
            await client.send("0\r\n\r\n")
            let answer = await client.read(until: "}")
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 413"))
            #expect(try await server.send(.post, "/echo", body: Data("noch da".utf8)).text == "noch da")
        }
    }

    @Test(arguments: ["GARBAGE\r\n\r\n", "GET /hello\r\n\r\n", "BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n"])
    func `what is no request of ours is refused and does no harm`(text: String) async throws {
        try await TestServer.with(.tickets, [Self.hello]) { server in
            let client = try RawConnection(port: server.port, readTimeout: 2)
            await client.send(text)
            let answer = await client.read() ?? ""
            #expect(!answer.contains("你好"))
            #expect(try await server.get("/hello").text == "你好")
        }
    }

    @Test func `stopping lets a begun request finish and takes no new one`() async throws {
        let (began, tellBegan) = AsyncStream<Void>.makeStream()
        let (goOn, tellGoOn) = AsyncStream<Void>.makeStream()
        let slow = Route(.get, "/slow", .anyone) { _ in
            tellBegan.yield()
            for await _ in goOn { break }
            return .text("fertig")
        }
        let server = try TestServer(.tickets, [slow])
        async let answer = server.get("/slow")
        for await _ in began { break }
        async let stopped: Void = server.server.stop(within: .seconds(20))
        var refused = false
        for _ in 0..<500 where !refused {
            refused = (try? RawConnection(port: server.port)) == nil
            await Task.yield()
        }
        #expect(refused)
        tellGoOn.yield()
        #expect(try await answer.text == "fertig")
        #expect(try await answer.headers["Connection"] == "close")
        await stopped
    }

    @Test func `what is not done by the deadline is cut off`() async throws {
        let (began, tellBegan) = AsyncStream<Void>.makeStream()
        let endless = Route(.get, "/endless", .anyone) { _ in
            tellBegan.yield()
            try await Task.sleep(for: .seconds(600))
            return .noContent
        }
        let server = try TestServer(.tickets, [endless])
        let call = Task { try await server.get("/endless") }
        for await _ in began { break }
        await server.server.stop(within: .milliseconds(50))
        await #expect(throws: OutboundError.self) { try await call.value }
        await server.server.stop()
    }

    @Test func `a taken port is said to be taken`() async throws {
        try await TestServer.with(.tickets, [Self.hello]) { server in
            #expect(throws: ServerError.self) {
                try HTTPServer(Edge([]), on: .tcp(host: "127.0.0.1", port: server.port))
            }
        }
    }

    @Test func `a Unix socket serves its owner`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ops-\(UUID()).sock").path
        let server = try HTTPServer(Edge([ServiceRoutes(.tickets, [Self.hello])]), on: .unix(path: path))
        let answer = try await HTTPClient().send(
            HTTPClient.Call(.get, "http://localhost/hello", unixSocket: path))
        #expect(answer.text == "你好")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        await server.stop()
    }
}
