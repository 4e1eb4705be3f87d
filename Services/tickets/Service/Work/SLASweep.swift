import OpsContracts
import OpsMessaging
import OpsSQLite
import OpsServer
import TicketsDomain

/// Looks, by an index on the next due time, for tickets whose clock has something to decide: misses, overdue upgrades,
/// the silence after which a resolved ticket closes.
struct SLASweep: Sendable {
    let store: Store
    let book: TermsBook

    var work: Work { Work.every(5_000, "sla-sweep") { now in try await run(at: now) } }

    func run(at now: Timestamp) async throws {
        var due: [(TicketID, String)] = []
        repeat {
            due = try await store.read { try Self.due(now, $0) }
            for (ticket, key) in due { try await sweep(ticket, key, now) }
            // A full batch may hide more; a short one was all there is.
        } while due.count == Self.batch
        try await closeSilent(at: now)
    }

    private static let batch = 100

    private static func due(_ now: Timestamp, _ db: ReadDatabase) throws -> [(TicketID, String)] {
        try db.rows(
            "SELECT ticket, version FROM {ticketQueue} WHERE wakesAt <= ? ORDER BY wakesAt LIMIT ?", [now, batch]
        ) { (TicketID($0.text(0)), "v\($0.int(1) as Int64)") }
    }

    private func sweep(_ id: TicketID, _ key: String, _ now: Timestamp) async throws {
        // The version makes the name: a ticket that has moved on is another sweep.
        try await store.perform(.own("sweep:\(id):\(key)", by: .tickets, now: now)) { tx in
            guard let ticket = try tx.state(TicketDecider.self, id) else { return }
            let terms = try book.terms(of: ticket, tx.reads)
            let command = TicketCommand(by: Author(Actor(service: .tickets), .system), .sweep(terms))
            try tx.execute(TicketDecider.self, id, command, site: ticket.site)
        }
    }

    /// Resolved tickets nobody answers for. Their end needs the calendar, so all that are silent for a day are asked.
    private func closeSilent(at now: Timestamp) async throws {
        let day: Int64 = 86_400_000
        let silent = try await store.read { db in
            try db.rows(
                "SELECT ticket, version FROM {ticketQueue} WHERE silentSince <= ? ORDER BY silentSince LIMIT 500",
                [now + -day]
            ) { (TicketID($0.text(0)), "v\($0.int(1) as Int64)") }
        }
        for (ticket, key) in silent where try await store.read({ try ends(ticket, by: now, $0) }) {
            try await sweep(ticket, key, now)
        }
    }

    private func ends(_ id: TicketID, by now: Timestamp, _ db: ReadDatabase) throws -> Bool {
        guard let ticket = try TicketRow.find(id, db)?.folded, let since = ticket.silentSince else { return false }
        return try book.terms(of: ticket, db).silenceEnds(since).map { $0 <= now } ?? false
    }
}
