import OpsContracts
import OpsMessaging
import OpsSQLite

/// Names of accounts and units, for pages that say who and where.
struct PeopleReplica: ReadModel {
    let name = "people"
    let shape = 1
    let tables = ["person", "unit"]
    let schema = """
        CREATE TABLE {person}(account TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE {unit}(unit TEXT PRIMARY KEY, name TEXT NOT NULL, sites TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = ["office.account-opened", "office.account-changed", "office.unit-registered"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "office.account-opened":
            let account = try fact.decode(AccountOpened.self)
            try note(account.account, account.name, db)
        case "office.account-changed":
            let account = try fact.decode(AccountChanged.self)
            try note(account.account, account.name, db)
        default:
            let unit = try fact.decode(UnitRegistered.self)
            try db.run(
                """
                INSERT INTO {unit}(unit, name, sites) VALUES (?,?,?)
                ON CONFLICT(unit) DO UPDATE SET name = excluded.name, sites = excluded.sites
                """, [unit.unit, unit.name, unit.sites.map(\.rawValue).joined(separator: " ")])
        }
    }

    private func note(_ account: AccountID, _ name: String, _ db: FoldDatabase) throws {
        try db.run(
            "INSERT INTO {person}(account, name) VALUES (?,?) ON CONFLICT(account) DO UPDATE SET name = excluded.name",
            [account, name])
    }

    static func name(of account: AccountID, _ db: ReadDatabase) throws -> String? {
        try db.first("SELECT name FROM {person} WHERE account = ?", [account]) { $0.text(0) }
    }

    static func names(of accounts: [AccountID], _ db: ReadDatabase) throws -> [AccountID: String] {
        var names: [AccountID: String] = [:]
        for account in Set(accounts) { names[account] = try name(of: account, db) }
        return names
    }

    static func name(of unit: UnitID, _ db: ReadDatabase) throws -> String? {
        try db.first("SELECT name FROM {unit} WHERE unit = ?", [unit]) { $0.text(0) }
    }

    /// The units that work at a site; a unit without sites works everywhere.
    static func units(at site: SiteCode, _ db: ReadDatabase) throws -> [(id: UnitID, name: String)] {
        try db.rows("SELECT unit, name, sites FROM {unit} ORDER BY unit LIMIT 300") {
            (id: UnitID($0.text(0)), name: $0.text(1), sites: $0.text(2).split(separator: " ").map(String.init))
        }
        .filter { $0.sites.isEmpty || $0.sites.contains(site.rawValue) }
        .map { ($0.id, $0.name) }
    }
}
