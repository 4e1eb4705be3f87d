import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite

/// The newest version of every plan.
struct Plans: ReadModel {
    let name = "plans"
    let shape = 1
    let tables = ["plan"]
    let schema = """
        CREATE TABLE {plan}(
          plan TEXT PRIMARY KEY, site TEXT NOT NULL, active INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
        CREATE INDEX {plan}_site ON {plan}(site, plan);
        """
    let families: Set<String> = [PlanPublished.type.family]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let published = try fact.decode(PlanPublished.self)
        try db.run(
            """
            INSERT INTO {plan}(plan, site, active, data) VALUES (?,?,?,?)
            ON CONFLICT(plan) DO UPDATE SET active = excluded.active, data = excluded.data
            """,
            [published.plan, published.site, published.active, String(decoding: fact.data, as: UTF8.self)])
    }
}

extension ReadDatabase {
    /// Plans after `cursor`, site by site in contract order and by their numbers there, at most `limit` + 1.
    func plans(site: SiteCode?, allowed: Set<SiteCode>, after cursor: String?, limit: Int) throws -> [PlanPublished] {
        var places = try site.map { [$0] } ?? (allowed.isEmpty ? planSites() : allowed.sorted())
        if let cursor, let last = try plan(PlanID(cursor)) { places = Array(places.drop { $0 < last.site }) }
        var found: [PlanPublished] = []
        for (index, place) in places.enumerated() where found.count <= limit {
            found += try rows(
                "SELECT data FROM {plan} WHERE site = ? AND plan > ? ORDER BY plan LIMIT ?",
                [place, index == 0 ? cursor ?? "" : "", limit + 1 - found.count]
            ) { try Self.plan($0) }
        }
        return found
    }

    /// The sites that have plans; there are some dozens of plans a site.
    private func planSites() throws -> [SiteCode] {
        try rows("SELECT DISTINCT site FROM {plan}") { SiteCode($0.text(0)) }.sorted()
    }

    func plan(_ id: PlanID) throws -> PlanPublished? {
        try first("SELECT data FROM {plan} WHERE plan = ?", [id]) { try Self.plan($0) }
    }

    private static func plan(_ row: borrowing Row) throws -> PlanPublished {
        try ContractCoding.decode(PlanPublished.self, from: Data(row.text(0).utf8))
    }
}
