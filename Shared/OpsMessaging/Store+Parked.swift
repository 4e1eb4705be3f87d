import Foundation
public import OpsContracts
import OpsSQLite

extension Store {
    /// Parked facts, oldest first, at most 1 000.
    public func parked(source: Topic? = nil, subject: String? = nil) async throws -> [ParkedFact] {
        try await read { try ParkedFacts.list($0.connection, source: source, subject: subject) }
    }

    /// How many subjects stand still behind a parked fact, over all sources.
    public func parkedSubjects() async throws -> Int {
        try await read { db in
            try db.first("SELECT count(*) FROM (SELECT DISTINCT source, subject FROM parked)") { $0.int(0) } ?? 0
        }
    }

    /// Records that were no facts, kept for a look.
    public func unreadableCount() async throws -> Int {
        try await read { try $0.first("SELECT count(*) FROM unreadable") { $0.int(0) } ?? 0 }
    }

    /// Tries a subject's parked facts again, in order, until one fails again.
    /// - Returns: how many were applied.
    public func retryParked(source: Topic, subject: String) async throws -> Int {
        let applier = SourceApplier(store: definition, source: source, now: clock.now())
        return try await writer.submit { transaction in
            var applied = 0
            for fact in try ParkedFacts.facts(of: subject, source: source, transaction.connection) {
                let mark = transaction.mark()
                try transaction.connection.run("SAVEPOINT retry")
                do {
                    guard applier.store.knownTypes.contains(fact.type) else {
                        throw StoreError.unknownTypeInLog(fact.type, seq: fact.seq)
                    }
                    try applier.handle(fact, transaction)
                    transaction.note(fact, from: source)
                    try ParkedFacts.remove(fact.seq, of: source, transaction.connection)
                    try transaction.connection.run("RELEASE retry")
                    applied += 1
                } catch {
                    guard transaction.connection.isInTransaction else { throw error }
                    try transaction.connection.run("ROLLBACK TO retry")
                    try transaction.connection.run("RELEASE retry")
                    transaction.fallBack(to: mark)
                    try transaction.connection.run(
                        """
                        UPDATE parked SET waiting = 0, reason = 'failed', error = ?, attempts = attempts + 1, lastAt = ?
                        WHERE source = ? AND seq = ?
                        """, ["\(error)", applier.now, source, fact.seq])
                    return applied
                }
            }
            return applied
        }
    }

    /// Lets a halted source be read again, on an operator's word.
    public func resume(_ source: Topic) async throws {
        try await writer.submit { try StorePositions.halt(source, reason: nil, $0.connection) }
    }
}
