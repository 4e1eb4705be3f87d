import AssessmentsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// One row a sheet, for the grid of sites and months.
struct SheetGrid: ReadModel {
    let name = "sheet-grid"
    let shape = 1
    let tables = ["sheetGrid", "sheetEvidence"]
    let schema = """
        CREATE TABLE {sheetGrid}(
            sheet TEXT PRIMARY KEY, site TEXT NOT NULL, month TEXT NOT NULL, version INTEGER NOT NULL,
            status TEXT NOT NULL, score INTEGER, objections INTEGER NOT NULL, objectionUntil INTEGER,
            frozenAt INTEGER) STRICT, WITHOUT ROWID;
        CREATE INDEX {sheetGrid}_month ON {sheetGrid}(month, site);
        CREATE INDEX {sheetGrid}_status ON {sheetGrid}(status, objectionUntil);
        CREATE TABLE {sheetEvidence}(
            evidence TEXT PRIMARY KEY, sheet TEXT NOT NULL, counts INTEGER NOT NULL, ruling TEXT NOT NULL)
            STRICT, WITHOUT ROWID;
        CREATE INDEX {sheetEvidence}_sheet ON {sheetEvidence}(sheet, ruling);
        """
    let families: Set<String> = [
        "assessments.evidence-proposed", "assessments.evidence-ruled", "assessments.evidence-withdrawn",
        "assessments.sheet-scored", "assessments.sheet-published", "assessments.sheet-objected",
        "assessments.objection-ruled", "assessments.sheet-frozen", "assessments.sheet-reopened",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        guard let event = try SheetEvent.read(fact) else { return }
        switch event {
        case .proposed(let fact): try propose(fact, db)
        case .ruled(let fact): try mark(fact.evidence, fact.upheld ? .upheld : .rejected, db)
        case .withdrawn(let fact): try mark(fact.evidence, .withdrawn, db)
        case .scored(let fact): try score(fact, db)
        case .published(let fact):
            try db.run(
                "UPDATE {sheetGrid} SET status = 'published', objectionUntil = ? WHERE sheet = ?",
                [fact.objectionUntil, fact.sheet])
        case .objected(let fact):
            try db.run(
                "UPDATE {sheetGrid} SET status = 'disputed', objections = objections + 1 WHERE sheet = ?",
                [fact.sheet])
        case .objectionRuled(let fact):
            try db.run(
                """
                UPDATE {sheetGrid} SET objections = objections - 1,
                    status = CASE WHEN objections = 1 THEN 'published' ELSE status END WHERE sheet = ?
                """, [fact.sheet])
        case .frozen(let fact):
            try db.run(
                "UPDATE {sheetGrid} SET status = 'frozen', score = ?, frozenAt = ? WHERE sheet = ?",
                [fact.score, fact.frozenAt, fact.sheet])
        case .reopened(let fact):
            try db.run(
                """
                UPDATE {sheetGrid} SET status = 'draft', version = ?, objectionUntil = NULL, frozenAt = NULL
                WHERE sheet = ?
                """, [fact.version, fact.sheet])
        }
    }

    private func propose(_ fact: EvidenceProposed, _ db: FoldDatabase) throws {
        try db.run(
            """
            INSERT INTO {sheetGrid}(sheet, site, month, version, status, objections) VALUES (?,?,?,1,'draft',0)
            ON CONFLICT(sheet) DO NOTHING
            """, [fact.sheet, fact.site, fact.month])
        try db.run(
            "INSERT INTO {sheetEvidence}(evidence, sheet, counts, ruling) VALUES (?,?,?,?)",
            [fact.evidence, fact.sheet, fact.basis.isScored, Sheet.Ruling.proposed.rawValue])
    }

    private func mark(_ evidence: EvidenceID, _ ruling: Sheet.Ruling, _ db: FoldDatabase) throws {
        try db.run("UPDATE {sheetEvidence} SET ruling = ? WHERE evidence = ?", [ruling.rawValue, evidence])
    }

    private func score(_ fact: SheetScored, _ db: FoldDatabase) throws {
        try db.run(
            """
            INSERT INTO {sheetGrid}(sheet, site, month, version, status, score, objections)
            VALUES (?,?,?,?,'scored',?,0)
            ON CONFLICT(sheet) DO UPDATE SET score = excluded.score,
                status = CASE WHEN status = 'draft' THEN 'scored' ELSE status END
            """, [fact.sheet, fact.site, fact.month, fact.version, fact.score])
    }
}

/// A sheet in a list; also the API's JSON.
struct SheetRow: Codable, Sendable, Equatable {
    var sheet: SheetID
    var site: SiteCode
    var month: YearMonth
    var version: Int
    /// draft, scored, published, disputed, frozen.
    var status: String
    /// Nil before the first scoring.
    var score: Score?
    /// Evidence that nobody ruled yet.
    var undecided: Int
    var openObjections: Int
    var objectionUntil: Timestamp?
    var frozenAt: Timestamp?

    private static let columns = """
        SELECT sheet, site, month, version, status, score,
            (SELECT count(*) FROM {sheetEvidence} e WHERE e.sheet = g.sheet AND e.ruling = 'proposed' AND e.counts),
            objections, objectionUntil, frozenAt
        FROM {sheetGrid} g
        """

    private init(_ row: borrowing Row) {
        sheet = SheetID(row.text(0))
        site = SiteCode(row.text(1))
        month = YearMonth(row.text(2)) ?? YearMonth(Day(ordinal: 0))
        version = row.int(3)
        status = row.text(4)
        score = row.optionalInt(5).map { Score(tenths: Int($0)) }
        undecided = row.int(6)
        openObjections = row.int(7)
        objectionUntil = row.optionalInt(8).map { Timestamp($0) }
        frozenAt = row.optionalInt(9).map { Timestamp($0) }
    }

    /// By month, then in contract site order.
    static func between(_ first: YearMonth, _ last: YearMonth, _ db: ReadDatabase) throws -> [SheetRow] {
        try db.rows(columns + " WHERE month BETWEEN ? AND ? ORDER BY month, site", [first, last]) { SheetRow($0) }
            .sorted { ($0.month, $0.site) < ($1.month, $1.site) }
    }

    /// The first month there is anything to judge: of the oldest sheet, or since anybody held a post; nil before both.
    static func firstMonth(_ db: ReadDatabase) throws -> YearMonth? {
        let sheet = try db.first("SELECT min(month) FROM {sheetGrid}", []) { $0.optionalText(0) } ?? nil
        let post = try db.first("SELECT min(firstFrom) FROM {post}", []) { $0.optionalText(0) } ?? nil
        return [sheet.flatMap { YearMonth($0) }, post.flatMap { Day($0) }.map { YearMonth($0) }].compactMap(\.self)
            .min()
    }

    /// Published sheets whose window is over and that nothing open holds back.
    static func ripe(_ now: Timestamp, _ db: ReadDatabase) throws -> [SheetRow] {
        try db.rows(columns + " WHERE status = 'published' AND objectionUntil <= ? LIMIT 100", [now]) { SheetRow($0) }
    }
}
