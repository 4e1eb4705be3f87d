import InspectionsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// `/api/inspections/v1/rounds`.
struct RoundRoutes: Sendable {
    let desk: InspectionDesk

    var all: [Route] { [list, round, start, complete, skip] }

    private var list: Route {
        Route(
            .get, "/api/inspections/v1/rounds", InspectionDesk.readers,
            RouteDoc(
                "listRounds", "Rounds by due time", tags: ["rounds"],
                response: .page(of: InspectionsSchema.round),
                parameters: [
                    .init("site", "Only this site", schema: .site),
                    .init("day", "Only rounds due on this day", schema: .string(format: "date")),
                    .init("status", "Only rounds in this state", schema: InspectionsSchema.roundStates), .cursor,
                    .limit,
                ])
        ) { request in
            let limit = try request.number("limit", in: 1...200, default: 50)
            let cursor = try request.cursor(RoundCursor.self)
            var filter = RoundFilter(
                site: try request.chosenSite(), allowed: try request.requireIdentity().sites,
                status: request.query.text("status").map { RoundStatus(rawValue: $0) })
            if let status = filter.status, !RoundStatus.all.contains(status) {
                throw Problem.malformed(zh: "巡检状态没有“\(status)”。", en: "No such round state.", field: "status")
            }
            if let text = request.query.text("day") {
                guard let day = Day(text) else {
                    throw Problem.malformed(zh: "day 应为日期，如 2026-02-13。", en: "day must be a date.", field: "day")
                }
                filter.day = day
            }
            let rows = try await desk.store.read { [filter] in try $0.rounds(filter, after: cursor, limit: limit) }
            let last = rows.count > limit ? rows[limit - 1] : nil
            let next = try last.map { try Cursor.encode(RoundCursor(dueAt: $0.dueAt, round: $0.round)) }
            return try .json(Paged(Array(rows.prefix(limit)), next: next))
        }
    }

    private var round: Route {
        Route(
            .get, "/api/inspections/v1/rounds/{round}", InspectionDesk.readers,
            RouteDoc(
                "getRound", "A round with checklist and readings", tags: ["rounds"], response: InspectionsSchema.round)
        ) { request in
            let row = try await desk.round(request, try request.parameter("round"))
            return try .json(row, etag: row.version)
        }
    }

    private var start: Route {
        Route(
            .post, "/api/inspections/v1/rounds/{round}/start", InspectionDesk.workers,
            RouteDoc("startRound", "Sets out on a round", tags: ["rounds"], response: InspectionsSchema.round)
        ) { request in
            try await desk.start(request, try request.parameter("round")) { try Self.document($0, $1, $2) }
        }
    }

    private struct Answers: Decodable {
        var readings: [Reading]
    }

    private var complete: Route {
        Route(
            .post, "/api/inspections/v1/rounds/{round}/complete", InspectionDesk.workers,
            RouteDoc(
                "completeRound", "Hands in the readings; abnormal ones become findings", tags: ["rounds"],
                request: InspectionsSchema.answers, response: InspectionsSchema.round)
        ) { request in
            let readings = try request.json(Answers.self).readings
            return try await desk.complete(request, try request.parameter("round"), readings) {
                try Self.document($0, $1, $2)
            }
        }
    }

    private struct Reason: Decodable {
        var reason: String
    }

    private var skip: Route {
        Route(
            .post, "/api/inspections/v1/rounds/{round}/skip", InspectionDesk.leads,
            RouteDoc(
                "skipRound", "Releases a round and says why", tags: ["rounds"], request: InspectionsSchema.reason,
                response: InspectionsSchema.round)
        ) { request in
            let reason = try request.json(Reason.self).reason
            return try await desk.skip(request, try request.parameter("round"), reason: reason) {
                try Self.document($0, $1, $2)
            }
        }
    }

    private static func document(_ id: RoundID, _ version: Int64, _ db: ReadDatabase) throws -> Response {
        guard let row = try db.round(id) else { throw Problem.stillBuilding }
        return try .json(row, etag: version)
    }
}

extension Problem {
    static let stillBuilding = Problem.unavailable(
        zh: "列表正在整理，请稍后再看。", en: "The lists are being built; ask again in a moment.")
}
