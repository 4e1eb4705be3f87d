import Foundation
public import OpsContracts
import OpsSQLite

/// A fact that could not be applied, or that waits behind such a one of its subject.
public struct ParkedFact: Sendable, Codable {
    public enum Reason: Sendable, Equatable {
        case failed(String)
        case unknownVersion(FactType)
        case tooManyHops(Int)
        case foreign(owner: Topic)
        /// An earlier fact of the subject is parked.
        case waiting

        var name: String {
            switch self {
            case .failed: "failed"
            case .unknownVersion: "unknown-version"
            case .tooManyHops: "too-many-hops"
            case .foreign: "foreign"
            case .waiting: "waiting"
            }
        }

        var text: String {
            switch self {
            case .failed(let error): error
            case .unknownVersion(let type): "this binary does not know \(type)"
            case .tooManyHops(let hops): "\(hops) reactions led to it; more than \(SourceApplier.maximumHops) is a loop"
            case .foreign(let owner): "the site belongs to \(owner)"
            case .waiting: "waits behind an earlier parked fact of its subject"
            }
        }
    }

    public var source: String
    public var seq: Int64
    public var subject: String
    public var type: String
    public var reason: String
    public var error: String
    public var attempts: Int
    public var firstAt: Timestamp
    public var lastAt: Timestamp
    /// The fact's JSON as text.
    public var data: String
}

enum ParkedFacts {
    static func park(_ fact: Fact, from source: Topic, reason: ParkedFact.Reason, now: Timestamp, _ db: Connection)
        throws
    {
        try db.run(
            """
            INSERT INTO parked(source, seq, subject, waiting, reason, error, attempts, firstAt, lastAt, fact)
            VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT(source, seq) DO NOTHING
            """,
            [
                source, fact.seq, fact.subject, reason == .waiting, reason.name, reason.text,
                reason == .waiting ? 0 : SourceApplier.attempts, now, now, try ContractCoding.encode(StoredFact(fact)),
            ])
    }

    static func isAnyParked(of source: Topic, _ db: Connection) throws -> Bool {
        try db.integer("SELECT 1 FROM parked WHERE source = ? LIMIT 1", [source]) != nil
    }

    static func isParked(subject: String, of source: Topic, _ db: Connection) throws -> Bool {
        try db.integer("SELECT 1 FROM parked WHERE source = ? AND subject = ? LIMIT 1", [source, subject]) != nil
    }

    static func contains(_ seq: Int64, of source: Topic, _ db: Connection) throws -> Bool {
        try db.integer("SELECT 1 FROM parked WHERE source = ? AND seq = ?", [source, seq]) != nil
    }

    /// - Returns: why the handlers, not the facts, are to blame; nil while parking is plausible.
    static func badRelease(_ source: Topic, now: Timestamp, _ db: Connection) throws -> String? {
        let subjects = try db.integer("SELECT count(DISTINCT subject) FROM parked WHERE source = ?", [source]) ?? 0
        if subjects > SourceApplier.parkedSubjectLimit { return "\(subjects) subjects parked" }
        let worst = try db.first(
            """
            SELECT error, count(DISTINCT subject) FROM parked WHERE source = ? AND reason = 'failed' AND firstAt >= ?
            GROUP BY error ORDER BY 2 DESC LIMIT 1
            """, [source, now + -60_000]
        ) { (error: $0.text(0), subjects: $0.int(1) as Int) }
        guard let worst, worst.subjects >= SourceApplier.sameErrorLimit else { return nil }
        return "one error on \(worst.subjects) subjects within a minute: \(worst.error)"
    }

    static func list(_ db: Connection, source: Topic? = nil, subject: String? = nil) throws -> [ParkedFact] {
        try db.rows(
            """
            SELECT source, seq, subject, reason, error, attempts, firstAt, lastAt, fact FROM parked
            WHERE (?1 IS NULL OR source = ?1) AND (?2 IS NULL OR subject = ?2) ORDER BY source, seq LIMIT 1000
            """, [source, subject]
        ) { row in
            let fact = try ContractCoding.decode(StoredFact.self, from: row.blob(8)).fact
            return ParkedFact(
                source: row.text(0), seq: row.int(1), subject: row.text(2), type: fact.type.rawValue,
                reason: row.text(3), error: row.text(4), attempts: row.int(5), firstAt: Timestamp(row.int(6)),
                lastAt: Timestamp(row.int(7)), data: String(decoding: fact.data, as: UTF8.self))
        }
    }

    static func facts(of subject: String, source: Topic, _ db: Connection) throws -> [Fact] {
        try db.rows("SELECT fact FROM parked WHERE source = ? AND subject = ? ORDER BY seq", [source, subject]) {
            try ContractCoding.decode(StoredFact.self, from: $0.blob(0)).fact
        }
    }

    static func remove(_ seq: Int64, of source: Topic, _ db: Connection) throws {
        try db.run("DELETE FROM parked WHERE source = ? AND seq = ?", [source, seq])
    }
}

/// A fact as the store keeps it while it is parked.
struct StoredFact: Codable {
    var seq: Int64
    var id: String
    var type: FactType
    var subject: String
    var version: Int64
    var site: SiteCode?
    var time: Timestamp
    var actor: Actor
    var command: String
    var n: Int
    var correlation: String
    var causation: String?
    var hops: Int
    var traceparent: String?
    var data: Data
    var sealedDigest: String?
    var prev: String
    var hash: String

    init(_ fact: Fact) {
        (seq, id, type, subject, version, site) = (fact.seq, fact.id, fact.type, fact.subject, fact.version, fact.site)
        (time, actor, command, n) = (fact.time, fact.actor, fact.command, fact.n)
        (correlation, causation, hops, traceparent) = (fact.correlation, fact.causation, fact.hops, fact.traceparent)
        (data, sealedDigest, prev, hash) = (fact.data, fact.sealedDigest, fact.prev, fact.hash)
    }

    var fact: Fact {
        Fact(
            seq: seq, id: id, type: type, subject: subject, version: version, site: site, time: time, actor: actor,
            command: command, n: n, correlation: correlation, causation: causation, hops: hops,
            traceparent: traceparent, data: data, sealedDigest: sealedDigest, prev: prev, hash: hash)
    }
}
