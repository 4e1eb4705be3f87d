import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

@Suite struct ConditionalTests {
    static let routes = [
        Route(.get, "/api/things/{id}", .anyone) { _ in try .json(["name": "x"], etag: 7) },
        Route(.put, "/api/things/{id}", .anyone, needsKey: false) { request in
            let seen = try request.requireVersion()
            try request.requireMatch(current: 7)
            return try .json(["seen": seen], etag: 8)
        },
        Route(.post, "/things/{id}/close", .anyone) { request in
            try request.requireMatch(current: 7)
            return .redirect303(to: "/things/1")
        },
    ]

    @Test(arguments: [("\"7\"", 304), ("W/\"7\"", 304), ("\"6\", \"7\"", 304), ("*", 304), ("\"6\"", 200)])
    func `a reader who has the current copy gets no second one`(copy: String, status: Int) async throws {
        try await TestServer.with(.tickets, Self.routes) { server in
            let answer = try await server.get("/api/things/1", headers: ["If-None-Match": copy])
            #expect(answer.status == status)
            #expect(answer.body.isEmpty == (status == 304))
            #expect(answer.headers["ETag"] == "\"7\"")
            #expect(answer.headers["Cache-Control"] == "no-cache")
        }
    }

    @Test(arguments: [("\"7\"", 200), ("\"6\"", 412), ("seven", 400), (nil, 428), ("*", 428)])
    func `a change names the version it saw`(version: String?, status: Int) async throws {
        try await TestServer.with(.tickets, Self.routes) { server in
            let headers = version.map { Headers([("If-Match", $0)]) } ?? Headers()
            let answer = try await server.send(.put, "/api/things/1", headers: headers, body: Data("{}".utf8))
            #expect(answer.status == status)
            if status == 412 { #expect(answer.headers["ETag"] == "\"7\"") }
        }
    }

    @Test(arguments: [("7", 303), ("\"7\"", 303), ("6", 412), ("", 303)])
    func `a form carries the version in a hidden field`(version: String, status: Int) async throws {
        try await TestServer.with(.tickets, Self.routes) { server in
            let answer = try await server.post("/things/1/close", form: [("_etag", version), ("note", "好")])
            #expect(answer.status == status)
        }
    }
}
