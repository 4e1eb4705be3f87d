public import OpsContracts
import OpsSQLite
import Synchronization

/// Reads one source and applies it to one store. While the writer applies a full batch, the next one is pulled and its hashes are
/// computed; never more than that one, so a slow store holds no heap of records.
public final class Consumer: Sendable {
    /// What a reader says about itself.
    public struct Status: Sendable {
        public enum State: Sendable, Equatable {
            case starting
            case flowing
            /// The bus or the disk does not answer: the reader waits and tries again.
            case paused(String)
            case gap(expected: Int64, found: Int64)
            case halted(String)
        }
        public var state = State.starting
        public var seq: Int64 = 0
        public var head: Int64?
        /// When the oldest fact that is known to be there and not yet applied was stated; nil where there is none.
        public var waitsSince: Timestamp?
        public var applied: Int64 = 0
        public var duplicates: Int64 = 0
        public var skipped: Int64 = 0
        public var parked: Int64 = 0
        public var gaps: Int64 = 0
        public var fromTheFuture: Int64 = 0
        /// True once the source was read to the end it had then.
        public var hasCaughtUp = false
    }

    public let source: Topic
    private let store: Store
    private let bus: any EventBus
    private let onComplaint: @Sendable (Complaint) -> Void
    private let current = Mutex(Status())
    private let ahead = Mutex<PulledBatch?>(nil)

    /// - Parameter onComplaint: hears of each parked fact, and of the reader's stops, once each.
    public init(
        source: Topic, store: Store, bus: any EventBus, onComplaint: @escaping @Sendable (Complaint) -> Void = { _ in }
    ) {
        self.onComplaint = onComplaint
        self.source = source
        self.store = store
        self.bus = bus
    }

    public var status: Status { current.withLock { $0 } }

    /// Reads until cancelled.
    public func run() async {
        var delay = Backoff()
        while !Task.isCancelled {
            do {
                try await untilAccepting()
                try await meet()
                while !Task.isCancelled {
                    try await untilAccepting()
                    guard try await step() else { return await park() }
                    delay.reset()
                }
            } catch is CancellationError {
                return
            } catch {
                pause("\(error)")
                await delay.pause()
            }
        }
    }

    /// Said once, however often it is tried again for the same reason.
    private func pause(_ reason: String) {
        let isNew = current.withLock { status in
            defer { status.state = .paused(reason) }
            return status.state != .paused(reason)
        }
        if isNew { tell("reader waits", reason, nil) }
    }

    private func tell(_ message: String, _ reason: String, _ fact: Fact?) {
        var details = ["source": source.rawValue, "reason": reason]
        if let fact { details.merge(["seq": String(fact.seq), "type": fact.type.rawValue]) { $1 } }
        onComplaint(Complaint(message: message, details: details, correlation: fact?.correlation))
    }

    /// A store that waits for its topic's tail must not react meanwhile: the fact would take the number of one it lost.
    private func untilAccepting() async throws {
        while let refusal = store.refusal {
            try Task.checkCancellation()
            current.withLock { $0.state = .paused(refusal) }
            await store.commits.next(after: store.commits.count, atMost: 100)
        }
    }

    /// One batch.
    /// - Returns: false where the source halted and only an operator can go on.
    func step(wait: Int = 1000) async throws -> Bool {
        let position = try await store.read { try $0.position(of: self.source) } ?? .start
        let pulled = try await pulled(after: position, wait: wait)
        async let next = pullAhead(of: pulled)
        let (end, source) = (try await apply(pulled), source)
        let records = pulled.batch.records
        let times = records.compactMap { record -> (seq: Int64, time: Timestamp)? in
            if case .fact(let fact, _) = record { (fact.seq, fact.time) } else { nil }
        }
        let oldest = times.first { $0.seq > end.seq }?.time ?? times.last?.time
        current.withLock { status in
            status.seq = end.seq
            status.head = max(pulled.batch.head ?? end.seq, end.seq, times.last?.seq ?? 0)
            status.waitsSince = status.head == end.seq ? nil : oldest ?? status.waitsSince
            // The bus answers again, even where it has nothing new.
            if case .paused = status.state { status.state = .flowing }
            if end.seq >= status.head ?? 0, status.state == .flowing || status.state == .starting {
                status.hasCaughtUp = true
                status.state = .flowing
            }
        }
        FailPoint.reach("after-apply")
        await bus.mirror(end, of: source, reader: store.definition.service.rawValue)
        if case .halted = status.state { return false }
        let batch = await next
        ahead.withLock { $0 = batch }
        return true
    }

    /// Most records of a batch.
    private static let batchLimit = 500

    /// What was pulled ahead where the reader has come to stand there, else what the bus has now.
    private func pulled(after position: SourcePosition, wait: Int) async throws -> PulledBatch {
        let ready = ahead.withLock { ahead in
            defer { ahead = nil }
            return ahead
        }
        if let ready, ready.after == position, !ready.batch.records.isEmpty { return ready }
        let batch = try await bus.read(source, after: position, max: Self.batchLimit, wait: wait)
        return PulledBatch(batch, of: source, after: position)
    }

    /// The batch behind a full one, if the bus has it at once. Where it fails, the next step says why.
    private func pullAhead(of pulled: PulledBatch) async -> PulledBatch? {
        guard pulled.batch.records.count == Self.batchLimit, let position = pulled.end else { return nil }
        let batch = try? await bus.read(source, after: position, max: Self.batchLimit, wait: 0)
        return batch.map { PulledBatch($0, of: source, after: position) }
    }

