import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

@Suite struct RoutingTests {
    static func echo(_ pattern: String) -> Route {
        Route(.get, pattern, .anyone) { request in
            try .json(request.parameters.merging(["route": pattern]) { $1 })
        }
    }

    static let routes = [
        echo("/tickets/"), echo("/tickets/new"), echo("/tickets/{ticket}"), echo("/tickets/{ticket}.csv"),
        echo("/tickets/{ticket}/{verb}"), echo("/tickets/{ticket}/print"),
        Route(.put, "/tickets/{ticket}", .anyone) { _ in .noContent },
    ]

    @Test(arguments: [
        ("/tickets/", ["route": "/tickets/"]),
        ("/tickets/new", ["route": "/tickets/new"]),
        ("/tickets/XZ-1?site=XZ", ["route": "/tickets/{ticket}", "ticket": "XZ-1"]),
        ("/tickets/XZ-1.csv", ["route": "/tickets/{ticket}.csv", "ticket": "XZ-1"]),
        ("/tickets/XZ-1/print", ["route": "/tickets/{ticket}/print", "ticket": "XZ-1"]),
        ("/tickets/new/print", ["route": "/tickets/{ticket}/print", "ticket": "new"]),
        ("/tickets/%E8%A5%BF%E7%AB%99/a", ["route": "/tickets/{ticket}/{verb}", "ticket": "西站", "verb": "a"]),
    ])
    func `a request finds the most literal route`(target: String, expected: [String: String]) async throws {
        try await TestServer.with(.tickets, Self.routes) { server in
            let answer = try await server.get(target)
            #expect(answer.status == 200)
            #expect(try JSONDecoder().decode([String: String].self, from: answer.body) == expected)
        }
    }

    @Test(arguments: [
        ("/", 404), ("/tickets", 404), ("/tickets//print", 404), ("/tickets/a/b/c", 404), ("/%zz", 400),
        ("/tickets/%2e%2e", 400), ("/tickets/%00", 400), ("/tickets/a%2Fb", 400), ("/tickets/%FF", 400),
    ])
    func `an address that is none says so`(target: String, status: Int) async throws {
        try await TestServer.with(.tickets, Self.routes) { server in
            let answer = try await server.get(target)
            #expect(answer.status == status)
            #expect(answer.headers["Content-Type"] == "application/problem+json")
        }
    }

    @Test func `another method is refused and the right ones are named`() async throws {
        try await TestServer.with(.tickets, Self.routes) { server in
            let answer = try await server.send(.delete, "/tickets/XZ-1")
            #expect(answer.status == 405)
            #expect(answer.headers["Allow"] == "GET, HEAD, PUT")
            let options = try await server.send(.options, "/tickets/XZ-1")
            #expect(options.status == 204)
            #expect(options.headers["Allow"] == "GET, HEAD, PUT")
        }
    }

    @Test func `HEAD is GET without its body`() async throws {
        try await TestServer.with(.tickets, Self.routes) { server in
            let get = try await server.get("/tickets/new")
            let head = try await server.send(.head, "/tickets/new")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.headers["Content-Length"] == String(get.body.count))
        }
    }

    @Test func `two routes for one request are a mistake of the programmer`() {
        #expect(throws: RoutingError.twice("GET /tickets/new")) {
            try Edge([ServiceRoutes(.tickets, Self.routes), ServiceRoutes(.office, [Self.echo("/tickets/new")])])
        }
        #expect(throws: RoutingError.malformed("tickets")) {
            try Edge([ServiceRoutes(.tickets, [Self.echo("tickets")])])
        }
    }
}
