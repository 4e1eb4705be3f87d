import OpsContracts
import OpsMessaging
import OpsSQLite

/// The tickets about an item, kept from the tickets service's facts.
struct ItemTickets: ReadModel {
    let name = "item-tickets"
    let shape = 1
    let tables = ["itemTicket"]
    let schema = """
        CREATE TABLE {itemTicket}(
          ticket TEXT PRIMARY KEY, item TEXT NOT NULL, site TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
          priority TEXT NOT NULL, open INTEGER NOT NULL, openedAt INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX {itemTicket}_item ON {itemTicket}(item, openedAt DESC);
        """
    let families: Set<String> = [
        TicketOpened.type.family, TicketClosed.type.family, TicketCancelled.type.family, TicketReopened.type.family,
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type {
        case TicketOpened.type:
            let opened = try fact.decode(TicketOpened.self)
            guard let item = opened.item else { return }
            try db.run(
                """
                INSERT INTO {itemTicket}(ticket, item, site, kind, title, priority, open, openedAt)
                VALUES (?,?,?,?,?,?,1,?) ON CONFLICT(ticket) DO NOTHING
                """,
                [
                    opened.ticket, item, opened.site, opened.kind.rawValue, opened.title,
                    opened.priority.rawValue, opened.openedAt,
                ])
        case TicketClosed.type: try set(try fact.decode(TicketClosed.self).ticket, open: false, db)
        case TicketCancelled.type: try set(try fact.decode(TicketCancelled.self).ticket, open: false, db)
        case TicketReopened.type: try set(try fact.decode(TicketReopened.self).ticket, open: true, db)
        default: return
        }
    }

    private func set(_ ticket: TicketID, open: Bool, _ db: FoldDatabase) throws {
        try db.run("UPDATE {itemTicket} SET open = ? WHERE ticket = ?", [open, ticket])
    }
}

/// A ticket as the item's card shows it.
struct ItemTicketRow: Codable, Sendable, Equatable {
    var ticket: TicketID
    var title: String
    var priority: Priority
    var open: Bool
    var openedAt: Timestamp
}

extension ReadDatabase {
    /// The newest tickets about an item, open ones among them, at most 20.
    func tickets(of item: ItemID) throws -> [ItemTicketRow] {
        try rows(
            "SELECT ticket, title, priority, open, openedAt FROM {itemTicket} WHERE item = ? ORDER BY openedAt DESC LIMIT 20",
            [item]
        ) { row in
            ItemTicketRow(
                ticket: TicketID(row.text(0)), title: row.text(1), priority: Priority(rawValue: row.text(2)),
                open: row.bool(3), openedAt: Timestamp(row.int(4)))
        }
    }

    /// How many tickets about an item were opened since a moment.
    func ticketCount(of item: ItemID, since: Timestamp) throws -> Int {
        try first("SELECT count(*) FROM {itemTicket} WHERE item = ? AND openedAt >= ?", [item, since]) { $0.int(0) }
            ?? 0
    }
}
