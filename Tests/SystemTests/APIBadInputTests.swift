import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Bad input at every route of every service: a 4xx problem that helps, and nothing written.
@Suite struct APIBadInputTests {
    private struct Probe {
        var name: String
        var client: TestClient
        var headers: Headers
        var body: Data
    }

    @Test func `no route of the API takes bad input, answers 5xx, or writes for it`() async throws {
        let fleet = try await TestFleet.all()
        let routes = fleet.fleet.members.flatMap(\.module.routes).filter { $0.isAPI && $0.method.changesState }
        #expect(routes.count > 40)
        let heads = try await self.heads(fleet)
        let office = fleet.client(as: "office", roles: Role.all, sites: [])
        let json: Headers = ["Content-Type": "application/json", "Idempotency-Key": "probe"]
        for (index, route) in routes.enumerated() {
            let path = route.pattern.replacing(#/\{[a-z]+\}/#, with: "XZ")
            let probes = [
                Probe(name: "broken JSON", client: office, headers: json, body: Data("{\"title\":".utf8)),
                Probe(name: "a list", client: office, headers: json, body: Data("[1,2]".utf8)),
                Probe(
                    name: "wrong types", client: office, headers: json,
                    body: Data(#"{"site":1,"title":[],"version":"x"}"#.utf8)),
                Probe(
                    name: "unknown site", client: office, headers: json, body: Data(#"{"site":"QQ","title":"x"}"#.utf8)),
                Probe(
                    name: "1 MB", client: office, headers: json,
                    body: Data((#"{"title":""# + String(repeating: "大", count: 350_000) + "\"}").utf8)),
                Probe(
                    name: "no key", client: office, headers: ["Content-Type": "application/json"], body: Data("{}".utf8)
                ),
                Probe(
                    name: "not JSON", client: office, headers: ["Content-Type": "text/plain", "Idempotency-Key": "p"],
                    body: Data("x".utf8)),
                Probe(name: "not signed in", client: fleet.anybody, headers: json, body: Data("{}".utf8)),
                Probe(
                    name: "wrong role", client: fleet.client(as: "wall", roles: [.wall]), headers: json,
                    body: Data("{}".utf8)),
                Probe(
                    name: "stale version", client: office,
                    headers: ["Content-Type": "application/json", "Idempotency-Key": "s", "If-Match": "\"999\""],
                    body: Data("[]".utf8)),
            ]
            for (number, probe) in probes.enumerated() {
                var headers = probe.headers
                if headers["Idempotency-Key"] != nil { headers["Idempotency-Key"] = "probe-\(index)-\(number)" }
                let answer = try await probe.client.send(route.method, path, headers: headers, body: probe.body)
                let what =
                    "\(route.method.rawValue) \(route.pattern), \(probe.name): \(answer.status) \(answer.text.prefix(300))"
                #expect((400..<500).contains(answer.status), "\(what)")
                #expect(answer.headers["Content-Type"]?.hasPrefix("application/problem+json") == true, "\(what)")
                #expect((try answer.json()["detail"] as? String)?.isEmpty == false, "\(what)")
            }
        }
        #expect(try await self.heads(fleet) == heads)
        await fleet.stop()
    }

    @Test func `a query that makes no sense is refused or ignored, never 5xx`() async throws {
        let fleet = try await TestFleet.all()
        let office = fleet.client(as: "office", roles: Role.all, sites: [])
        let queries = [
            "?cursor=%00", "?cursor=xxxx", "?limit=0", "?limit=99999999999999999999", "?site=%F0%9F%98%80",
            "?from=x&to=y", "?%",
        ]
        for route in fleet.fleet.members.flatMap(\.module.routes)
        where route.method == .get && !route.pattern.hasSuffix("/live") {
            let path = route.pattern.replacing(#/\{[a-z]+\}/#, with: "XZ")
            for query in queries {
                let answer = try await office.get(path + query)
                #expect(answer.status < 500, "\(route.pattern)\(query): \(answer.status) \(answer.text.prefix(300))")
            }
        }
        await fleet.stop()
    }

    private func heads(_ fleet: TestFleet) async throws -> [Int64] {
        var heads: [Int64] = []
        for member in fleet.fleet.members { heads.append(await member.store.head().seq) }
        return heads
    }
}
