import OpsContracts
import OpsMessaging
import OpsSQLite

/// A long history out of a seed: the rows its tickets have in the two read models, again with other numbers and earlier
/// days. The folds made the rows, SQL only moves them, so that a million tickets take minutes and not hours. Open tickets
/// keep their times, or they would be months overdue. The log is not copied: a ticket's page, its timeline and the audit
/// read it, by subject or from its end, and are named so.
struct HistoryCopies {
    let directory: String
    /// The first day of the seed.
    let firstDay: Day

    /// Of one store that is closed: a connection that does not wait for the disk.
    private func open(_ service: ServiceName) throws -> Connection {
        let db = try Connection(path: "\(directory)/\(service.rawValue).sqlite", mode: .draft)
        try db.execute("PRAGMA cache_size = -400000")
        return db
    }

    private func table(_ name: String, _ model: String, _ db: Connection, in schema: String = "main") throws -> String {
        let generation = try db.integer("SELECT generation FROM \(schema).readModel WHERE name = ?", [model])
        guard let generation else { throw CommandFailure("there is no read model \(model)") }
        return "\(schema).\(name)_\(generation)"
    }

    /// Makes the copies of these numbers; each holds the seed's tickets once. The seed is set aside first, or each copy would
    /// look for it among all those before.
    func make(_ numbers: Range<Int>) throws {
        let office = try open(.office)
        try office.execute("ATTACH DATABASE '\(directory)/tickets.sqlite' AS tickets")
        let queue = try table("ticketQueue", "ticket-queue", office, in: "tickets")
        let board = (try table("ticket", "ticket-board", office), try table("ticketTarget", "ticket-board", office))
        try office.execute(
            """
            CREATE TEMP TABLE keys AS SELECT ticket, site, day, number, isOpen FROM \(queue) q WHERE \(isSeed);
            CREATE INDEX temp.keysByTicket ON keys(ticket);
            CREATE TEMP TABLE seed AS SELECT o.* FROM keys q CROSS JOIN \(board.0) o ON o.no = q.ticket ORDER BY o.no;
            CREATE TEMP TABLE seedTarget AS
                SELECT o.* FROM keys q CROSS JOIN \(board.1) o ON o.no = q.ticket ORDER BY o.no;
            DETACH DATABASE tickets;
            """)
        for number in numbers { try copyBoard(number, office) }
        try office.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let tickets = try open(.tickets)
        let own = try table("ticketQueue", "ticket-queue", tickets)
        try tickets.execute("CREATE TEMP TABLE seed AS SELECT * FROM \(own) q WHERE \(isSeed) ORDER BY ticket")
        for number in numbers { try copyQueue(number, own, tickets) }
        try tickets.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private var isSeed: String { "q.day >= '\(firstDay)' AND q.number < 100" }

    /// What becomes of a ticket's keys in copy `k`.
    private func keys(_ k: Int) -> (day: String, number: String, id: String, shift: String) {
        let day = "CASE q.isOpen WHEN 1 THEN q.day ELSE date(q.day, '-\(k * HistorySeed.days) days') END"
        let number = "CASE q.isOpen WHEN 1 THEN q.number + \(100 * k) ELSE q.number END"
        return (
            day, number, "q.site || '-' || replace(\(day), '-', '') || '-' || printf('%04d', \(number))",
            "CASE q.isOpen WHEN 1 THEN 0 ELSE \(Int64(k * HistorySeed.days) * HistorySeed.dayMilliseconds) END"
        )
    }

    private func copyQueue(_ k: Int, _ queue: String, _ db: Connection) throws {
        let (day, number, id, shift) = keys(k)
        let changed = [
            "ticket": id, "day": day, "number": number, "sortKey": "q.sortKey + \(shift)",
            "openedAt": "q.openedAt - \(shift)", "updatedAt": "q.updatedAt - \(shift)", "finding": "NULL",
            "state": "CAST(replace(CAST(q.state AS TEXT), q.ticket, \(id)) AS BLOB)",
        ]
        try copy(queue, db, changed, from: "temp.seed q")
    }

    private func copyBoard(_ k: Int, _ db: Connection) throws {
        let (_, _, id, shift) = keys(k)
        try db.transaction {
            try copy(
                try table("ticket", "ticket-board", db), db,
                ["no": id, "openedAt": "o.openedAt - \(shift)", "endedAt": "o.endedAt - \(shift)"], row: "o",
                from: "temp.seed o CROSS JOIN temp.keys q ON q.ticket = o.no")
            try copy(
                try table("ticketTarget", "ticket-board", db), db, ["no": id, "due": "o.due - \(shift)"], row: "o",
                from: "temp.seedTarget o CROSS JOIN temp.keys q ON q.ticket = o.no")
            let days = try table("ticketDay", "ticket-board", db)
            try db.run(
                """
                INSERT OR IGNORE INTO \(days)(site, day, opened, closed, breached)
                SELECT site, date(day, '-\(k * HistorySeed.days) days'), opened, closed, breached
                FROM \(days) WHERE day >= '\(firstDay)'
                """)
        }
    }

    /// Every column as it is, but for those that change.
    private func copy(
        _ table: String, _ db: Connection, _ changed: [String: String], row: String = "q", from source: String
    ) throws {
        let name = table.split(separator: ".").last.map(String.init) ?? table
        let columns = try db.rows("SELECT name FROM pragma_table_info(?)", [name]) { $0.text(0) }
        let values = columns.map { changed[$0] ?? "\(row).\($0)" }
        try db.run(
            "INSERT INTO \(table)(\(columns.joined(separator: ", "))) SELECT \(values.joined(separator: ", ")) FROM \(source)"
        )
    }
}
