import OpsContracts
import OpsMessaging
import OpsSQLite

/// Score sheets by site and month, and what they cost.
struct ScoreBoard: ReadModel {
    let name = "score-board"
    let shape = 2
    let tables = ["siteMonth", "deductionLine", "share", "payment"]
    let schema = """
        CREATE TABLE {siteMonth}(
            site TEXT NOT NULL, month TEXT NOT NULL, sheet TEXT NOT NULL, version INTEGER NOT NULL,
            score INTEGER NOT NULL, state TEXT NOT NULL, objectionUntil INTEGER, PRIMARY KEY(site, month))
            STRICT, WITHOUT ROWID;
        CREATE INDEX {siteMonth}_by_month ON {siteMonth}(month);
        CREATE TABLE {deductionLine}(
            quarter TEXT NOT NULL, site TEXT NOT NULL, month TEXT NOT NULL, score INTEGER NOT NULL, fee INTEGER NOT NULL,
            rateBp INTEGER NOT NULL, deduction INTEGER NOT NULL, PRIMARY KEY(quarter, site, month)) STRICT, WITHOUT ROWID;
        CREATE INDEX {deductionLine}_by_site ON {deductionLine}(site, quarter);
        CREATE TABLE {share}(contract TEXT NOT NULL, site TEXT NOT NULL, bp INTEGER NOT NULL, PRIMARY KEY(contract, site))
            STRICT, WITHOUT ROWID;
        CREATE TABLE {payment}(
            quarter TEXT PRIMARY KEY, contract TEXT NOT NULL, base INTEGER, deduction INTEGER, pay INTEGER, dueOn TEXT,
            state TEXT NOT NULL, reason TEXT, paidOn TEXT) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = [
        "assessments.sheet-scored", "assessments.sheet-published", "assessments.sheet-objected",
        "assessments.sheet-frozen", "assessments.sheet-reopened", "billing.contract-signed",
        "billing.deduction-frozen", "billing.statement-issued", "billing.payment-approved", "billing.fiscal-approved",
        "billing.funds-awaited", "billing.payment-made",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "assessments.sheet-scored":
            let sheet = try fact.decode(SheetScored.self)
            try put(sheet.site, sheet.month, sheet.sheet, sheet.version, sheet.score, "draft", nil, db)
        case "assessments.sheet-published":
            let sheet = try fact.decode(SheetPublished.self)
            try put(
                sheet.site, sheet.month, sheet.sheet, sheet.version, sheet.score, "published", sheet.objectionUntil, db)
        case "assessments.sheet-frozen":
            let sheet = try fact.decode(SheetFrozen.self)
            try put(sheet.site, sheet.month, sheet.sheet, sheet.version, sheet.score, "frozen", nil, db)
        case "assessments.sheet-objected":
            let sheet = try fact.decode(SheetObjected.self)
            try db.run(
                "UPDATE {siteMonth} SET state = 'objected' WHERE site = ? AND month = ?", [sheet.site, sheet.month])
        case "assessments.sheet-reopened":
            let sheet = try fact.decode(SheetReopened.self)
            try db.run(
                "UPDATE {siteMonth} SET state = 'draft', version = ? WHERE site = ? AND month = ?",
                [sheet.version, sheet.site, sheet.month])
        default: try applyMoney(fact, db)
        }
    }

    private func put(
        _ site: SiteCode, _ month: YearMonth, _ sheet: SheetID, _ version: Int, _ score: Score, _ state: String,
        _ until: Timestamp?, _ db: FoldDatabase
    ) throws {
        try db.run(
            """
            INSERT OR REPLACE INTO {siteMonth}(site, month, sheet, version, score, state, objectionUntil)
            VALUES (?,?,?,?,?,?,?)
            """, [site, month, sheet, version, score, state, until])
    }

    private func applyMoney(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "billing.contract-signed":
            let contract = try fact.decode(ContractSigned.self)
            for share in contract.shares {
                try db.run(
                    "INSERT OR REPLACE INTO {share}(contract, site, bp) VALUES (?,?,?)",
                    [contract.contract, share.site, share.bp])
            }
        case "billing.deduction-frozen":
            let frozen = try fact.decode(DeductionFrozen.self)
            for line in frozen.lines {
                try db.run(
                    """
                    INSERT OR REPLACE INTO {deductionLine}(quarter, site, month, score, fee, rateBp, deduction)
                    VALUES (?,?,?,?,?,?,?)
                    """,
                    [
                        frozen.quarter.description, line.site, line.month, line.score, line.fee, line.rateBp,
                        line.deduction,
                    ])
            }
        case "billing.statement-issued":
            let issued = try fact.decode(StatementIssued.self)
            let deducted = issued.deducted.reduce(Money.zero) { $0 + $1.amount }
            try db.run(
                """
                INSERT INTO {payment}(quarter, contract, base, deduction, pay, dueOn, state) VALUES (?,?,?,?,?,?,'issued')
                ON CONFLICT(quarter) DO UPDATE SET base = excluded.base, deduction = excluded.deduction,
                    pay = excluded.pay, dueOn = excluded.dueOn
                """,
                [issued.quarter.description, issued.contract, issued.base, deducted, issued.pay, issued.dueOn])
        default: try applyGate(fact, db)
        }
    }

    private func applyGate(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "billing.payment-approved":
            let fact = try fact.decode(PaymentApproved.self)
            try gate(fact.quarter, fact.contract, "approved", nil, nil, db)
        case "billing.fiscal-approved":
            let fact = try fact.decode(FiscalApproved.self)
            try gate(fact.quarter, fact.contract, "fiscal-approved", nil, nil, db)
        case "billing.funds-awaited":
            let fact = try fact.decode(FundsAwaited.self)
            try gate(fact.quarter, fact.contract, "funds-awaited", fact.reason, nil, db)
        default:
            let fact = try fact.decode(PaymentMade.self)
            try gate(fact.quarter, fact.contract, "paid", nil, fact.paidOn, db)
        }
    }

    private func gate(
        _ quarter: Quarter, _ contract: ContractID, _ state: String, _ reason: String?, _ paidOn: Day?,
        _ db: FoldDatabase
    ) throws {
        try db.run(
            """
            INSERT INTO {payment}(quarter, contract, state, reason, paidOn) VALUES (?,?,?,?,?)
            ON CONFLICT(quarter) DO UPDATE SET state = excluded.state, reason = excluded.reason, paidOn = excluded.paidOn
            """, [quarter.description, contract, state, reason, paidOn])
    }
}
