import OpsContracts
import OpsMessaging
import OpsSQLite
import OpsServer
import TicketsDomain

/// Computes due times anew when a calendar comes or is corrected: all open tickets, and those that ended lately, whose
/// misses a correction may undo.
struct CalendarSweep: Sendable {
    let store: Store
    let book: TermsBook

    var work: Work { Work.every(5_000, "calendar-sweep") { now in try await run(at: now) } }

    private static let batch = 100
    /// A miss of the month before last can still be put right before its sheet is frozen.
    private static let lookBack: Int64 = 62 * 86_400_000

    func run(at now: Timestamp) async throws {
        while let task = try await store.read({ try Self.next($0) }) {
            let tickets = try await store.read { try Self.tickets(after: task.after, now, $0) }
            for ticket in tickets { try await recompute(ticket, task, now) }
            let end = tickets.count < Self.batch ? "" : tickets.last?.rawValue ?? ""
            try await advance(task, to: end, now)
        }
    }

    private struct Task: Sendable {
        var calendar: CalendarID
        var version: Int
        /// The ticket that was done last; empty at the beginning.
        var after: String
    }

    /// A calendar whose newest version is not yet through; an empty `afterTicket` marks one that is.
    private static func next(_ db: ReadDatabase) throws -> Task? {
        try db.first(
            """
            SELECT c.calendar, c.version, CASE WHEN s.version = c.version THEN s.afterTicket ELSE '' END
            FROM {calendar} c LEFT JOIN calendarSweep s ON s.calendar = c.calendar
            WHERE s.version IS NULL OR s.version < c.version OR s.afterTicket <> '' ORDER BY c.calendar LIMIT 1
            """
        ) { Task(calendar: CalendarID($0.text(0)), version: $0.int(1), after: $0.text(2)) }
    }

    /// Out of the index of the lists, where ended tickets lie by when they were last moved: a look at each batch must not
    /// grow with the history.
    private static func tickets(after: String, _ now: Timestamp, _ db: ReadDatabase) throws -> [TicketID] {
        try db.rows(
            """
            SELECT ticket FROM {ticketQueue} INDEXED BY {ticketQueue}_open WHERE isOpen = 1 AND ticket > ?1
            UNION ALL SELECT ticket FROM {ticketQueue} INDEXED BY {ticketQueue}_open
                WHERE isOpen = 0 AND sortKey <= ?2 AND ticket > ?1
            ORDER BY ticket LIMIT ?3
            """, [after, -(now + -lookBack).rawValue, batch]
        ) { TicketID($0.text(0)) }
    }

    private func recompute(_ id: TicketID, _ task: Task, _ now: Timestamp) async throws {
        let name = "recompute:\(task.calendar):\(task.version):\(id)"
        try await store.perform(.own(name, by: .tickets, now: now)) { tx in
            guard let ticket = try tx.state(TicketDecider.self, id) else { return }
            let terms = try book.terms(of: ticket, tx.reads)
            // Another run may have got here before: then nothing is left to change, and nothing is stated.
            guard terms.calendar?.id == task.calendar else { return }
            let command = TicketCommand(by: Author(Actor(service: .tickets), .system), .recompute(terms))
            try tx.execute(TicketDecider.self, id, command, site: ticket.site)
        }
    }

    private func advance(_ task: Task, to ticket: String, _ now: Timestamp) async throws {
        try await store.perform(.own("calendar-sweep", by: .tickets, now: now)) { tx in
            try tx.run(
                """
                INSERT INTO calendarSweep(calendar, version, afterTicket) VALUES (?,?,?)
                ON CONFLICT(calendar) DO UPDATE SET version = excluded.version, afterTicket = excluded.afterTicket
                """, [task.calendar, task.version, ticket])
        }
    }
}
