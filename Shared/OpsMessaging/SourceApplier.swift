import Foundation
import OpsContracts
import OpsSQLite

/// The reading rules: what one record of a source does to this store (docs/architecture.md, “Reading”).
struct SourceApplier {
    /// Reactions to reactions end here: above it a fact parks.
    static let maximumHops = 8
    /// How far ahead of the clock another source's time may be before it is flagged.
    static let futureMilliseconds: Int64 = 300_000
    /// So often a handler is tried before its fact parks.
    static let attempts = 3
    /// More parked subjects than this in one source are the code's fault, not the facts'.
    static let parkedSubjectLimit = 20
    /// The same error on this many subjects within a minute likewise.
    static let sameErrorLimit = 5

    let store: StoreDefinition
    let source: Topic
    let now: Timestamp

    /// What a run over a batch came to.
    struct Result: Sendable {
        var position: SourcePosition
        var applied = 0
        var duplicates = 0
        var skipped = 0
        var parked = 0
        /// What was parked of `parked` and could be read, with the reason.
        var parkings: [(fact: Fact, reason: ParkedFact.Reason)] = []
        var future = 0
        /// Set where the run stopped before the batch's end.
        var stop: Stop?
        /// Index of the first record that was not looked at.
        var next = 0
    }

    enum Stop: Error, Sendable, Equatable {
        /// A number is missing: nothing of this source is applied until it comes.
        case gap(expected: Int64, found: Int64)
        /// The right number with another chain: two logs claim one topic, or bytes were changed. An operator decides.
        case fork(seq: Int64)
        /// Handlers fail on too many subjects: the release is bad, the source halts.
        case badRelease(String)
        /// The writer's share is used up; the rest comes in the next batch.
        case timeUsed
    }

    private struct Place: Hashable {
        var site: SiteCode
        var type: FactType
    }

    /// What is asked of the store once a slice and not once a fact.
    private final class Slice {
        var hasParked: Bool
        var owners: [Place: Topic?] = [:]
        init(hasParked: Bool) { self.hasParked = hasParked }
    }

    /// Applies the records from `first` on in order, for about `budget` of the writer's time.
    func apply(_ pulled: PulledBatch, from first: Int, _ tx: WriteTransaction, budget: Duration) throws -> Result {
        let (db, records) = (tx.connection, pulled.batch.records)
        if let reason = try StorePositions.halted(source, db) {
            return Result(position: try position(db), stop: .badRelease(reason), next: first)
        }
        var result = Result(position: try position(db), next: first)
        let slice = Slice(hasParked: try ParkedFacts.isAnyParked(of: source, db))
        let start = ContinuousClock.now
        for index in first..<records.count {
            if index & 15 == 15, ContinuousClock.now - start > budget {
                result.stop = .timeUsed
                break
            }
            switch records[index] {
            case .unreadable(let offset, let reason, let bytes):
                try keepUnreadable(offset, reason, bytes, db)
                result.parked += 1
            case .fact(let fact, let nextOffset):
                if let stop = try apply(fact, isIntact: pulled.isIntact[index], tx, slice, &result) {
                    result.stop = stop
                    result.next = index
                    try StorePositions.save(result.position, of: source, db)
                    return result
                }
                if let nextOffset { result.position.offsetHint = nextOffset }
            }
            result.next = index + 1
        }
        try StorePositions.save(result.position, of: source, db)
        return result
    }

    private func position(_ db: Connection) throws -> SourcePosition {
        try StorePositions.position(of: source, db) ?? .start
    }

    private func apply(
        _ fact: Fact, isIntact: Bool, _ tx: WriteTransaction, _ slice: Slice, _ result: inout Result
    ) throws -> Stop? {
        let last = result.position
        if fact.seq <= last.seq {
            if fact.seq == last.seq, fact.hash != last.hash { return .fork(seq: fact.seq) }
            result.duplicates += 1
            if Sabotage.takes(.dedupe) { try handleWithRetries(fact, tx) }
            return nil
        }
        guard fact.seq == last.seq + 1 else { return .gap(expected: last.seq + 1, found: fact.seq) }
        let continues = fact.prev == last.hash && isIntact
        guard continues || Sabotage.takes(.prevCheck) else { return .fork(seq: fact.seq) }
        if fact.time > now + Self.futureMilliseconds { result.future += 1 }
        result.position.seq = fact.seq
        result.position.hash = fact.hash
        if Sabotage.takes(.singleTransaction) { try commitEarly(result.position, tx.connection) }
        let handling = store.handling(of: fact.type)
        guard handling.isRead else {
            result.skipped += 1
            return nil
        }
        if let parking = try reasonToPark(fact, handling, slice, tx.connection) {
            slice.hasParked = true
            return try park(fact, parking, tx, &result)
        }
        if handling.statesOwner { slice.owners = [:] }
        do {
            try handleWithRetries(fact, tx)
            tx.note(fact, from: source)
            result.applied += 1
            return nil
        } catch let error as SQLiteError where error.isInfrastructure {
            throw error
        } catch {
            slice.hasParked = true
            return try park(fact, .failed("\(error)"), tx, &result)
        }
    }

