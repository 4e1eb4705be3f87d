import OpsContracts
import OpsSQLite

/// Where this store stands in every source it reads; written in the transaction of the effect.
enum StorePositions {
    static func position(of source: Topic, _ db: Connection) throws -> SourcePosition? {
        try db.first("SELECT seq, hash, offsetHint FROM position WHERE source = ?", [source]) {
            SourcePosition(seq: $0.int(0), hash: $0.text(1), offsetHint: $0.optionalInt(2))
        }
    }

    static func save(_ position: SourcePosition, of source: Topic, _ db: Connection) throws {
        try db.run(
            """
            INSERT INTO position(source, seq, hash, offsetHint) VALUES (?,?,?,?)
            ON CONFLICT(source) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, offsetHint = excluded.offsetHint
            """, [source, position.seq, position.hash, position.offsetHint])
    }

    /// Why an operator must decide before this source is read on; nil while it flows.
    static func halted(_ source: Topic, _ db: Connection) throws -> String? {
        try db.first("SELECT halted FROM position WHERE source = ?", [source]) { $0.optionalText(0) } ?? nil
    }

    static func halt(_ source: Topic, reason: String?, _ db: Connection) throws {
        try db.run(
            """
            INSERT INTO position(source, seq, hash, halted) VALUES (?, 0, ?, ?)
            ON CONFLICT(source) DO UPDATE SET halted = excluded.halted
            """, [source, Fact.noHash, reason])
    }
}
