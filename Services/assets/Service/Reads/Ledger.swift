import AssetsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// The ledger as lists and cards show it, one row an item, with a two-character index for search.
struct Ledger: ReadModel {
    let name = "ledger"
    let shape = 1
    let tables = ["ledger", "ledgerGram", "ledgerFault", "ledgerFigure"]
    let schema = """
        CREATE TABLE {ledger}(
          item TEXT PRIMARY KEY, site TEXT NOT NULL, category TEXT NOT NULL, state TEXT NOT NULL, label TEXT,
          warrantyTo TEXT, version INTEGER NOT NULL, mandatory INTEGER NOT NULL, missing INTEGER NOT NULL,
          faults INTEGER NOT NULL, fields TEXT NOT NULL, search TEXT NOT NULL) STRICT;
        CREATE INDEX {ledger}_site ON {ledger}(site, item);
        CREATE INDEX {ledger}_category ON {ledger}(category, item);
        CREATE UNIQUE INDEX {ledger}_label ON {ledger}(label) WHERE label IS NOT NULL;
        CREATE INDEX {ledger}_warranty ON {ledger}(warrantyTo) WHERE warrantyTo IS NOT NULL;
        CREATE TABLE {ledgerGram}(gram TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY(gram, item)) STRICT, WITHOUT ROWID;
        CREATE TABLE {ledgerFault}(
          item TEXT NOT NULL, ticket TEXT NOT NULL, title TEXT NOT NULL, openedAt INTEGER NOT NULL, closedAt INTEGER,
          cause TEXT, PRIMARY KEY(item, ticket)) STRICT, WITHOUT ROWID;
        CREATE TABLE {ledgerFigure}(
          site TEXT PRIMARY KEY, items INTEGER NOT NULL, mandatory INTEGER NOT NULL, missing INTEGER NOT NULL)
          STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = [
        ItemRegistered.type.family, ItemCorrected.type.family, ItemStateChanged.type.family, PartRecorded.type.family,
        FaultRecorded.type.family,
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        guard let event = try ItemEvent.read(fact) else { return }
        switch event {
        case .registered(let registered):
            try LedgerEntry(registered, version: fact.version).save(db)
        case .corrected(let corrected):
            try LedgerEntry.change(corrected.item, version: fact.version, db) { entry in
                for change in corrected.changes { entry.values[change.field] = change.new }
            }
        case .stateChanged(let moved):
            try LedgerEntry.change(moved.item, version: fact.version, db) { $0.state = moved.to }
        case .partRecorded(let part):
            try LedgerEntry.change(part.item, version: fact.version, db) { _ in }
        case .faultRecorded(let fault):
            try db.run(
                """
                INSERT INTO {ledgerFault}(item, ticket, title, openedAt, closedAt, cause) VALUES (?,?,?,?,?,?)
                ON CONFLICT(item, ticket) DO UPDATE SET closedAt = excluded.closedAt, cause = excluded.cause
                """, [fault.item, fault.ticket, fault.title, fault.openedAt, fault.closedAt, fault.cause])
            let count = try db.first("SELECT count(*) FROM {ledgerFault} WHERE item = ?", [fault.item]) { row -> Int in
                row.int(0)
            }
            try LedgerEntry.change(fault.item, version: fact.version, db) { $0.faults = count ?? 0 }
        }
    }
}

/// One row of the ledger while it is folded.
struct LedgerEntry {
    var item: ItemID
    var site: SiteCode
    var state: ItemState
    var label: String?
    var version: Int64
    var faults = 0
    var values: [ItemField: String]

    init(_ fact: ItemRegistered, version: Int64) {
        item = fact.item
        site = fact.site
        state = fact.state
        label = fact.label
        self.version = version
        values = fact.values
    }

    private init(_ row: borrowing Row) throws {
        item = ItemID(row.text(0))
        site = SiteCode(row.text(1))
        state = ItemState(rawValue: row.text(2))
        label = row.optionalText(3)
        version = row.int(4)
        faults = row.int(5)
        values = try ContractCoding.decode([ItemField: String].self, from: row.blobOfText(6))
    }

    /// Nothing happens to an item that the ledger does not know: its registration comes first in the same log.
    static func change(
        _ item: ItemID, version: Int64, _ db: FoldDatabase, _ body: (inout LedgerEntry) -> Void
    ) throws {
        let found = try db.first(
            "SELECT item, site, state, label, version, faults, fields FROM {ledger} WHERE item = ?", [item]
        ) { try LedgerEntry($0) }
        guard var entry = found else { return }
        body(&entry)
        entry.version = version
        try entry.save(db)
    }

    func save(_ db: FoldDatabase) throws {
        let category = ItemCategory(rawValue: values[.category] ?? "")
        let fields = Item.mandatoryFields(category: category, unit: values[.unit])
        let (mandatory, missing) = (fields.count, fields.filter { values[$0] == nil }.count)
        let search = LedgerSearch.text(item, values)
        let before = try db.first("SELECT search, mandatory, missing FROM {ledger} WHERE item = ?", [item]) {
            (search: $0.text(0), mandatory: $0.int(1) as Int, missing: $0.int(2) as Int)
        }
        try db.run(
            """
            INSERT INTO {ledger}(item, site, category, state, label, warrantyTo, version, mandatory, missing, faults,
              fields, search) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
            ON CONFLICT(item) DO UPDATE SET category = excluded.category, state = excluded.state,
              warrantyTo = excluded.warrantyTo, version = excluded.version, mandatory = excluded.mandatory,
              missing = excluded.missing, faults = excluded.faults, fields = excluded.fields, search = excluded.search
            """,
            [
                item, site, category.rawValue, state.rawValue, label, values[.warrantyTo], version, mandatory, missing,
                faults, String(decoding: try ContractCoding.encode(values), as: UTF8.self), search,
            ])
        try db.run(
            """
            INSERT INTO {ledgerFigure}(site, items, mandatory, missing) VALUES (?,?,?,?) ON CONFLICT(site) DO UPDATE SET
              items = items + excluded.items, mandatory = mandatory + excluded.mandatory,
              missing = missing + excluded.missing
            """,
            [
                site, before == nil ? 1 : 0, mandatory - (before?.mandatory ?? 0), missing - (before?.missing ?? 0),
            ])
        if before?.search != search { try index(search, before: before?.search ?? "", db) }
    }

    private func index(_ search: String, before: String, _ db: FoldDatabase) throws {
        let (old, new) = (LedgerSearch.grams(before), LedgerSearch.grams(search))
        for gram in old.subtracting(new) {
            try db.run("DELETE FROM {ledgerGram} WHERE gram = ? AND item = ?", [gram, item])
        }
        for gram in new.subtracting(old) {
            try db.run("INSERT INTO {ledgerGram}(gram, item) VALUES (?,?)", [gram, item])
        }
    }
}