    /// Applies a batch in slices of the writer's time.
    private func apply(_ pulled: PulledBatch) async throws -> SourcePosition {
        let records = pulled.batch.records
        var (next, position) = (0, pulled.after)
        while next < records.count {
            let applier = SourceApplier(store: store.definition, source: source, now: store.clock.now())
            let start = next
            let result: SourceApplier.Result
            do {
                result = try await store.writer.submit {
                    try applier.apply(pulled, from: start, $0, budget: .milliseconds(5))
                }
            } catch let stop as SourceApplier.Stop {
                try await halt(stop, at: records[start].stated)
                return position
            }
            position = result.position
            next = result.next
            note(result)
            switch result.stop {
            case nil, .timeUsed: continue
            case .gap: return try await waitForMissing(position)
            case .some(let stop):
                try await halt(stop, at: next < records.count ? records[next].stated : nil)
                return position
            }
        }
        return position
    }

    private func note(_ result: SourceApplier.Result) {
        for (fact, reason) in result.parkings { tell("fact parked", reason.text, fact) }
        current.withLock { status in
            status.applied += Int64(result.applied)
            status.duplicates += Int64(result.duplicates)
            status.skipped += Int64(result.skipped)
            status.parked += Int64(result.parked)
            status.fromTheFuture += Int64(result.future)
            switch result.stop {
            case .gap(let expected, let found):
                status.gaps += 1
                status.state = .gap(expected: expected, found: found)
            case nil, .timeUsed: status.state = .flowing
            case .fork, .badRelease: break
            }
        }
    }

    /// The offset hint may have led past the missing fact: look from the beginning next time, after a breath.
    private func waitForMissing(_ position: SourcePosition) async throws -> SourcePosition {
        var found = position
        found.offsetHint = nil
        let (source, next) = (source, found)
        try await store.writer.submit { try StorePositions.save(next, of: source, $0.connection) }
        let count = store.commits.count
        await store.commits.next(after: count, atMost: 200)
        return found
    }

    private func halt(_ stop: SourceApplier.Stop, at fact: Fact?) async throws {
        let reason =
            switch stop {
            case .fork(let seq): "fork at seq \(seq): the topic's chain is not the one this store holds"
            case .badRelease(let text): text
            case .gap, .timeUsed: "\(stop)"
            }
        let source = source
        try await store.writer.submit { try StorePositions.halt(source, reason: reason, $0.connection) }
        current.withLock { $0.state = .halted(reason) }
        tell("reader halted", reason, fact)
    }

    /// Stays alive, doing nothing, until an operator resumes the source or the process ends.
    private func park() async {
        while !Task.isCancelled {
            let count = store.commits.count
            let isHalted =
                (try? await store.read { try StorePositions.halted(self.source, $0.connection) != nil }) ?? true
            guard isHalted else {
                current.withLock { $0.state = .starting }
                return await run()
            }
            await store.commits.next(after: count)
        }
    }

    /// First contact: reactions that start now note where the source stands.
    private func meet() async throws {
        let families = store.definition.reactions.filter { $0.from == .now }
        guard !families.isEmpty else { return }
        let (source, names) = (source, families.map(\.name))
        let known = try await store.read { db in
            try db.rows("SELECT reaction FROM reactionStart WHERE source = ?", [source]) { $0.text(0) }
        }
        guard names.contains(where: { !known.contains($0) }) else { return }
        let seq = try await bus.tail(of: source)?.seq ?? 0
        try await store.writer.submit { transaction in
            for name in names {
                try transaction.run(
                    "INSERT OR IGNORE INTO reactionStart(reaction, source, seq) VALUES (?,?,?)", [name, source, seq])
            }
        }
    }
}

/// Waits 50 ms, 100 ms … 5 s between tries of something that fails, with jitter.
struct Backoff {
    private var milliseconds = 50

    mutating func pause() async {
        let jitter = Int.random(in: 0...(milliseconds / 4))
        _ = try? await Task.sleep(for: .milliseconds(milliseconds + jitter))
        milliseconds = min(milliseconds * 2, 5_000)
    }

    mutating func reset() { milliseconds = 50 }
}

/// A batch and what could be found out about it before the writer has it.
struct PulledBatch: Sendable {
    let batch: BusBatch
    /// Where the reader stood.
    let after: SourcePosition
    /// Whether the record is a fact whose hash is that of what it holds.
    let isIntact: [Bool]

    init(_ batch: BusBatch, of source: Topic, after position: SourcePosition) {
        (self.batch, after) = (batch, position)
        isIntact = batch.records.map { record in
            guard case .fact(let fact, _) = record else { return false }
            return FactHash.compute(fact, source: source) == fact.hash
        }
    }

    /// Where the reader will stand if all goes well; nil where something is missing. Exactly as `SourceApplier` moves: a bus asked
    /// for another place has to seek.
    var end: SourcePosition? {
        var position = after
        for case .fact(let fact, let offset) in batch.records {
            if fact.seq > position.seq + 1 { return nil }
            if fact.seq == position.seq + 1 { (position.seq, position.hash) = (fact.seq, fact.hash) }
            if let offset { position.offsetHint = offset }
        }
        return position.seq > after.seq ? position : nil
    }
}

extension BusRecord {
    /// The fact it holds, where it can be read.
    fileprivate var stated: Fact? { if case .fact(let fact, _) = self { fact } else { nil } }
}
