import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// Rounds by day and open findings, of all sites.
struct RoundBoard: ReadModel {
    let name = "round-board"
    let shape = 2
    let tables = ["round", "finding"]
    let schema = """
        CREATE TABLE {round}(
            id TEXT PRIMARY KEY, site TEXT NOT NULL, day TEXT NOT NULL, name TEXT NOT NULL, dueAt INTEGER NOT NULL,
            status TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX {round}_by_day ON {round}(day, site, status);
        CREATE TABLE {finding}(
            id TEXT PRIMARY KEY, site TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL, status TEXT NOT NULL,
            ticket TEXT, raisedAt INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX {finding}_open ON {finding}(site, status) WHERE status IN ('open', 'rectified');
        """
    let families: Set<String> = [
        "inspections.round-planned", "inspections.round-started", "inspections.round-completed",
        "inspections.round-missed", "inspections.round-skipped", "inspections.finding-raised",
        "inspections.finding-ticketed", "inspections.finding-rectified", "inspections.finding-retest-failed",
        "inspections.finding-cleared",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "inspections.round-planned":
            let round = try fact.decode(RoundPlanned.self)
            try db.run(
                """
                INSERT INTO {round}(id, site, day, name, dueAt, status) VALUES (?,?,?,?,?,'planned')
                ON CONFLICT(id) DO UPDATE SET day = excluded.day, name = excluded.name, dueAt = excluded.dueAt
                """, [round.round, round.site, round.day, round.name, round.dueAt])
        case "inspections.round-started":
            let round = try fact.decode(RoundStarted.self)
            try db.run("UPDATE {round} SET status = 'started' WHERE id = ?", [round.round])
        case "inspections.round-completed":
            let round = try fact.decode(RoundCompleted.self)
            try end(round.round, round.site, round.name, round.dueAt, round.late ? "late" : "done", db)
        case "inspections.round-missed":
            let round = try fact.decode(RoundMissed.self)
            try end(round.round, round.site, round.name, round.dueAt, "missed", db)
        case "inspections.round-skipped":
            let round = try fact.decode(RoundSkipped.self)
            try end(round.round, round.site, round.name, round.dueAt, "skipped", db)
        default: try applyFinding(fact, db)
        }
    }

    private func end(
        _ round: RoundID, _ site: SiteCode, _ name: String, _ dueAt: Timestamp, _ status: String, _ db: FoldDatabase
    ) throws {
        try db.run(
            """
            INSERT INTO {round}(id, site, day, name, dueAt, status) VALUES (?,?,?,?,?,?)
            ON CONFLICT(id) DO UPDATE SET status = excluded.status
            """, [round, site, dueAt.day, name, dueAt, status])
    }

    private func applyFinding(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "inspections.finding-raised":
            let finding = try fact.decode(FindingRaised.self)
            try db.run(
                "INSERT OR REPLACE INTO {finding}(id, site, title, severity, status, raisedAt) VALUES (?,?,?,?,'open',?)",
                [finding.finding, finding.site, finding.title, finding.severity.rawValue, finding.at])
        case "inspections.finding-ticketed":
            let finding = try fact.decode(FindingTicketed.self)
            try db.run("UPDATE {finding} SET ticket = ? WHERE id = ?", [finding.ticket, finding.finding])
        case "inspections.finding-rectified":
            try set("rectified", try fact.decode(FindingRectified.self).finding, db)
        case "inspections.finding-retest-failed":
            try set("open", try fact.decode(FindingRetestFailed.self).finding, db)
        default: try set("cleared", try fact.decode(FindingCleared.self).finding, db)
        }
    }

    private func set(_ status: String, _ finding: FindingID, _ db: FoldDatabase) throws {
        try db.run("UPDATE {finding} SET status = ? WHERE id = ?", [status, finding])
    }
}
