import Foundation
public import OpsContracts
public import OpsSQLite

/// The rows of the log, on a connection of the caller's.
public enum EventLog {
    static let columns = """
        seq, id, type, subject, version, site, time, actor, command, n, correlation, causation, hops, traceparent, data, \
        sealedDigest, prev, hash
        """

    static func fact(_ row: borrowing Row) -> Fact {
        Fact(
            seq: row.int(0), id: row.text(1), type: FactType(rawValue: row.text(2)), subject: row.text(3),
            version: row.int(4), site: row.optionalText(5).map { SiteCode($0) }, time: Timestamp(row.int(6)),
            actor: Actor(rawValue: row.text(7)), command: row.text(8), n: row.int(9), correlation: row.text(10),
            causation: row.optionalText(11), hops: row.int(12), traceparent: row.optionalText(13), data: row.blob(14),
            sealedDigest: row.optionalText(15), prev: row.text(16), hash: row.text(17))
    }

    static func insert(_ fact: Fact, _ db: Connection) throws {
        try db.run(
            "INSERT INTO log(\(columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                fact.seq, fact.id, fact.type.rawValue, fact.subject, fact.version, fact.site?.rawValue,
                fact.time.rawValue, fact.actor.rawValue, fact.command, fact.n, fact.correlation, fact.causation,
                fact.hops, fact.traceparent, fact.data, fact.sealedDigest, fact.prev, fact.hash,
            ])
        try db.run("INSERT OR IGNORE INTO logType(type) VALUES (?)", [fact.type])
    }

    /// Facts with `after < seq`, in order, at most `limit`.
    public static func facts(after seq: Int64, limit: Int, _ db: Connection) throws -> [Fact] {
        try db.rows("SELECT \(columns) FROM log WHERE seq > ? ORDER BY seq LIMIT ?", [seq, limit]) { fact($0) }
    }

    /// All facts of one subject, oldest first.
    public static func facts(of subject: String, _ db: Connection) throws -> [Fact] {
        try db.rows("SELECT \(columns) FROM log WHERE subject = ? ORDER BY version", [subject]) { fact($0) }
    }

    static func head(_ db: Connection) throws -> LogHead {
        try db.first("SELECT seq, hash, time FROM log ORDER BY seq DESC LIMIT 1") {
            LogHead(seq: $0.int(0), hash: $0.text(1), time: Timestamp($0.int(2)))
        } ?? LogHead(seq: 0, hash: Fact.noHash, time: Timestamp(0))
    }

    static func hash(at seq: Int64, _ db: Connection) throws -> String? {
        seq == 0 ? Fact.noHash : try db.first("SELECT hash FROM log WHERE seq = ?", [seq]) { $0.text(0) }
    }

    /// Walks the whole chain, 500 rows at a time.
    /// - Returns: nil when every number, link and hash holds, else the first fault in words.
    public static func verify(source: Topic, _ db: Connection) throws -> String? {
        var last = (seq: Int64(0), hash: Fact.noHash)
        while true {
            let facts = try facts(after: last.seq, limit: 500, db)
            guard !facts.isEmpty else { return nil }
            for fact in facts {
                if fact.seq != last.seq + 1 { return "seq \(last.seq + 1) is missing: \(fact.seq) follows \(last.seq)" }
                if fact.prev != last.hash { return "seq \(fact.seq): prev is not the hash of seq \(last.seq)" }
                if FactHash.compute(fact, source: source) != fact.hash {
                    return "seq \(fact.seq): the bytes do not give its hash"
                }
                last = (fact.seq, fact.hash)
            }
        }
    }
}

/// The end of a log: what the next fact builds on.
public struct LogHead: Sendable, Equatable {
    public var seq: Int64
    public var hash: String
    public var time: Timestamp
}