    private func commitEarly(_ position: SourcePosition, _ db: Connection) throws {
        try StorePositions.save(position, of: source, db)
        try db.execute("COMMIT; BEGIN IMMEDIATE; SAVEPOINT job")
        FailPoint.reach("early-position")
    }

    private func park(_ fact: Fact, _ parking: ParkedFact.Reason, _ tx: WriteTransaction, _ result: inout Result) throws
        -> Stop?
    {
        result.parked += 1
        result.parkings.append((fact, parking))
        try ParkedFacts.park(fact, from: source, reason: parking, now: now, tx.connection)
        if let reason = try ParkedFacts.badRelease(source, now: now, tx.connection) { throw Stop.badRelease(reason) }
        return nil
    }

    private func reasonToPark(
        _ fact: Fact, _ handling: StoreDefinition.Handling, _ slice: Slice, _ db: Connection
    ) throws -> ParkedFact.Reason? {
        if slice.hasParked, try ParkedFacts.isParked(subject: fact.subject, of: source, db) { return .waiting }
        if !handling.isKnown { return .unknownVersion(fact.type) }
        if fact.hops > Self.maximumHops { return .tooManyHops(fact.hops) }
        if let site = fact.site, let owner = try owner(of: Place(site: site, type: fact.type), slice, db),
            owner != source
        {
            return .foreign(owner: owner)
        }
        return nil
    }

    private func owner(of place: Place, _ slice: Slice, _ db: Connection) throws -> Topic? {
        if let known = slice.owners[place] { return known }
        let owner = try SiteOwnership.owner(of: place.site, service: place.type.service, db)
        slice.owners[place] = .some(owner)
        return owner
    }

    private func handleWithRetries(_ fact: Fact, _ tx: WriteTransaction) throws {
        for attempt in 1...Self.attempts {
            let mark = tx.mark()
            try tx.connection.run("SAVEPOINT fact")
            do {
                try handle(fact, tx)
                try tx.connection.run("RELEASE fact")
                return
            } catch {
                guard tx.connection.isInTransaction else { throw error }
                try tx.connection.run("ROLLBACK TO fact")
                try tx.connection.run("RELEASE fact")
                tx.fallBack(to: mark)
                if attempt == Self.attempts { throw error }
                if let error = error as? SQLiteError, error.isInfrastructure { throw error }
            }
        }
    }

    /// Folds into the live read models, then reacts. Also how a parked fact is tried again.
    func handle(_ fact: Fact, _ tx: WriteTransaction) throws {
        let handling = store.handling(of: fact.type)
        if handling.statesOwner { try SiteOwnership.note(fact, tx.connection) }
        try tx.fold(fact, handling.models, source: source)
        for reaction in handling.reactions {
            if reaction.from == .now, try startsAfter(fact, reaction, tx.connection) { continue }
            let context = CommandContext.reaction(reaction.name, to: fact, by: store.service, now: now)
            // A lost position brings a fact again: what it led to is in the log already.
            if try tx.connection.integer("SELECT 1 FROM log WHERE command = ? LIMIT 1", [context.command]) != nil {
                continue
            }
            tx.begin(context)
            let before = tx.appended.count
            try reaction.perform(fact, tx)
            if tx.appended.count > before { FailPoint.reach("reacted") }
        }
    }

    private func startsAfter(_ fact: Fact, _ reaction: Reaction, _ db: Connection) throws -> Bool {
        let start = try db.integer(
            "SELECT seq FROM reactionStart WHERE reaction = ? AND source = ?", [reaction.name, source])
        return fact.seq <= (start ?? 0)
    }

    private func keepUnreadable(_ offset: Int64, _ reason: String, _ bytes: [UInt8], _ db: Connection) throws {
        try db.run(
            "INSERT OR IGNORE INTO unreadable(source, offset, reason, bytes, at) VALUES (?,?,?,?,?)",
            [source, offset, reason, .blob(.init(bytes.prefix(4096))) as SQLValue, now])
    }
}
