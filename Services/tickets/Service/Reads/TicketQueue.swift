import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import TicketsDomain

/// Every ticket as lists show it, beside its folded state: the clocks on a card need all of it.
struct TicketQueue: ReadModel {
    let name = "ticket-queue"
    let shape = 4
    let tables = ["ticketQueue"]
    let schema = """
        CREATE TABLE {ticketQueue}(
            ticket TEXT PRIMARY KEY NOT NULL, site TEXT NOT NULL, day TEXT NOT NULL, number INTEGER NOT NULL,
            stage TEXT NOT NULL, isOpen INTEGER NOT NULL, priority TEXT NOT NULL, kind TEXT NOT NULL,
            item TEXT, itemName TEXT, unit TEXT, engineer TEXT, openedBy TEXT, finding TEXT, source TEXT NOT NULL,
            sortKey INTEGER NOT NULL, wakesAt INTEGER, silentSince INTEGER, openedAt INTEGER NOT NULL,
            updatedAt INTEGER NOT NULL, version INTEGER NOT NULL, firstSeq INTEGER NOT NULL, calendar TEXT,
            state BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX {ticketQueue}_number ON {ticketQueue}(site, day, number);
        CREATE INDEX {ticketQueue}_open ON {ticketQueue}(isOpen, sortKey, ticket);
        CREATE INDEX {ticketQueue}_site ON {ticketQueue}(isOpen, site, sortKey, ticket);
        CREATE INDEX {ticketQueue}_reporter ON {ticketQueue}(openedBy, isOpen, sortKey, ticket, site)
            WHERE openedBy NOTNULL;
        CREATE INDEX {ticketQueue}_item ON {ticketQueue}(item, openedAt) WHERE item NOTNULL;
        CREATE INDEX {ticketQueue}_finding ON {ticketQueue}(finding) WHERE finding NOTNULL;
        -- What follows holds tickets that somebody still works on, and stays as small as they are few.
        CREATE INDEX {ticketQueue}_engineer ON {ticketQueue}(engineer, sortKey, ticket)
            WHERE isOpen = 1 AND engineer NOTNULL;
        CREATE INDEX {ticketQueue}_major ON {ticketQueue}(sortKey, ticket)
            WHERE isOpen = 1 AND kind = 'incident' AND priority IN ('p1','p2');
        CREATE INDEX {ticketQueue}_majorAt ON {ticketQueue}(site, sortKey, ticket)
            WHERE isOpen = 1 AND kind = 'incident' AND priority IN ('p1','p2');
        CREATE INDEX {ticketQueue}_second ON {ticketQueue}(sortKey, ticket, site) WHERE stage = 'second-line';
        CREATE INDEX {ticketQueue}_unsent ON {ticketQueue}(sortKey, ticket)
            WHERE stage IN ('new','accepted','reopened');
        CREATE INDEX {ticketQueue}_unsentAt ON {ticketQueue}(site, sortKey, ticket)
            WHERE stage IN ('new','accepted','reopened');
        CREATE INDEX {ticketQueue}_waiting ON {ticketQueue}(site) WHERE stage = 'new';
        CREATE INDEX {ticketQueue}_wake ON {ticketQueue}(wakesAt) WHERE wakesAt NOTNULL;
        CREATE INDEX {ticketQueue}_silent ON {ticketQueue}(silentSince) WHERE silentSince NOTNULL;
        """
    let families = Set(TicketsContracts.all.map { $0.type.family }).subtracting([SLAPolicyPublished.type.family])

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        guard let event = try TicketEvent.read(fact) else { return }
        let ticket = event.contract.ticket
        let state = try fact.known.state as? Ticket ?? fold(event, of: ticket, db)
        if case .opened(let opened) = event { return try insert(opened, state, fact, db) }
        try db.run(
            """
            UPDATE {ticketQueue} SET stage = ?, isOpen = ?, priority = ?, engineer = ?, sortKey = ?, wakesAt = ?,
                silentSince = ?, updatedAt = ?, version = ?, state = ? WHERE ticket = ?
            """,
            [
                state.status.stage.rawValue, state.status.stage.isOpen, state.priority.rawValue, state.engineer,
                sortKey(state, fact), state.wakesAt, state.silentSince, fact.time, fact.version,
                try fact.known.storedState ?? ContractCoding.encode(state), ticket,
            ])
    }

    private func fold(_ event: TicketEvent, of ticket: TicketID, _ db: FoldDatabase) throws -> Ticket {
        let before = try db.first("SELECT state FROM {ticketQueue} WHERE ticket = ?", [ticket]) { $0.blob(0) }
        return TicketDecider.evolve(try before.map { try ContractCoding.decode(Ticket.self, from: $0) }, event)
    }

    /// Everything in one statement: an update behind it would write each of the indexes a second time.
    private func insert(_ opened: TicketOpened, _ state: Ticket, _ fact: Fact, _ db: FoldDatabase) throws {
        let number = TicketNumber(opened.ticket)
        try db.run(
            """
            INSERT INTO {ticketQueue}(ticket, site, day, number, stage, isOpen, priority, kind, item, itemName, unit,
                openedBy, finding, source, engineer, sortKey, wakesAt, silentSince, openedAt, updatedAt, version, firstSeq,
                calendar, state)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            [
                opened.ticket, opened.site, number?.day ?? opened.openedAt.day, number?.count ?? Int(fact.seq),
                state.status.stage.rawValue, state.status.stage.isOpen, state.priority.rawValue, opened.kind.rawValue,
                opened.item, opened.itemName, opened.unit, opened.by, opened.finding, opened.source.rawValue,
                state.engineer, sortKey(state, fact), state.wakesAt, state.silentSince, opened.openedAt, fact.time,
                fact.version, fact.seq, opened.calendar, try fact.known.storedState ?? ContractCoding.encode(state),
            ])
    }

    /// Open ones by what is due next, the undue last; ended ones by when they ended, the newest first.
    private func sortKey(_ state: Ticket, _ fact: Fact) -> Int64 {
        guard state.status.stage.isOpen else { return -fact.time.rawValue }
        return state.next?.terms.due.time?.rawValue ?? Int64.max
    }
}

extension Ticket {
    /// The limit a card shows: of those still running the earliest, missed or not.
    var next: Target? {
        targets.filter { $0.outcome == .running }
            .min { ($0.terms.due.time?.rawValue ?? .max) < ($1.terms.due.time?.rawValue ?? .max) }
    }
}
