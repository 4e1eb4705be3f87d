import OpsContracts
import OpsMessaging
import OpsSQLite

/// The rounds of each day, for the strip on the day board.
struct RoundStrip: ReadModel {
    let name = "rounds"
    let shape = 1
    let tables = ["round"]
    let schema = """
        CREATE TABLE {round}(
            round TEXT PRIMARY KEY, site TEXT, name TEXT, day TEXT, dueAt INTEGER, status TEXT NOT NULL)
            STRICT, WITHOUT ROWID;
        CREATE INDEX {round}_day ON {round}(site, day, dueAt);
        """
    let families: Set<String> = [
        "inspections.round-planned", "inspections.round-started", "inspections.round-completed",
        "inspections.round-missed", "inspections.round-skipped",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "inspections.round-planned":
            let round = try fact.decode(RoundPlanned.self)
            try db.run(
                """
                INSERT INTO {round}(round, site, name, day, dueAt, status) VALUES (?,?,?,?,?,'planned')
                ON CONFLICT(round) DO UPDATE SET site = excluded.site, name = excluded.name, day = excluded.day,
                    dueAt = excluded.dueAt
                """, [round.round, round.site, round.name, round.day, round.dueAt])
        case "inspections.round-started": try set(try fact.decode(RoundStarted.self).round, "started", db)
        case "inspections.round-completed": try set(try fact.decode(RoundCompleted.self).round, "completed", db)
        case "inspections.round-missed": try set(try fact.decode(RoundMissed.self).round, "missed", db)
        default: try set(try fact.decode(RoundSkipped.self).round, "skipped", db)
        }
    }

    private func set(_ round: RoundID, _ status: String, _ db: FoldDatabase) throws {
        try db.run("UPDATE {round} SET status = ? WHERE round = ?", [status, round])
    }

    struct Entry: Sendable {
        var round: RoundID
        var name: String
        var dueAt: Timestamp
        var status: String
    }

    static func of(_ day: Day, at site: SiteCode, _ db: ReadDatabase) throws -> [Entry] {
        try db.rows(
            "SELECT round, name, dueAt, status FROM {round} WHERE site = ? AND day = ? ORDER BY dueAt LIMIT 50",
            [site, day]
        ) {
            Entry(
                round: RoundID($0.text(0)), name: $0.text(1), dueAt: Timestamp($0.int(2)), status: $0.text(3))
        }
    }
}
