import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite

/// The rules in force.
struct Rules: ReadModel {
    let name = "rules"
    let shape = 1
    let tables = ["rule"]
    let schema = """
        CREATE TABLE {rule}(
          rule TEXT PRIMARY KEY, notice TEXT NOT NULL, data TEXT NOT NULL, version INTEGER NOT NULL)
          STRICT, WITHOUT ROWID;
        CREATE INDEX {rule}_notice ON {rule}(notice, rule);
        """
    let families: Set<String> = [NotifyRulePublished.type.family, NotifyRuleWithdrawn.type.family]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        guard fact.type.family == NotifyRulePublished.type.family else {
            try db.run("DELETE FROM {rule} WHERE rule = ?", [try fact.decode(NotifyRuleWithdrawn.self).rule])
            return
        }
        let rule = try fact.decode(NotifyRulePublished.self)
        try db.run(
            """
            INSERT INTO {rule}(rule, notice, data, version) VALUES (?,?,?,?)
            ON CONFLICT(rule) DO UPDATE SET notice = excluded.notice, data = excluded.data, version = excluded.version
            """, [rule.rule, rule.notice.rawValue, String(decoding: fact.data, as: UTF8.self), fact.version])
    }
}

extension ReadDatabase {
    /// All in force, after `cursor`, at most `limit` + 1.
    func rules(after cursor: String?, limit: Int) throws -> [NotifyRulePublished] {
        try rows("SELECT data FROM {rule} WHERE rule > ? ORDER BY rule LIMIT ?", [cursor ?? "", limit + 1]) {
            try Self.rule($0)
        }
    }

    /// All of them: one that is left out would tell nobody.
    func rules(for notice: NoticeKind) throws -> [NotifyRulePublished] {
        try rows("SELECT data FROM {rule} WHERE notice = ? ORDER BY rule", [notice.rawValue]) { try Self.rule($0) }
    }

    func rule(_ id: NotifyRuleID) throws -> NotifyRulePublished? {
        try first("SELECT data FROM {rule} WHERE rule = ?", [id]) { try Self.rule($0) }
    }

    private static func rule(_ row: borrowing Row) throws -> NotifyRulePublished {
        try ContractCoding.decode(NotifyRulePublished.self, from: Data(row.text(0).utf8))
    }
}
