import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// A request that would be granted but for one thing: the answer is for that thing and no other.
@Suite struct APIOneFaultTests {
    private struct Probe {
        var name: String
        var client: TestClient
        var expected: Set<Int>
        var headers: Headers = ["Content-Type": "application/json", "Idempotency-Key": UUID().uuidString]
        var body: Data

        init(_ name: String, _ client: TestClient, _ expected: Set<Int>, _ body: Any) throws {
            (self.name, self.client, self.expected) = (name, client, expected)
            self.body = try body as? Data ?? JSONSerialization.data(withJSONObject: body)
        }

        func with(_ change: (inout Probe) -> Void) -> Probe {
            var probe = self
            change(&probe)
            return probe
        }
    }

    @Test func `a good request with one thing wrong is refused for that, and nothing is written`() async throws {
        let fleet = try await TestFleet.all()
        let real = try await RealThings.make(fleet)
        let routes = fleet.fleet.members.flatMap(\.module.routes).filter { $0.isAPI && $0.method.changesState }
        #expect(routes.count > 40)
        let heads = try await RealThings.heads(fleet)
        var counts: [String: Int] = [:]
        for route in routes {
            for probe in try probes(route, fleet, real) {
                let answer = try await probe.client.send(
                    route.method, real.path(route.pattern), headers: probe.headers, body: probe.body)
                counts[probe.name, default: 0] += 1
                let what =
                    "\(route.method.rawValue) \(route.pattern), \(probe.name): \(answer.status) \(answer.text.prefix(300))"
                #expect(probe.expected.contains(answer.status), "\(what)")
                #expect(answer.headers["Content-Type"]?.hasPrefix("application/problem+json") == true, "\(what)")
                #expect((try answer.json()["detail"] as? String)?.isEmpty == false, "\(what)")
            }
        }
        #expect(try await RealThings.heads(fleet) == heads)
        for (name, least) in [
            ("wrong role", 40), ("foreign site", 20), ("stale version", 20), ("missing field", 30), ("wrong type", 30),
            ("unknown site", 4),
        ] { #expect(counts[name] ?? 0 >= least, "\(name): \(counts[name] ?? 0)") }
        await fleet.stop()
    }

    private func probes(_ route: Route, _ fleet: TestFleet, _ real: RealThings) throws -> [Probe] {
        let office = fleet.client(as: "office", roles: Role.all.filter { $0 != .wall }, sites: [])
        let bodies = ValidBodies(real: real)
        // Where one of several is asked for, no member by itself is required.
        let chosen = ["/contacts/{account}/set": ["mail": "a@example.cn"], "/change-level": ["priority": "p3"]]
            .first { route.pattern.hasSuffix($0.key) }?.value
        let good: Any = (bodies.members(route.doc?.request) ?? [:]).merging(chosen ?? [:]) { $1 }
        var probes = [
            try Probe("no key", office, [400], good).with { $0.headers["Idempotency-Key"] = nil },
            try Probe("1 MB", office, [413], Data("{\"title\":\"\(String(repeating: "大", count: 350_000))\"}".utf8)),
        ]
        if !route.needsKey { probes.removeFirst() }
        if route.access != .anyone { probes.append(try Probe("not signed in", fleet.anybody, [401], good)) }
        if case .roles = route.access {
            let nobody = fleet.client(as: "nobody", roles: [Role("no-role")])
            probes.append(try Probe("wrong role", nobody, [403], good))
        }
        if let foreign = try foreign(route, fleet, good) { probes.append(foreign) }
        if let doc = route.doc, doc.isVersioned, route.needsKey, route.pattern.contains("{"), real.has(route.pattern) {
            probes.append(
                try Probe("stale version", office, [412], good).with { $0.headers["If-Match"] = "\"987654\"" })
        }
        return try probes + badBodies(route, office, bodies)
    }

    /// Somebody of another site, with every role that belongs to a site: nothing there for them, or no right at all.
    private func foreign(_ route: Route, _ fleet: TestFleet, _ good: Any) throws -> Probe? {
        let names = ["ticket", "item", "round", "finding", "plan", "site"]
        // The directory itself is its keepers', whatever their site.
        guard !route.pattern.hasPrefix("/api/office/") else { return nil }
        let isOfSite =
            names.contains { route.pattern.contains("{\($0)}") }
            || route.doc?.request?.properties.contains { $0.name == "site" && $0.isRequired } == true
        guard isOfSite else { return nil }
        let roles = Role.all.filter { $0 != .wall && $0 != .office }
        var expected = 404
        if case .roles(let allowed) = route.access, allowed.isDisjoint(with: roles) { expected = 403 }
        return try Probe("foreign site", fleet.client(as: "qh", roles: roles, sites: [.qh]), [expected], good)
    }

    private func badBodies(_ route: Route, _ office: TestClient, _ bodies: ValidBodies) throws -> [Probe] {
        guard let request = route.doc?.request, let good = bodies.members(request), bodies.real.has(route.pattern)
        else { return [] }
        var probes = [
            try Probe("broken JSON", office, [400], Data("{\"title\":".utf8)),
            try Probe("a list", office, [422], [1, 2]),
            try Probe("not JSON", office, [415], good).with { $0.headers["Content-Type"] = "text/plain" },
        ]
        for property in request.properties {
            if property.isRequired {
                probes.append(try Probe("missing field", office, [422], good.filter { $0.key != property.name }))
            }
            // A site that nobody has registered; registering one is what the directory is for.
            if property.name == "site", !route.pattern.hasSuffix("/sites") {
                probes.append(try Probe("unknown site", office, [422], good.merging(["site": "ZZ9"]) { $1 }))
            }
            if let wrong = ValidBodies.wrong(property.schema) {
                probes.append(try Probe("wrong type", office, [422], good.merging([property.name: wrong]) { $1 }))
            }
        }
        return probes
    }
}
