import OpsContracts
import OpsMessaging
import OpsSQLite

/// Names of units, for pages that say where.
struct UnitReplica: ReadModel {
    let name = "units"
    let shape = 1
    let tables = ["unit"]
    let schema = """
        CREATE TABLE {unit}(unit TEXT PRIMARY KEY, name TEXT NOT NULL, sites TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = ["office.unit-registered"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let unit = try fact.decode(UnitRegistered.self)
        try db.run(
            """
            INSERT INTO {unit}(unit, name, sites) VALUES (?,?,?)
            ON CONFLICT(unit) DO UPDATE SET name = excluded.name, sites = excluded.sites
            """, [unit.unit, unit.name, unit.sites.map(\.rawValue).joined(separator: " ")])
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
