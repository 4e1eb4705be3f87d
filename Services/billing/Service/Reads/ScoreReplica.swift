import BillingDomain
import OpsContracts
import OpsMessaging
import OpsSQLite

/// The newest score of every site-month as assessments states it, frozen or not: what a forecast stands on.
struct ScoreReplica: ReadModel {
    let name = "scores"
    let shape = 1
    let tables = ["score"]
    let schema = """
        CREATE TABLE {score}(
            month TEXT NOT NULL, site TEXT NOT NULL, version INTEGER NOT NULL, score INTEGER NOT NULL,
            frozen INTEGER NOT NULL, PRIMARY KEY (month, site)) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = [
        "assessments.sheet-scored", "assessments.sheet-frozen", "assessments.sheet-reopened",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "assessments.sheet-scored":
            let scored = try fact.decode(SheetScored.self)
            try put(scored.month, scored.site, scored.version, scored.score, frozen: false, db)
        case "assessments.sheet-frozen":
            let frozen = try fact.decode(SheetFrozen.self)
            try put(frozen.month, frozen.site, frozen.version, frozen.score, frozen: true, db)
        default:
            let reopened = try fact.decode(SheetReopened.self)
            try db.run(
                "UPDATE {score} SET frozen = 0 WHERE month = ? AND site = ?", [reopened.month, reopened.site])
        }
    }

    private func put(
        _ month: YearMonth, _ site: SiteCode, _ version: Int, _ score: Score, frozen: Bool, _ db: FoldDatabase
    ) throws {
        try db.run(
            """
            INSERT INTO {score}(month, site, version, score, frozen) VALUES (?,?,?,?,?)
            ON CONFLICT(month, site) DO UPDATE SET version = excluded.version, score = excluded.score,
                frozen = excluded.frozen
            """, [month, site, version, score, frozen])
    }

    /// A year's scores, at most twelve a site.
    static func of(_ year: Int, _ db: ReadDatabase) throws -> [SiteMonth: KnownScore] {
        guard let first = YearMonth(year: year, month: 1), let last = YearMonth(year: year, month: 12) else {
            return [:]
        }
        let rows = try db.rows(
            "SELECT site, month, version, score, frozen FROM {score} WHERE month BETWEEN ? AND ?", [first, last]
        ) { row in
            (
                SiteMonth(site: SiteCode(row.text(0)), month: YearMonth(row.text(1)) ?? first),
                KnownScore(version: row.int(2), score: Score(tenths: row.int(3)), isFrozen: row.bool(4))
            )
        }
        return Dictionary(rows, uniquingKeysWith: { _, newer in newer })
    }
}

/// A site-month's score as far as it is known.
struct KnownScore: Sendable, Equatable {
    var version: Int
    var score: Score
    /// False: it may still change (预计).
    var isFrozen: Bool
}
