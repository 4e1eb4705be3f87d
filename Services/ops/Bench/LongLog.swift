import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite

/// A long log out of a short one: its facts again, about other tickets, with numbers, links and hashes as the writer would
/// have made them, and every reader as far as its end. The services are closed meanwhile.
struct LongLog {
    let directory: String

    /// - Returns: how many facts there are then.
    func grow(to count: Int64) throws -> Int64 {
        let db = try Connection(path: "\(directory)/tickets.sqlite", mode: .draft)
        let first = try EventLog.facts(after: 0, limit: .max, db).filter { $0.subject.hasPrefix("ticket/") }
        guard var last = try EventLog.facts(after: (try head(db)) - 1, limit: 1, db).first, !first.isEmpty else {
            throw CommandFailure("there are no facts to make more of")
        }
        var copy = 0
        while last.seq < count {
            copy += 1
            try db.transaction {
                for fact in first where last.seq < count {
                    last = again(fact, copy, after: last)
                    try insert(last, db)
                }
            }
        }
        try db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for service in ServiceName.allCases where service != .tickets {
            let reader = try Connection(path: "\(directory)/\(service.rawValue).sqlite", mode: .draft)
            try reader.run(
                "UPDATE position SET seq = ?, hash = ? WHERE source = ?",
                [last.seq, last.hash, ServiceName.tickets.topic])
        }
        return last.seq
    }

    private func head(_ db: Connection) throws -> Int64 { try db.integer("SELECT max(seq) FROM log") ?? 0 }

    private func again(_ fact: Fact, _ copy: Int, after last: Fact) -> Fact {
        var next = fact
        let ticket = String(fact.subject.dropFirst("ticket/".count))
        (next.seq, next.time, next.prev) = (last.seq + 1, last.time, last.hash)
        next.id = String(fact.id.dropLast(12)) + String(format: "%012x", next.seq)
        next.subject = "ticket/C\(copy)\(ticket)"
        next.command = "\(fact.command):\(copy)"
        next.data = Data(String(decoding: fact.data, as: UTF8.self).replacing(ticket, with: "C\(copy)\(ticket)").utf8)
        next.hash = FactHash.compute(next, source: ServiceName.tickets.topic)
        return next
    }

    private func insert(_ fact: Fact, _ db: Connection) throws {
        try db.run(
            """
            INSERT INTO log(seq, id, type, subject, version, site, time, actor, command, n, correlation, causation,
                hops, traceparent, data, sealedDigest, prev, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            [
                fact.seq, fact.id, fact.type, fact.subject, fact.version, fact.site, fact.time, fact.actor,
                fact.command, fact.n, fact.correlation, fact.causation, fact.hops, fact.traceparent, fact.data,
                fact.sealedDigest, fact.prev, fact.hash,
            ])
    }
}

/// How far the office is behind the tickets of a directory that nobody has open.
enum Backlog {
    static func count(_ directory: String) throws -> Int {
        let tickets = try Connection(path: "\(directory)/tickets.sqlite", mode: .reader)
        let office = try Connection(path: "\(directory)/office.sqlite", mode: .reader)
        let head = try tickets.integer("SELECT max(seq) FROM log") ?? 0
        let at = try office.integer("SELECT seq FROM position WHERE source = ?", [ServiceName.tickets.topic]) ?? 0
        return Int(head - at)
    }
}
