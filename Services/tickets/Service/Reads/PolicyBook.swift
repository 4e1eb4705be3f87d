import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite

/// Every version of the time limits: a ticket keeps the one it was opened under.
struct PolicyBook: ReadModel {
    let name = "policies"
    let shape = 1
    let tables = ["policy"]
    let schema = """
        CREATE TABLE {policy}(
            policy TEXT NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL, published BLOB NOT NULL,
            PRIMARY KEY(policy, version)) STRICT, WITHOUT ROWID;
        CREATE INDEX {policy}_seq ON {policy}(seq);
        """
    let families: Set<String> = ["tickets.sla-policy-published"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let policy = try fact.decode(SLAPolicyPublished.self)
        try db.run(
            "INSERT INTO {policy}(policy, version, seq, published) VALUES (?,?,?,?) ON CONFLICT DO NOTHING",
            [policy.policy, policy.version, fact.seq, fact.data])
    }

    /// Which version of each policy is the newest, the newest published first.
    static func currentVersions(_ db: ReadDatabase) throws -> [(policy: SLAPolicyID, version: Int)] {
        var seen: Set<SLAPolicyID> = []
        return try db.rows("SELECT policy, version FROM {policy} ORDER BY seq DESC LIMIT 100") {
            (policy: SLAPolicyID($0.text(0)), version: $0.int(1) as Int)
        }.filter { seen.insert($0.policy).inserted }
    }

    /// The newest version of each policy, the newest published first.
    static func current(_ db: ReadDatabase) throws -> [SLAPolicyPublished] {
        var seen: Set<SLAPolicyID> = []
        return try all(db).filter { seen.insert($0.policy).inserted }
    }

    /// The newest hundred publications, the newest first.
    static func all(_ db: ReadDatabase) throws -> [SLAPolicyPublished] {
        try db.rows("SELECT published FROM {policy} ORDER BY seq DESC LIMIT 100") { $0.blob(0) }
            .map { try ContractCoding.decode(SLAPolicyPublished.self, from: $0) }
    }

    /// The JSON of one version; nil where there is none.
    static func stored(_ policy: SLAPolicyID, _ version: Int, _ db: ReadDatabase) throws -> Data? {
        try db.first("SELECT published FROM {policy} WHERE policy = ? AND version = ?", [policy, version]) {
            $0.blob(0)
        }
    }
}
