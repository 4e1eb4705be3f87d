import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// The API: `/api/tickets/v1`.
struct TicketRoutes: Sendable {
    private static let base = "/api/tickets/v1"
    let desk: TicketDesk

    init(_ desk: TicketDesk) { self.desk = desk }

    var all: [Route] {
        [
            Route(.post, "\(Self.base)/tickets", .roles(TicketRights.openers), TicketDocs.open, perform: open),
            Route(.get, "\(Self.base)/tickets", .roles(TicketRights.readers), TicketDocs.list, perform: list),
            Route(.get, "\(Self.base)/tickets/{ticket}", .roles(TicketRights.readers), TicketDocs.one, perform: one),
            Route(
                .get, "\(Self.base)/tickets/{ticket}/timeline", .roles(TicketRights.readers), TicketDocs.timeline,
                perform: timeline),
            Route(
                .get, "\(Self.base)/sla-policies", .roles(TicketRights.readers), TicketDocs.policies, perform: policies),
            Route(
                .post, "\(Self.base)/sla-policies", .roles(TicketRights.policyMakers), TicketDocs.publish,
                perform: publish),
            Route(
                .post, "\(Self.base)/alarms", .roles(TicketRights.monitors), TicketDocs.alarm
            ) { request in
                try await AlarmDesk(desk: desk).take(request)
            },
        ] + TicketVerb.allCases.map(verb)
    }

    private func verb(_ verb: TicketVerb) -> Route {
        Route(
            .post, "\(Self.base)/tickets/{ticket}/\(verb.rawValue)", .roles(TicketRights.roles(verb)),
            TicketDocs.verb(verb)
        ) { request in
            try await desk.act(request, verb, try request.parameter("ticket"), try CommandInput(request)) { file in
                try Response.json(TicketDetail(file), etag: file.row.version)
            }
        }
    }

    private func open(_ request: Request) async throws -> Response {
        try await desk.open(request, try CommandInput(request)) { file in
            var response = try Response.json(TicketDetail(file), status: 201, etag: file.row.version)
            response.headers["Location"] = "\(Self.base)/tickets/\(file.row.ticket)"
            return response
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let filter = try TicketFilter(request)
        let limit = try request.number("limit", in: 1...200, default: 50)
        let cursor = try request.cursor(TicketCursor.self)
        let (rows, next) = try await desk.store.read { try TicketRow.list(filter, after: cursor, limit: limit, $0) }
        return try Response.json(Paged(rows, next: try next.map { try Cursor.encode($0) }))
    }

    private func one(_ request: Request) async throws -> Response {
        let file = try await desk.file(try request.parameter("ticket"), for: try request.requireIdentity())
        return try Response.json(TicketDetail(file), etag: file.row.version)
    }

    private func timeline(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let file = try await desk.file(try request.parameter("ticket"), for: identity)
        let entries = file.entries.map { TimelineEntry($0) }
            .filter { !identity.isOnlyReporter || $0.kind == .status || $0.kind == .public }
        return try Response.json(Paged(entries))
    }

    private func policies(_ request: Request) async throws -> Response {
        let policies = try await desk.store.read { try PolicyBook.all($0) }
        return try Response.json(Paged(policies.isEmpty ? [.standard] : policies))
    }

    private func publish(_ request: Request) async throws -> Response {
        let draft = try request.json(SLAPolicyPublished.self)
        guard SLAPolicyID(rawValue: draft.policy.rawValue) != nil else {
            throw Rejection.invalid("policy", zh: "编号只能有字母、数字、点、横线和下划线。", en: "policy is not an identifier.")
        }
        let version = try request.expectedVersion()
        return try await desk.store.respond(to: request) { tx in
            try draft.sites.forEach(tx.reads.requireKnown)
            let outcome = try tx.execute(
                SLAPolicyDecider.self, draft.policy, SLAPolicyDecider.Command(draft), site: nil, ifMatch: version)
            let published = try outcome.facts.first?.decode(SLAPolicyPublished.self) ?? draft
            return try Response.json(published, status: 201, etag: outcome.version)
        }
    }
}

extension TicketFilter {
    /// `?site=XZ&view=open|ended|major|mine|second-line|reported`.
    init(_ request: Request) throws {
        let identity = try request.requireIdentity()
        self.init(reader: identity.account)
        allowed = identity.sites
        if let text = request.query.text("site") {
            guard let site = SiteCode(rawValue: text) else {
                throw Problem.malformed(zh: "没有站区“\(text.prefix(20))”。", en: "No such site.", field: "site")
            }
            self.site = try request.require(site).mayAct(at: site) ? site : nil
        }
        if let text = request.query.text("view") ?? request.query.text("state") {
            guard let scope = Scope(rawValue: text) else {
                throw Problem.malformed(
                    zh: "可选：\(Scope.allCases.map(\.rawValue).joined(separator: "、"))。",
                    en: "One of \(Scope.allCases.map(\.rawValue).joined(separator: ", ")).", field: "view")
            }
            self.scope = scope
        }
        if identity.isOnlyReporter { scope = .reported }
    }
}
