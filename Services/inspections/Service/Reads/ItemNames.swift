import OpsContracts
import OpsMessaging
import OpsSQLite

/// What the ledger calls its items, kept from the assets service's facts: for names beside numbers.
struct ItemNames: ReadModel {
    let name = "item-names"
    let shape = 1
    let tables = ["itemName"]
    let schema = """
        CREATE TABLE {itemName}(
          item TEXT PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX {itemName}_site ON {itemName}(site, item);
        """
    let families: Set<String> = [ItemRegistered.type.family, ItemCorrected.type.family]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type {
        case ItemRegistered.type:
            let item = try fact.decode(ItemRegistered.self)
            try db.run(
                """
                INSERT INTO {itemName}(item, site, name) VALUES (?,?,?)
                ON CONFLICT(item) DO UPDATE SET name = excluded.name
                """, [item.item, item.site, item.name])
        case ItemCorrected.type:
            let corrected = try fact.decode(ItemCorrected.self)
            guard let name = corrected.changes.first(where: { $0.field == .name })?.new else { return }
            try db.run("UPDATE {itemName} SET name = ? WHERE item = ?", [name, corrected.item])
        default: return
        }
    }
}

/// An item by number and name.
struct NamedItem: Codable, Sendable, Equatable {
    var item: ItemID
    var name: String
}

extension ReadDatabase {
    /// Nil where the ledger has not told of it.
    func itemName(_ item: ItemID) throws -> String? {
        try first("SELECT name FROM {itemName} WHERE item = ?", [item]) { $0.text(0) }
    }

    func items(of site: SiteCode) throws -> [NamedItem] {
        try rows("SELECT item, name FROM {itemName} WHERE site = ? ORDER BY item LIMIT 500", [site]) {
            NamedItem(item: ItemID($0.text(0)), name: $0.text(1))
        }
    }
}
