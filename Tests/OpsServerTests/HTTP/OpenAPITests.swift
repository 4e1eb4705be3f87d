import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

@Suite struct OpenAPITests {
    static let ticket = Schema.object([
        .required("id", .id), .required("openedAt", .timestamp), .optional("cost", .money, "what it cost"),
        .required("kind", .string(values: ["incident", "request"])), .optional("tags", .array(.string(), maxItems: 9)),
    ])
    static let group = ServiceRoutes(
        .tickets,
        [
            Route(
                .get, "/api/tickets/v1/tickets", .signedIn,
                RouteDoc(
                    "listTickets", "Tickets by due time.", tags: ["tickets"], response: .page(of: ticket),
                    parameters: [.cursor, .limit])
            ) { _ in .noContent },
            Route(
                .post, "/api/tickets/v1/tickets/{ticket}/accept", .roles([.engineer]),
                RouteDoc("acceptTicket", "Accepts a ticket.", request: .object([.optional("note", .string())]))
            ) { _ in .noContent },
            Route(.get, "/api/tickets/v1/secret", .anyone) { _ in .noContent },
            Route(.get, "/tickets/", .signedIn) { _ in .html("") },
        ])

    @Test func `the document says what the routes say`() throws {
        let bytes = try OpenAPI.document(Self.group)
        let document = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        #expect((document["info"] as? [String: Any])?["title"] as? String == "StationOps tickets")
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        #expect(paths.keys.sorted() == ["/api/tickets/v1/tickets", "/api/tickets/v1/tickets/{ticket}/accept"])
        let accept = try #require(paths["/api/tickets/v1/tickets/{ticket}/accept"]?["post"])
        #expect(accept["operationId"] as? String == "acceptTicket")
        #expect(accept["x-roles"] as? [String] == ["engineer"])
        let parameters = try #require(accept["parameters"] as? [[String: Any]])
        #expect(parameters.map { $0["name"] as? String } == ["ticket", "If-Match", "Idempotency-Key"])
        #expect(parameters.map { $0["required"] as? Bool } == [true, false, true])
        let responses = try #require(accept["responses"] as? [String: Any])
        #expect(
            responses.keys.sorted() == [
                "204", "400", "401", "403", "404", "409", "412", "413", "415", "422", "default",
            ])
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""description":"what it cost""#))
    }

    @Test func `every reference in the document leads somewhere`() throws {
        let bytes = try OpenAPI.document(Self.group)
        let document = try JSONSerialization.jsonObject(with: bytes)
        let references = Set(
            String(decoding: bytes, as: UTF8.self).matches(of: /"\$ref":"#\/([^"]+)"/).map { String($0.output.1) })
        #expect(references == ["components/responses/Problem", "components/schemas/Problem"])
        for reference in references {
            let target = reference.split(separator: "/").reduce(document as Any?) { value, key in
                (value as? [String: Any])?[String(key)]
            }
            #expect(target is [String: Any], "\(reference)")
        }
    }

    @Test func `a route that says nothing of itself, or the same as another, is found`() {
        #expect(OpenAPI.faults(Self.group) == ["GET /api/tickets/v1/secret has no doc"])
        let twice = ServiceRoutes(.tickets, [Self.group.routes[0], Self.group.routes[0]])
        #expect(OpenAPI.faults(twice) == ["operation id listTickets occurs twice"])
    }

    @Test func `the document is served, and not twice to who has it`() async throws {
        let route = try OpenAPI.route(Self.group)
        try await TestServer.with(.tickets, [route]) { server in
            let first = try await server.get("/api/tickets/v1/openapi.json")
            #expect(first.headers["Content-Type"] == "application/json")
            #expect(try first.body == OpenAPI.document(Self.group))
            let etag = try #require(first.headers["ETag"])
            #expect(
                try await server.get("/api/tickets/v1/openapi.json", headers: ["If-None-Match": etag]).status == 304)
        }
    }
}
