import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Bad input to every form of every service's pages: a 4xx page that says something, and nothing written.
@Suite struct PageBadInputTests {
    private struct Probe {
        var name: String
        var client: TestClient
        var type = "application/x-www-form-urlencoded"
        var body: String
        /// Somebody who is not signed in is sent to sign in instead.
        var redirects = false
    }

    /// Forms that hold no input that could be wrong beside what is probed elsewhere, and take what is left out as said.
    private static let fieldless: Set<String> = ["/office/me/theme", "/office/sign-out", "/office/sign-in"]

    @Test func `no form takes bad input, answers 5xx, or writes for it`() async throws {
        let fleet = try await TestFleet.all()
        let real = try await RealThings.make(fleet)
        let office = fleet.client(as: "office", roles: Role.all.filter { $0 != .wall }, sites: [])
        let routes = fleet.fleet.members.flatMap(\.module.routes)
            .filter { !$0.isAPI && $0.method.changesState && !Self.fieldless.contains($0.pattern) }
        #expect(routes.count > 40)
        let heads = try await RealThings.heads(fleet)
        for route in routes {
            for probe in probes(route, fleet, office) {
                let answer = try await probe.client.send(
                    route.method, real.path(route.pattern),
                    headers: ["Content-Type": probe.type, "Accept": "text/html"], body: Data(probe.body.utf8))
                let what = "\(route.pattern), \(probe.name): \(answer.status) \(answer.text.suffix(300))"
                if probe.redirects {
                    #expect(answer.status == 303 && answer.headers["Location"]?.contains("/sign-in") == true, "\(what)")
                } else {
                    #expect((400..<500).contains(answer.status), "\(what)")
                    #expect(answer.text.contains(/\p{Han}/), "\(what)")
                }
            }
        }
        #expect(try await RealThings.heads(fleet) == heads)
        await fleet.stop()
    }

    private func probes(_ route: Route, _ fleet: TestFleet, _ office: TestClient) -> [Probe] {
        let key = "_key=\(UUID().uuidString)"
        let large = String(repeating: "大", count: 350_000)
        var probes = [
            Probe(name: "broken escapes", client: office, body: "title=%zz&reason=%&\(key)"),
            Probe(name: "a NUL", client: office, body: "title=a%00b&reason=a%00b&\(key)"),
            Probe(name: "no UTF-8", client: office, body: "title=%ff%fe&\(key)"),
            Probe(name: "1 MB", client: office, body: "title=\(large)&reason=\(large)&\(key)"),
            Probe(name: "too many fields", client: office, body: String(repeating: "a=1&", count: 2_000) + key),
            Probe(name: "JSON", client: office, type: "application/json", body: "{\"title\":"),
            Probe(name: "multipart", client: office, type: "multipart/form-data; boundary=x", body: "--x--"),
            Probe(name: "no type", client: office, type: "", body: "title=x&\(key)"),
            Probe(name: "no key", client: office, body: "title=x&reason=x"),
            Probe(name: "a key that is none", client: office, body: "title=x&reason=x&_key=%20%20"),
        ]
        // A trial message changes no version, so its form has none.
        if !route.pattern.hasSuffix("/test") {
            probes.append(Probe(name: "an ETag that is none", client: office, body: "_etag=abc&\(key)"))
        }
        if route.access != .anyone {
            probes.append(Probe(name: "not signed in", client: fleet.anybody, body: key, redirects: true))
        }
        if case .roles = route.access {
            let nobody = fleet.client(as: "nobody", roles: [Role("no-role")])
            probes.append(Probe(name: "wrong role", client: nobody, body: key))
        }
        return probes
    }

    /// Good answers to forms that ask what others do not.
    private static let good: [String: [(String, String)]] = [
        "propose": [("rule", "misconduct"), ("note", "值班电话两次无人接听"), ("day", "2026-01-05")],
        "report": [("kind", "verbal"), ("to", "信息处"), ("text", "已看")],
        "suspend": [("reason", "parts"), ("note", "等备件")], "return": [("advice", "升级固件")],
        "replace-part": [("part", "电源"), ("model", "P1"), ("unreadable", "看不清")],
        "change-level": [("priority", "p2"), ("reason", "影响全站")],
    ]

    private static let absent: Set = [
        "/assessments/roster/{site}/{day}/{shift}/agree", "/assessments/sheets/{site}/{month}/reject",
        "/assessments/sheets/{site}/{month}/answer", "/inspections/rounds/{round}/answers",
    ]

    @Test func `a form of a foreign site is not found, and what was changed meanwhile is not overwritten`() async throws
    {
        let fleet = try await TestFleet.all()
        let real = try await RealThings.make(fleet)
        let stranger = fleet.client(as: "qh", roles: Role.all.filter { $0 != .wall && $0 != .office }, sites: [.qh])
        let office = fleet.client(as: "office", roles: Role.all.filter { $0 != .wall }, sites: [])
        let heads = try await RealThings.heads(fleet)
        let ofSite = ["ticket", "item", "round", "finding", "plan", "site"]
        for route in fleet.fleet.members.flatMap(\.module.routes)
        where !route.isAPI && route.method.changesState && ofSite.contains(where: { route.pattern.contains("{\($0)}") })
        {
            let path = real.path(route.pattern)
            let foreign = try await stranger.submit(path, real.fields)
            #expect([403, 404].contains(foreign.status), "\(route.pattern), foreign: \(foreign.status)")
            let verb = path.split(separator: "/").last.map(String.init) ?? ""
            let fields = Self.good[verb] ?? real.fields
            let stale = try await office.submit(path, fields + [("_etag", "\"987654\"")])
            // Of what the last part of the path names there is none.
            let expected = Self.absent.contains(route.pattern) ? 404 : 412
            #expect(stale.status == expected, "\(route.pattern), stale: \(stale.status) \(stale.text.suffix(200))")
        }
        #expect(try await RealThings.heads(fleet) == heads)
        await fleet.stop()
    }
}
