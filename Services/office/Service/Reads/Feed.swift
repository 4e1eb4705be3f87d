import OpsContracts
import OpsMessaging
import OpsSQLite

/// The last fact of every source, so that a page can say 数据截至 and a silent source is seen.
struct Feed: ReadModel {
    let name = "feed"
    let shape = 1
    let tables = ["feed"]
    let schema = """
        CREATE TABLE {feed}(source TEXT PRIMARY KEY, seq INTEGER NOT NULL, time INTEGER NOT NULL, facts INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        """
    /// Every family there is: the centre reads everything.
    let families = Set(ContractRegistry.all.map { $0.type.family })

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        try db.run(
            """
            INSERT INTO {feed}(source, seq, time, facts) VALUES (?,?,?,1)
            ON CONFLICT(source) DO UPDATE SET seq = excluded.seq, time = excluded.time, facts = facts + 1
            """, [db.source, fact.seq, fact.time])
    }
}

struct FeedRow: Codable, Sendable, Equatable {
    var source: String
    var seq: Int64
    var time: Timestamp
    var facts: Int
}

extension ReadDatabase {
    func feeds() throws -> [FeedRow] {
        try rows("SELECT source, seq, time, facts FROM {feed} ORDER BY source") {
            FeedRow(source: $0.text(0), seq: $0.int(1), time: Timestamp($0.int(2)), facts: $0.int(3))
        }
    }
}
