import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Synchronization
import Testing

@Suite struct IdempotencyTests {
    static let path = "/api/tickets/v1/tickets"

    /// A route that counts how often it worked, over a real store.
    private final class Desk: Sendable {
        let worked = Atomic(0)
        let folder: TemporaryFolder
        let store: Store

        init() throws {
            folder = try TemporaryFolder()
            store = try Store(
                path: folder.file("tickets.sqlite"),
                definition: StoreDefinition(service: .tickets, models: [], knownTypes: []),
                clock: ManualClock(Timestamp(1_770_955_200_000)))
        }

        func routes() -> [Route] {
            let open: Route.Perform = { [self] request in
                try await store.respond(to: request) { [self] _ in
                    let number = worked.add(1, ordering: .relaxed).newValue
                    return try .json(["number": number], status: 201, etag: 1)
                }
            }
            return [
                Route(.post, path, .anyone, perform: open), Route(.post, "/tickets/new", .anyone, perform: open),
                Route(.post, path + "/{ticket}/accept", .anyone, perform: open),
            ]
        }
    }

    private func with(_ body: (Desk, TestServer) async throws -> Void) async throws {
        let desk = try Desk()
        let options = Edge.Options(authenticator: TestAuthenticator())
        try await TestServer.with(.tickets, desk.routes(), options: options) { try await body(desk, $0) }
    }

    @Test func `the same key and body get the same answer and one effect`() async throws {
        try await with { desk, server in
            let first = try await server.post(Self.path, json: #"{"title":"a"}"#, key: "k1")
            let again = try await server.post(Self.path, json: #"{"title":"a"}"#, key: "k1")
            #expect(first.status == 201)
            #expect(again.status == 201)
            #expect(again.body == first.body)
            #expect(again.headers["ETag"] == "\"1\"")
            #expect(desk.worked.load(ordering: .relaxed) == 1)
        }
    }

    @Test func `the same key with another body is refused`() async throws {
        try await with { desk, server in
            _ = try await server.post(Self.path, json: #"{"title":"a"}"#, key: "k1")
            let other = try await server.post(Self.path, json: #"{"title":"b"}"#, key: "k1")
            #expect(other.status == 422)
            #expect(try other.problem.code == "idempotency-key-reused")
            let elsewhere = try await server.post(Self.path + "/XZ-1/accept", json: "{}", key: "k2")
            let third = try await server.post(Self.path + "/XZ-2/accept", json: "{}", key: "k2")
            #expect(elsewhere.status == 201)
            #expect(third.status == 422)
            #expect(desk.worked.load(ordering: .relaxed) == 2)
        }
    }

    @Test func `a key is its owner's and its route's`() async throws {
        try await with { desk, server in
            let answers = [
                try await server.post(Self.path, json: "{}", key: "k1"),
                try await server.post(Self.path, json: "{}", key: "k1", headers: TestAuthenticator.bearer("a1", [])),
                try await server.post(Self.path, json: "{}", key: "k1", headers: TestAuthenticator.bearer("a2", [])),
                try await server.post(Self.path + "/XZ-1/accept", json: "{}", key: "k1"),
            ]
            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(desk.worked.load(ordering: .relaxed) == 4)
        }
    }

    @Test func `a form tapped twice is one command, whatever its token`() async throws {
        try await with { desk, server in
            for token in ["t1", "t2"] {
                let form = [("title", "黑屏"), ("_key", "f1"), ("_token", token)]
                let answer = try await server.post("/tickets/new", form: form)
                #expect(answer.status == 201)
            }
            #expect(desk.worked.load(ordering: .relaxed) == 1)
            let without = try await server.post("/tickets/new", form: [("title", "x")])
            #expect(without.status == 400)
        }
    }

    @Test func `a command that is still running is not begun again`() async throws {
        let (began, tellBegan) = AsyncStream<Void>.makeStream()
        let (goOn, tellGoOn) = AsyncStream<Void>.makeStream()
        let route = Route(.post, Self.path, .anyone) { _ in
            tellBegan.yield()
            for await _ in goOn { break }
            return .noContent
        }
        try await TestServer.with(.tickets, [route]) { server in
            async let first = server.post(Self.path, json: "{}", key: "k1")
            for await _ in began { break }
            let second = try await server.post(Self.path, json: "{}", key: "k1")
            #expect(second.status == 409)
            #expect(second.headers["Retry-After"] == "1")
            tellGoOn.yield()
            #expect(try await first.status == 204)
        }
    }

    @Test func `what the store cannot take now is said to come back`() async throws {
        try await with { desk, server in
            desk.store.refuse("waiting for the topic's tail")
            let answer = try await server.post(Self.path, json: "{}", key: "k1")
            #expect(answer.status == 503)
            #expect(answer.headers["Retry-After"] == "5")
            #expect(!answer.text.contains("topic"))
            desk.store.accept()
            #expect(try await server.post(Self.path, json: "{}", key: "k1").status == 201)
        }
    }
}
