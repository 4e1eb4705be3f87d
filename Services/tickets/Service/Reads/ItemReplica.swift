import OpsContracts
import OpsMessaging
import OpsSQLite

/// What tickets need of the ledger: names to choose from, labels to scan.
struct ItemReplica: ReadModel {
    let name = "items"
    let shape = 1
    let tables = ["item"]
    let schema = """
        CREATE TABLE {item}(
            item TEXT PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL, place TEXT, orgUnit TEXT, warrantyTo TEXT,
            label TEXT, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX {item}_site ON {item}(site, item);
        CREATE INDEX {item}_label ON {item}(label) WHERE label NOTNULL;
        """
    let families: Set<String> = ["assets.item-registered", "assets.item-corrected", "assets.item-state-changed"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "assets.item-registered":
            let item = try fact.decode(ItemRegistered.self)
            try db.run(
                """
                INSERT INTO {item}(item, site, name, place, orgUnit, warrantyTo, label, state) VALUES (?,?,?,?,?,?,?,?)
                ON CONFLICT(item) DO UPDATE SET site = excluded.site, name = excluded.name, place = excluded.place,
                    orgUnit = excluded.orgUnit, warrantyTo = excluded.warrantyTo, label = excluded.label,
                    state = excluded.state
                """,
                [
                    item.item, item.site, item.name, item.place ?? item.subSite, item.orgUnit, item.warrantyTo,
                    item.label, item.state.rawValue,
                ])
        case "assets.item-corrected":
            let correction = try fact.decode(ItemCorrected.self)
            for change in correction.changes { try correct(correction.item, change, db) }
        default:
            let change = try fact.decode(ItemStateChanged.self)
            try db.run("UPDATE {item} SET state = ? WHERE item = ?", [change.to.rawValue, change.item])
        }
    }

    private func correct(_ item: ItemID, _ change: ItemCorrected.Change, _ db: FoldDatabase) throws {
        switch change.field {
        case .name: try db.run("UPDATE {item} SET name = ? WHERE item = ?", [change.new ?? "", item])
        case .place: try db.run("UPDATE {item} SET place = ? WHERE item = ?", [change.new, item])
        case .orgUnit: try db.run("UPDATE {item} SET orgUnit = ? WHERE item = ?", [change.new, item])
        case .warrantyTo: try db.run("UPDATE {item} SET warrantyTo = ? WHERE item = ?", [change.new, item])
        default: break
        }
    }
}

/// A thing of the ledger as this service knows it.
struct KnownItem: Sendable {
    var item: ItemID
    var site: SiteCode
    var name: String
    var place: String?
    var orgUnit: UnitID?
    var warrantyTo: Day?

    private static let columns = "item, site, name, place, orgUnit, warrantyTo"

    private init(_ row: borrowing Row) {
        item = ItemID(row.text(0))
        site = SiteCode(row.text(1))
        name = row.text(2)
        place = row.optionalText(3)
        orgUnit = row.optionalText(4).map { UnitID($0) }
        warrantyTo = row.optionalText(5).flatMap { Day($0) }
    }

    static func find(_ item: ItemID, _ db: ReadDatabase) throws -> KnownItem? {
        try db.first("SELECT \(columns) FROM {item} WHERE item = ?", [item]) { KnownItem($0) }
    }

    /// - Parameter label: The characters on the QR label.
    static func labelled(_ label: String, _ db: ReadDatabase) throws -> KnownItem? {
        try db.first("SELECT \(columns) FROM {item} WHERE label = ?", [label]) { KnownItem($0) }
    }

    static func at(_ site: SiteCode, _ db: ReadDatabase) throws -> [KnownItem] {
        try db.rows(
            "SELECT \(columns) FROM {item} WHERE site = ? AND state NOT IN ('retired','handed-over') ORDER BY item LIMIT 300",
            [site]
        ) { KnownItem($0) }
    }
}
