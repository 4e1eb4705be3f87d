import InspectionsDomain
import OpsContracts
import OpsMessaging
import OpsServer

/// `/api/inspections/v1/plans`.
struct PlanRoutes: Sendable {
    let desk: InspectionDesk

    var all: [Route] { [list, plan, publish, setActive] }

    private var list: Route {
        Route(
            .get, "/api/inspections/v1/plans", InspectionDesk.readers,
            RouteDoc(
                "listPlans", "Plans in the contract's order of sites, then by number", tags: ["plans"],
                response: .page(of: InspectionsSchema.plan),
                parameters: [.init("site", "Only this site", schema: .site), .cursor, .limit])
        ) { request in
            let limit = try request.number("limit", in: 1...200, default: 50)
            let (site, allowed) = (try request.chosenSite(), try request.requireIdentity().sites)
            let cursor = try request.cursor(String.self)
            let rows = try await desk.store.read {
                try $0.plans(site: site, allowed: allowed, after: cursor, limit: limit)
            }
            let next = rows.count > limit ? try Cursor.encode(rows[limit - 1].plan.rawValue) : nil
            return try .json(Paged(Array(rows.prefix(limit)), next: next))
        }
    }

    private var plan: Route {
        Route(
            .get, "/api/inspections/v1/plans/{plan}", InspectionDesk.readers,
            RouteDoc("getPlan", "A plan in its newest version", tags: ["plans"], response: InspectionsSchema.plan)
        ) { request in
            let plan = try await desk.plan(request, try request.parameter("plan"))
            return try .json(plan, etag: Int64(plan.version))
        }
    }

    /// A plan without number and version: these come from the address and from the log.
    private struct PlanDocument: Decodable {
        var site: SiteCode
        var name: String
        var category: ItemCategory
        var frequency: PlanFrequency
        var windowFrom: String?
        var windowTo: String
        var items: [CheckItem]
        var item: ItemID?
        var basis: Basis
        var clause: String?
        var mode: PlanMode
        var active: Bool

        func plan(_ id: PlanID) -> PlanPublished {
            PlanPublished(
                plan: id, version: 0, site: site, name: name, category: category, frequency: frequency,
                windowFrom: windowFrom, windowTo: windowTo, items: items, item: item, basis: basis, clause: clause,
                mode: mode, active: active)
        }
    }

    private var publish: Route {
        Route(
            .post, "/api/inspections/v1/plans/{plan}/publish", InspectionDesk.leads,
            RouteDoc(
                "publishPlan", "Puts a plan, or a new version of it, in force", tags: ["plans"],
                request: InspectionsSchema.newPlan, response: InspectionsSchema.plan)
        ) { request in
            let plan = try request.json(PlanDocument.self).plan(try request.parameter("plan"))
            return try await desk.publish(request, plan) { try Self.document($0, $1, $2) }
        }
    }

    private struct Activity: Decodable {
        var active: Bool
    }

    private var setActive: Route {
        Route(
            .post, "/api/inspections/v1/plans/{plan}/set-active", InspectionDesk.leads,
            RouteDoc(
                "setPlanActive", "Switches a plan off or on", tags: ["plans"],
                request: .object([.required("active", .boolean)]), response: InspectionsSchema.plan)
        ) { request in
            let active = try request.json(Activity.self).active
            return try await desk.setActive(request, try request.parameter("plan"), active) {
                try Self.document($0, $1, $2)
            }
        }
    }

    private static func document(_ id: PlanID, _ version: Int64, _ db: ReadDatabase) throws -> Response {
        guard let plan = try db.plan(id) else { throw Problem.stillBuilding }
        return try .json(plan, etag: version)
    }
}
