import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Synchronization
import Testing

@Suite struct StreamTests {
    @Test func `events come as they happen, and the stream ends when the server stops`() async throws {
        let (events, tell) = AsyncStream<ServerEvent>.makeStream()
        let live = Route(.get, "/tickets/live", .anyone) { _ in .events(events) }
        let server = try TestServer(.tickets, [live])
        let client = try RawConnection(port: server.port)
        await client.send("GET /tickets/live HTTP/1.1\r\nHost: x\r\n\r\n")
        let head = await client.read(until: ": open\n\n")
        #expect(head.contains("Content-Type: text/event-stream"))
        #expect(head.contains("X-Accel-Buffering: no"))
        tell.yield(ServerEvent("queue 7", name: "change", id: "12"))
        #expect(await client.read(until: "\n\n").contains("id: 12\nevent: change\ndata: queue 7\n\n"))
        tell.yield(ServerEvent("eins\nzwei\u{2028}"))
        #expect(await client.read(until: "\n\n").contains("data: eins\ndata: zwei\n"))
        await server.server.stop(within: .seconds(20))
        #expect(server.server.inFlight == 0)
    }

    @Test func `a quiet stream beats, and a reader who has gone is noticed`() async throws {
        let (gone, tellGone) = AsyncStream<Void>.makeStream()
        let live = Route(.get, "/live", .anyone) { _ in
            let events = AsyncStream<ServerEvent> { $0.onTermination = { _ in tellGone.yield() } }
            return .events(events, beat: .milliseconds(5))
        }
        try await TestServer.with(.tickets, [live]) { server in
            let text: String = try await {
                let client = try RawConnection(port: server.port)
                await client.send("GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
                return await client.read(until: ": beat\n\n")
            }()
            #expect(text.contains(": beat\n\n"))
            for await _ in gone { break }
        }
    }

    @Test func `a large body flows as fast as it is read and no faster`() async throws {
        let made = Mutex(0)
        let chunk = Data(repeating: 0x62, count: 64 << 10)
        let route = Route(.get, "/export", .anyone) { _ in
            let chunks = AsyncStream<Data>(unfolding: {
                let number = made.withLock { made -> Int in
                    made += 1
                    return made
                }
                return number > 400 ? nil : chunk
            })
            return Response(headers: ["Content-Type": "text/csv"], body: .stream(chunks))
        }
        let server = try TestServer([ServiceRoutes(.tickets, [route])])
        try await server.use { server in
            let lazy = try RawConnection(port: server.port)
            await lazy.send("GET /export HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await lazy.read()?.contains("200 OK") == true)
            let whole = try await HTTPClient().send(
                HTTPClient.Call(.get, "http://127.0.0.1:\(server.port)/export", maxBody: 64 << 20))
            #expect(whole.status == 200)
            // The lazy reader took some chunks off the shared count; what is sure is that it did not take all.
            #expect(whole.body.count > 100 * chunk.count)
        }
    }

    @Test func `the head of a stream starts no stream`() async throws {
        let route = Route(.get, "/export", .anyone) { _ in
            Response(body: .stream(AsyncStream { $0.finish() }))
        }
        try await TestServer.with(.tickets, [route]) { server in
            let head = try await server.send(.head, "/export")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
        }
    }
}
