import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// The office's screens (console.md §2.4). Each page is a file; this is their table.
struct OfficePages: Sendable {
    let store: Store
    let clock: any OpsClock
    let sessions: Sessions
    let signIn: SignIn
    let forms: FormGuard
    /// Whether people reach the console by https: the cookie then says Secure.
    let secure: Bool

    static let everySite: Access = .roles([.office, .supplier, .finance, .admin, .wall])
    static let admins: Access = .roles([.admin])

    var all: [Route] {
        signInRoutes + meRoutes + overviewRoutes + accountRoutes + calendarRoutes + ConsoleAssets.routes(of: .office)
            + [
                Route(.get, "/", .anyone, perform: home),
                Route(.get, "/office/audit", .roles([.admin, .office, .finance]), perform: audit),
                Route(.get, "/office/system", .roles([.admin, .office]), perform: system),
                Route(.get, "/office/search", OfficeRoutes.readers, perform: search),
                Route(.get, "/office/live", .signedIn, perform: live),
                Route(.get, "/office/gallery", .signedIn) { request in
                    let viewer = try Viewer(request, forms)
                    return Gallery.page(viewer, now: clock.now()).response(to: request)
                },
            ]
    }

    /// Where this person's work is, or the way in.
    private func home(_ request: Request) async throws -> Response {
        guard request.identity != nil else { return .redirect303(to: Paths.signIn) }
        return .redirect303(to: Navigation(for: try Viewer(request, forms)).landing)
    }

    /// Tells open pages which of their parts to fetch again; says nothing of what changed.
    private func live(_ request: Request) async throws -> Response {
        let changes = store.changes()
        let events = AsyncStream<ServerEvent>(bufferingPolicy: .bufferingNewest(100)) { continuation in
            let forward = Task {
                for await change in changes {
                    for part in LiveParts.touched(by: change.fact) {
                        continuation.yield(ServerEvent("\(part) \(change.source).\(change.fact.seq)"))
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in forward.cancel() }
        }
        return .events(events)
    }

    /// Goes straight to what is named by its number, else says where to look.
    private func search(_ request: Request) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let identity = try request.requireIdentity()
        let text = request.query.text("q") ?? ""
        let now = clock.now()
        let (found, near) = try await store.read { (try $0.tickets(like: text), try NearLimits(at: now, $0)) }
        let tickets = found.filter { identity.mayAct(at: $0.site) }
        if tickets.count == 1, tickets[0].ticket.rawValue == text.uppercased() {
            return .redirect303(to: Paths.ticket(tickets[0].ticket))
        }
        return Page("查找", service: .office, viewer: viewer, path: "/office/search") {
            Filters("/office/search", [.text("q", "工单编号", text, kind: .search, max: 40)])
            if !text.isEmpty {
                TicketTable("工单", tickets, near, now: now, empty: "没有编号以“\(text)”开头的工单。")
            }
        }.response(to: request)
    }
}

/// Which `data-part` of which page a fact touches.
enum LiveParts {
    static func touched(by fact: Fact) -> [String] {
        switch fact.type.service {
        case "tickets": ["as-of", "grid", "figures", "late", "tickets"]
        case "inspections": ["as-of", "grid", "figures", "rounds"]
        case "assessments", "billing": ["as-of", "grid", "figures", "money", "months"]
        default: []
        }
    }
}
