import NotifyDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

// What people do with deliveries, and what they may see of them
extension NotifyDesk {
    typealias DeliveryAnswer = @Sendable (DeliveryID, ReadDatabase) throws -> Response

    /// A thing of a foreign site, or of no single one for somebody who has not all, does not exist.
    func delivery(_ request: Request, _ id: DeliveryID) async throws -> DeliveryDocument {
        guard let found = try await store.read({ try DeliveryDocument(id, $0) }) else { throw Problem.notFound }
        try Self.require(found.delivery, request)
        return found
    }

    private static func require(_ row: DeliveryRow, _ request: Request) throws {
        let identity = try request.requireIdentity()
        guard row.site.map(identity.mayAct) ?? identity.sites.isEmpty else { throw Problem.notFound }
    }

    /// Queues it once more, for at least an hour. What may have arrived carries the mark.
    func retry(_ request: Request, _ id: DeliveryID, _ answer: @escaping DeliveryAnswer) async throws -> Response {
        try await store.respond(to: request) { tx in
            let row = try Self.find(id, request, tx)
            guard [.dead, .expired, .discarded, .digest].contains(row.status), row.digest == nil else {
                throw Rejection(
                    .conflict, "not-retriable", zh: "“\(row.status.zh)”的消息不能重试。", en: "It is \(row.status.rawValue).")
            }
            let now = tx.context.now
            let mayHaveArrived = try row.resend || tx.reads.attempts(of: id).contains { $0.outcome == .unknown }
            try tx.run(
                """
                UPDATE delivery SET status = 'pending', dueAt = ?1, notAfter = max(notAfter, ?2), tries = 0, resend = ?3,
                  note = ?4, updatedAt = ?1 WHERE delivery = ?5
                """, [now, now + 3_600_000, mayHaveArrived, "重试：\(Self.name(request))", id])
            return try answer(id, tx.reads)
        }
    }

    func discard(
        _ request: Request, _ id: DeliveryID, reason: String, _ answer: @escaping DeliveryAnswer
    ) async throws -> Response {
        guard (1...200).contains(reason.count) else {
            throw Rejection.invalid("reason", zh: "写明原因，最多200个字。", en: "Say why, in 1 to 200 characters.")
        }
        return try await store.respond(to: request) { tx in
            let row = try Self.find(id, request, tx)
            guard [.pending, .retrying, .dead].contains(row.status) else {
                throw Rejection(
                    .conflict, "not-discardable", zh: "“\(row.status.zh)”的消息不能丢弃。", en: "It is \(row.status.rawValue).")
            }
            try tx.run(
                "UPDATE delivery SET status = 'discarded', dueAt = NULL, note = ?, updatedAt = ? WHERE delivery = ?",
                ["丢弃：\(Self.name(request))，\(reason)", tx.context.now, id])
            return try answer(id, tx.reads)
        }
    }

    private static func find(_ id: DeliveryID, _ request: Request, _ tx: WriteTransaction) throws -> DeliveryRow {
        guard let row = try tx.reads.delivery(id) else { throw Problem.notFound }
        try require(row, request)
        return row
    }

    private static func name(_ request: Request) -> String { request.identity?.name ?? request.actor.rawValue }

    func deliveries(
        _ filter: DeliveryFilter, after cursor: DeliveryCursor?, limit: Int
    ) async throws -> (rows: [DeliveryRow], next: String?) {
        let rows = try await store.read { try $0.deliveries(filter, after: cursor, limit: limit) }
        let last = rows.count > limit ? rows[limit - 1] : nil
        let next = try last.map {
            try Cursor.encode(DeliveryCursor(createdAt: $0.createdAt, delivery: $0.delivery))
        }
        return (Array(rows.prefix(limit)), next)
    }
}

/// A delivery with its text and its attempts.
struct DeliveryDocument: Codable, Sendable {
    var delivery: DeliveryRow
    var headline: String
    var title: String?
    var lines: [Notice.Line]
    /// The page it leads to.
    var path: String
    /// Newest first, at most 50.
    var attempts: [AttemptRow]

    init?(_ id: DeliveryID, _ db: ReadDatabase) throws {
        guard let row = try db.delivery(id), let notice = try db.notice(of: id) else { return nil }
        delivery = row
        headline = notice.headline(resend: row.resend)
        title = notice.title
        lines = notice.lines
        path = notice.path
        attempts = try db.attempts(of: id)
    }
}

extension Request {
    /// What a list of deliveries is to show: `status`, `channel`, `site`.
    /// - Throws: `Problem` 404 for a site that is not the reader's, 400 for a status or channel that is none.
    func deliveryFilter() throws(Problem) -> DeliveryFilter {
        var filter = DeliveryFilter(allowed: try requireIdentity().sites)
        if let text = query.text("status") {
            guard let status = DeliveryStatus(rawValue: text) else { throw .badFilter("status") }
            filter.status = status
        }
        if let text = query.text("channel") {
            guard let channel = ChannelID(rawValue: text) else { throw .badFilter("channel") }
            filter.channel = channel
        }
        if let text = query.text("site") {
            guard let site = SiteCode(rawValue: text) else { throw .notFound }
            try require(site)
            filter.site = site
        }
        return filter
    }
}

extension Problem {
    static func badFilter(_ field: String) -> Problem {
        .malformed(zh: "“\(field)”没有这个值。", en: "\(field) has no such value.", field: field)
    }
}
