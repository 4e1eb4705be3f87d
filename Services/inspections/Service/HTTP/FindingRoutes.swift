import InspectionsDomain
import OpsContracts
import OpsMessaging
import OpsServer

/// `/api/inspections/v1/findings`.
struct FindingRoutes: Sendable {
    let desk: InspectionDesk

    var all: [Route] { [list, finding, raise, rectify, retest] }

    private var list: Route {
        Route(
            .get, "/api/inspections/v1/findings", InspectionDesk.readers,
            RouteDoc(
                "listFindings", "Findings by the day they are due", tags: ["findings"],
                response: .page(of: InspectionsSchema.finding),
                parameters: [
                    .init("site", "Only this site", schema: .site),
                    .init("state", "open (the default) or cleared", schema: .string(values: ["open", "cleared"])),
                    .cursor, .limit,
                ])
        ) { request in
            let limit = try request.number("limit", in: 1...200, default: 50)
            let (site, allowed) = (try request.chosenSite(), try request.requireIdentity().sites)
            let cursor = try request.cursor(FindingCursor.self)
            let state = request.query.text("state") ?? "open"
            guard ["open", "cleared"].contains(state) else {
                throw Problem.malformed(zh: "state 应为 open 或 cleared。", en: "state is open or cleared.", field: "state")
            }
            let open = state == "open"
            let rows = try await desk.store.read {
                try $0.findings(site: site, allowed: allowed, open: open, after: cursor, limit: limit)
            }
            let last = rows.count > limit ? rows[limit - 1] : nil
            let next = try last.map { try Cursor.encode(FindingCursor(dueAt: $0.dueAt, finding: $0.finding)) }
            return try .json(Paged(Array(rows.prefix(limit)), next: next))
        }
    }

    private var finding: Route {
        Route(
            .get, "/api/inspections/v1/findings/{finding}", InspectionDesk.readers,
            RouteDoc("getFinding", "A finding", tags: ["findings"], response: InspectionsSchema.finding)
        ) { request in
            let row = try await desk.finding(request, try request.parameter("finding"))
            return try .json(row, etag: row.version)
        }
    }

    private var raise: Route {
        Route(
            .post, "/api/inspections/v1/findings", InspectionDesk.workers,
            RouteDoc(
                "raiseFinding", "Reports something outside a round", tags: ["findings"],
                request: InspectionsSchema.newFinding, response: InspectionsSchema.finding, status: 201)
        ) { request in
            let new = try request.json(NewFinding.self)
            return try await desk.raise(request, new) { id, version, db in
                var response = try Self.document(id, version, db, status: 201)
                response.headers["Location"] = "/api/inspections/v1/findings/\(id)"
                return response
            }
        }
    }

    private struct Rectification: Decodable {
        var measure: String
    }

    private var rectify: Route {
        Route(
            .post, "/api/inspections/v1/findings/{finding}/rectify", InspectionDesk.workers,
            RouteDoc(
                "rectifyFinding", "Says that it is mended and how", tags: ["findings"],
                request: .object([.required("measure", .string(maxLength: 500))]), response: InspectionsSchema.finding)
        ) { request in
            let measure = try request.json(Rectification.self).measure
            return try await desk.rectify(request, try request.parameter("finding"), measure: measure) {
                try Self.document($0, $1, $2)
            }
        }
    }

    private struct Retest: Decodable {
        var passed: Bool
        var reason: String?
    }

    private var retest: Route {
        Route(
            .post, "/api/inspections/v1/findings/{finding}/retest", InspectionDesk.leads,
            RouteDoc(
                "retestFinding", "Passes the retest, or says why not", tags: ["findings"],
                request: .object([
                    .required("passed", .boolean),
                    .optional("reason", .string(maxLength: 500), "needed where it was not passed"),
                ]), response: InspectionsSchema.finding)
        ) { request in
            let retest = try request.json(Retest.self)
            let failed = retest.passed ? nil : retest.reason ?? ""
            return try await desk.retest(request, try request.parameter("finding"), failed: failed) {
                try Self.document($0, $1, $2)
            }
        }
    }

    private static func document(
        _ id: FindingID, _ version: Int64, _ db: ReadDatabase, status: Int = 200
    ) throws -> Response {
        guard let row = try db.finding(id) else { throw Problem.stillBuilding }
        return try .json(row, status: status, etag: version)
    }
}
