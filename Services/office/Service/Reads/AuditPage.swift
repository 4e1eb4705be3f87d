import OpsContracts
import OpsMessaging
import OpsServer

/// A slice of the own log, newest first, checked as it is read.
struct AuditPage: Sendable {
    struct Entry: Codable, Sendable, Equatable {
        var seq: Int64
        var id: String
        var type: FactType
        var subject: String
        var site: SiteCode?
        var time: Timestamp
        var actor: Actor
        var hash: String
    }

    static let size = 50

    var entries: [Entry]
    /// Facts older than the last shown; nil on the last page.
    var before: Int64?
    /// The first of the slice whose hash or link does not fit; nil where all do.
    var brokenAt: Int64?

    /// - Parameter before: shows what has a smaller number.
    static func load(_ store: Store, before: Int64) async throws -> AuditPage {
        let first = max(0, before - 1 - Int64(size))
        // One more than is shown, so that the oldest shown has a predecessor to be checked against.
        let facts = try await store.facts(after: max(0, first - 1), limit: size + 1).filter { $0.seq < before }
        let shown = facts.filter { $0.seq > first }
        return AuditPage(
            entries: shown.reversed().map {
                Entry(
                    seq: $0.seq, id: $0.id, type: $0.type, subject: $0.subject, site: $0.site, time: $0.time,
                    actor: $0.actor, hash: $0.hash)
            },
            before: first > 0 ? first + 1 : nil, brokenAt: broken(facts, of: store.definition.topic))
    }

    private static func broken(_ facts: [Fact], of topic: Topic) -> Int64? {
        for (earlier, later) in zip(facts, facts.dropFirst())
        where later.prev != earlier.hash || later.seq != earlier.seq + 1 { return later.seq }
        return facts.first { FactHash.compute($0, source: topic) != $0.hash }?.seq
    }

    var json: Paged<Entry> {
        get throws { Paged(entries, next: try before.map { try Cursor.encode($0) }) }
    }
}
