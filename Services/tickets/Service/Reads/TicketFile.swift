import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import OpsServer
import TicketsDomain

/// Everything there is about one ticket: its row, how it was opened, and what happened to it.
struct TicketFile: Sendable {
    var row: TicketRow
    var opened: TicketOpened
    var entries: [Entry]
    /// Nil where nobody is to be reached, or it was erased.
    var contact: ReporterContact?

    struct Entry: Sendable {
        var seq: Int64
        var at: Timestamp
        var actor: Actor
        var event: TicketEvent
    }

    var ticket: Ticket { row.folded }

    private init?(_ row: TicketRow?, _ facts: [Fact], _ contact: ReporterContact?) throws {
        let entries = try facts.compactMap { fact in
            try TicketEvent.read(fact).map {
                Entry(seq: fact.seq, at: fact.time, actor: fact.actor, event: $0)
            }
        }
        guard let row, let first = entries.first, case .opened(let opened) = first.event else { return nil }
        (self.row, self.opened, self.entries, self.contact) = (row, opened, entries, contact)
    }

    /// A ticket that this transaction has just opened: all there is to know is in its hands.
    init(
        opened id: TicketID, _ outcome: Outcome<Ticket>, _ contact: ReporterContact?, _ db: ReadDatabase
    ) throws {
        let row = try TicketRow.find(id, folded: outcome.state, db)
        guard let file = try TicketFile(row, outcome.facts, contact) else { throw Rejection.missing("工单", id.rawValue) }
        self = file
    }

    static func read(_ id: TicketID, _ db: ReadDatabase) throws -> TicketFile? {
        guard let row = try TicketRow.find(id, db) else { return nil }
        let facts = try db.facts(of: TicketDecider.subject(id))
        guard let first = facts.first else { return nil }
        let contact = try db.sealed(seq: first.seq).map {
            try ContractCoding.decode(ReporterContact.self, from: Data($0))
        }
        return try TicketFile(row, facts, contact)
    }

    /// - Throws: `Rejection` where there is no such ticket.
    static func require(_ id: TicketID, _ db: ReadDatabase) throws -> TicketFile {
        guard let file = try read(id, db) else { throw Rejection.missing("工单", id.rawValue) }
        return file
    }

    var parts: [PartReplaced] {
        entries.compactMap { if case .partReplaced(let part) = $0.event { part } else { nil } }
    }
}
