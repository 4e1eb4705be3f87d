import AssessmentsService
import AssetsService
import BillingService
import Foundation
import InspectionsService
import NotifyService
import OfficeService
public import OpsContracts
import OpsMessaging
public import OpsServer
import OpsTestSupport
import TicketsService

/// The seven services, for whoever tries all of them.
public enum Services {
    public static let all: [(ServiceName, Compose)] = [
        (.office, composeOffice), (.assets, composeAssets), (.assessments, composeAssessments),
        (.tickets, composeTickets), (.inspections, composeInspections), (.billing, composeBilling),
        (.notify, composeNotify),
    ]
}

/// Every route of every service: whatever is sent, it answers, and never as our own fault.
extension FuzzProperty {
    static let routes = FuzzProperty("routes", words: Words.json + Words.text + Words.multipart) {
        let fleet = try await TestFleet(Services.all, at: Timestamp(1_767_573_000_000), settings: ["OPS_DEMO": "1"])
        try await fleet.fleet.loadStartUpData()
        try await fleet.settle()
        let real = try await RealThings.make(fleet)
        let groups = fleet.fleet.members.map { ServiceRoutes($0.service, $0.module.routes) }
        let edge = try Edge(
            groups,
            options: Edge.Options(
                authenticator: TestAuthenticator(),
                errorPage: fleet.fleet.members.lazy.compactMap(\.module.errorPage).first, clock: fleet.clock))
        let forms = try await shownForms(fleet, real)
        let who = TestAuthenticator.token("office", Role.all.filter { $0 != .wall })
        let samples = try groups.flatMap(\.routes).flatMap { try Self.samples($0, real, forms) }
        return Opened(samples, close: { await fleet.stop() }) { input in
            var incoming = RequestText.incoming(
                input, ["Authorization": "Bearer \(who)", "Idempotency-Key": UUID().uuidString])
            let limit = edge.bodyLimit(method: incoming.method, target: incoming.target, headers: incoming.headers)
            // The server cuts a body off there.
            if incoming.body.count > limit { (incoming.body, incoming.isTooLarge) = (Data(), true) }
            let response = await edge.respond(to: incoming)
            try hold((200..<500).contains(response.status), "\(response.status)", input)
        }
    }

    /// JSON to a command, a form to a page with and without files, a query to what is only read.
    private static func samples(_ route: Route, _ real: RealThings, _ forms: [String: [(String, String)]]) throws
        -> [Data]
    {
        // A live stream goes on for as long as it is read; hashing a password takes as long as a thousand others.
        let isSlow = ["/live", "password", "sign-in", "accounts"].contains { route.pattern.contains($0) }
        guard !isSlow || route.method == .get && !route.pattern.hasSuffix("/live") else { return [] }
        guard route.method.changesState else { return [request(route, real, ["Accept: text/html"], Data(), query)] }
        guard !route.isAPI else {
            let bodies = ValidBodies(real: real)
            let least = bodies.members(route.doc?.request) ?? [:]
            let most = (route.doc?.request?.properties ?? []).map { ($0.name, bodies.value($0.schema, $0.name)) }
            return try [least, Dictionary(most, uniquingKeysWith: { $1 })].map { body in
                try request(
                    route, real, ["Content-Type: application/json", "If-Match: *"],
                    JSONSerialization.data(withJSONObject: body, options: [.sortedKeys]))
            }
        }
        let fields = Fields(forms[real.path(route.pattern)] ?? real.fields)
        let head = "--x\r\nContent-Disposition: form-data; name="
        let parts = fields.all.map { "\(head)\"\($0.name)\"\r\n\r\n\($0.value)\r\n" }
        let file = "\(head)\"photo\"; filename=\"a.png\"\r\n\r\n\u{1}PNG\r\n--x--\r\n"
        return [
            request(
                route, real, ["Content-Type: application/x-www-form-urlencoded", "Accept: text/html"],
                Data(fields.encoded.utf8)),
            request(
                route, real, ["Content-Type: multipart/form-data; boundary=x", "Accept: text/html"],
                Data((parts.joined() + file).utf8)),
        ]
    }

    private static let query =
        "?site=XZ&state=open&sort=due&q=%E5%B1%8F&limit=5&from=2026-01-01&to=2026-01-31&month=2026-01&year=2026"
        + "&quarter=2026-q1&cursor=eyJhdCI6MX0&seen=ops.tickets.v1.1&part=rows&day=2026-01-05&view=all"

    private static func request(
        _ route: Route, _ real: RealThings, _ headers: [String], _ body: Data, _ query: String = ""
    ) -> Data {
        let lines = ["\(route.method.rawValue) \(real.path(route.pattern))\(query)"] + headers
        return Data((lines.joined(separator: "\n") + "\n\n").utf8) + body
    }

    /// What the forms on all pages ask, by the address they go to, with what stands in them.
    private static func shownForms(_ fleet: TestFleet, _ real: RealThings) async throws -> [String: [(String, String)]]
    {
        let office = fleet.client(as: "office", roles: Role.all.filter { $0 != .wall }, sites: [])
        var forms: [String: [(String, String)]] = [:]
        for route in fleet.fleet.members.flatMap(\.module.routes)
        where !route.isAPI && route.method == .get && !route.pattern.hasSuffix("/live") && real.has(route.pattern) {
            let path = real.path(route.pattern)
            let page = try await office.get(path, accept: "text/html").text
            for form in page.matches(of: #/<form([^>]*)>(.*?)<\/form>/#.dotMatchesNewlines()) {
                let action = form.output.1.firstMatch(of: #/action="([^"?]*)/#).map { String($0.output.1) } ?? path
                let inputs = form.output.2.matches(of: #/name="([^"]+)"[^>]*?(?:value="([^"]*)")?/#)
                let fields = inputs.map { field in
                    let name = String(field.output.1)
                    let good = real.fields.first { $0.0 == name }?.1
                    return (name, good ?? field.output.2.map(String.init) ?? "1")
                }
                if fields.count > forms[action]?.count ?? 0 { forms[action] = fields }
            }
        }
        return forms
    }
}
