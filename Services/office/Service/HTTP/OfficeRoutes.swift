import OfficeDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// The office's API: overview, directory, calendars, its own log. Accounts and sign-in are in `AccountRoutes`.
struct OfficeRoutes: Sendable {
    let store: Store
    let clock: any OpsClock

    static let base = "/api/office/v1"
    static let readers: Access = .roles([.siteLead, .office, .supplier, .finance, .expert, .admin, .wall, .engineer])
    static let directors: Access = .roles([.office, .admin])

    var all: [Route] { reading + directing }

    private var reading: [Route] {
        [
            Route(
                .get, "\(Self.base)/overview", Self.readers,
                RouteDoc("getOverview", "Tickets, rounds, scores and money by site.", response: Schemas.overview),
                perform: overview),
            Route(
                .get, "\(Self.base)/sites", .signedIn,
                RouteDoc("listSites", "The sites in contract order.", response: .page(of: Schemas.site))
            ) { _ in try .json(Paged(try await store.read { try $0.sites() })) },
            Route(
                .get, "\(Self.base)/sites/{site}", Self.readers,
                RouteDoc("getSite", "Everything the centre knows of one site now.", response: Schemas.siteDetail),
                perform: site),
            Route(
                .get, "\(Self.base)/units", .signedIn,
                RouteDoc("listUnits", "The organisational units.", response: .page(of: Schemas.unit))
            ) { _ in try .json(Paged(try await store.read { try $0.units() })) },
            Route(
                .get, "\(Self.base)/calendars", .signedIn,
                RouteDoc("listCalendars", "Working calendars, newest version.", response: .page(of: Schemas.calendar))
            ) { _ in try .json(Paged(try await store.read { try $0.calendars() })) },
            Route(
                .get, "\(Self.base)/periods", .signedIn,
                RouteDoc("listPeriods", "Special periods by first day.", response: .page(of: Schemas.period))
            ) { _ in try .json(Paged(try await store.read { try $0.periods() })) },
            Route(
                .get, "\(Self.base)/facts", Self.directors,
                RouteDoc(
                    "listFacts", "The office's own log, newest first.", response: .page(of: Schemas.fact),
                    parameters: [.cursor]), perform: facts),
            Route(
                .get, "\(Self.base)/system", Self.directors,
                RouteDoc("getSystem", "Sources, lag and parked facts.", response: Schemas.system)
            ) { _ in try .json(try await SystemFigures.load(store)) },
        ]
    }

    private var directing: [Route] {
        [
            Route(
                .post, "\(Self.base)/sites", Self.directors,
                RouteDoc(
                    "registerSite", "Registers a site or puts its entry right.", request: Schemas.site,
                    response: Schemas.version)
            ) { request in
                let site: SiteRegistered = try request.json()
                guard SiteCode(rawValue: site.site.rawValue) != nil else { throw Self.badSite }
                return try await write(request) { try OfficeDesk.registerSite(site, ifMatch: $1, $0) }
            },
            Route(
                .post, "\(Self.base)/units", Self.directors,
                RouteDoc(
                    "registerUnit", "Registers a unit or puts its entry right.", request: Schemas.unit,
                    response: Schemas.version)
            ) { request in
                let unit: UnitRegistered = try request.json()
                guard UnitID(rawValue: unit.unit.rawValue) != nil else { throw Self.badID("unit") }
                return try await write(request) { try OfficeDesk.registerUnit(unit, ifMatch: $1, $0) }
            },
            Route(
                .post, "\(Self.base)/calendars", Self.directors,
                RouteDoc(
                    "publishCalendar", "Publishes a calendar as its next version.", request: Schemas.calendar,
                    response: Schemas.calendar)
            ) { request in
                let calendar: CalendarPublished = try request.json()
                guard CalendarID(rawValue: calendar.calendar.rawValue) != nil else { throw Self.badID("calendar") }
                let ifMatch = try request.expectedVersion()
                return try await store.respond(to: request) { tx in
                    try .json(try OfficeDesk.publish(calendar, ifMatch: ifMatch, tx))
                }
            },
            Route(
                .post, "\(Self.base)/periods", Self.directors,
                RouteDoc(
                    "declarePeriod", "Declares a special period or puts its dates right.", request: Schemas.newPeriod,
                    response: Schemas.version)
            ) { request in
                let period: PeriodDeclared = try request.json()
                guard PeriodID(rawValue: period.period.rawValue) != nil else { throw Self.badID("period") }
                return try await write(request) { try OfficeDesk.declare(period, ifMatch: $1, $0) }
            },
            Route(
                .post, "\(Self.base)/periods/{period}/cancel", Self.directors,
                RouteDoc(
                    "cancelPeriod", "Calls a period off.",
                    request: .object([.required("reason", .string(maxLength: 200))]), response: Schemas.version)
            ) { request in
                let period = try request.parameter("period", as: PeriodID.self)
                let reason: Reason = try request.json()
                return try await write(request) {
                    try OfficeDesk.cancelPeriod(period, reason: reason.reason, ifMatch: $1, $0)
                }
            },
        ]
    }

    private struct Reason: Decodable { var reason: String }

    private func overview(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let now = clock.now()
        return try .json(
            try await store.read { try $0.overview(at: now, sites: identity.sites.isEmpty ? nil : identity.sites) })
    }

    private func site(_ request: Request) async throws -> Response {
        let site = try request.parameter("site", as: SiteCode.self)
        try request.require(site)
        let now = clock.now()
        guard let detail = try await store.read({ try $0.siteDetail(site, at: now) }) else { throw Problem.notFound }
        return try .json(detail)
    }

    private func facts(_ request: Request) async throws -> Response {
        let head = await store.head().seq
        let before = try request.cursor(Int64.self) ?? head + 1
        return try .json(try await AuditPage.load(store, before: before).json)
    }

    private func write(
        _ request: Request, _ body: @escaping @Sendable (WriteTransaction, _ ifMatch: Int64?) throws -> Int64
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            let version = try body(tx, ifMatch)
            return try .json(Version(version: version), etag: version)
        }
    }

    static let badSite = Problem(
        422, "invalid-site", zh: "站区代码应为1到8个大写字母或数字。", en: "A site code has 1 to 8 capitals or digits.",
        field: "site")

    static func badID(_ field: String) -> Problem {
        Problem(
            422, "invalid-\(field)", zh: "编号应为1到64个字母、数字或 . _ -。",
            en: "An id has 1 to 64 letters, digits or . _ -.", field: field)
    }
}

struct Version: Codable, Sendable { var version: Int64 }
