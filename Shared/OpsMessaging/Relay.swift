import OpsContracts
import OpsSQLite
import Synchronization

/// Publishes a store's log to its topic, and heals whichever of the two is behind.
///
/// There is no mark of what was published: before it publishes anything, and every few seconds, it compares the log's end
/// with the topic's.
public final class Relay: Sendable {
    public enum State: Sendable, Equatable {
        case starting
        case publishing
        case paused(String)
        /// Log and topic hold different chains: two copies of one store were alive. An operator decides.
        case forked(seq: Int64)
    }

    public struct Status: Sendable {
        public var state = State.starting
        public var published: Int64 = 0
        /// The newest acknowledged number.
        public var seq: Int64 = 0
        public var copiedBack: Int64 = 0
    }

    private let store: Store
    private let bus: any EventBus
    private let lookEvery: Int
    private let onComplaint: @Sendable (Complaint) -> Void
    private let current = Mutex(Status())
    /// The first of the facts that are being handed to the bus.
    private let treated = Mutex<Fact?>(nil)
    private let lastTold = Mutex<String?>(nil)
    private let looks = CommitSignal()
    private var topic: Topic { store.definition.topic }

    /// - Parameters:
    ///   - lookEvery: milliseconds between two looks whether the topic still is what was published.
    ///   - onComplaint: hears of the relay's stops, once each.
    public init(
        store: Store, bus: any EventBus, lookEvery: Int = 10_000,
        onComplaint: @escaping @Sendable (Complaint) -> Void = { _ in }
    ) {
        self.onComplaint = onComplaint
        self.store = store
        self.bus = bus
        self.lookEvery = lookEvery
    }

    public var status: Status { current.withLock { $0 } }

    /// Returns when log and topic were compared for the first time, or the task is cancelled.
    ///
    /// A store that was set back, as by a machine's snapshot, looks like any other until then: what it stated in reaction to
    /// others could take the number of a fact that it no longer has.
    public func firstLook() async { await looks.next(after: 0) }

    /// Publishes until cancelled.
    public func run() async {
        var delay = Backoff()
        var isRunning = false
        while !Task.isCancelled {
            do {
                let position = try await compare(isRunning: isRunning)
                if try await store.needsItsTopic() { try await store.forgetRestored() }
                store.accept()
                looks.fire()
                isRunning = true
                current.withLock { status in
                    status.state = .publishing
                    status.seq = position
                }
                delay.reset()
                try await publish(from: position)
                return
            } catch let fork as Fork {
                current.withLock { $0.state = .forked(seq: fork.seq) }
                tell("relay halted", "log and topic differ from seq \(fork.seq)")
                store.refuse("the topic \(topic) holds another chain from seq \(fork.seq); see docs/operations.md")
                looks.fire()
                return
            } catch is CancellationError {
                return
            } catch {
                current.withLock { $0.state = .paused("\(error)") }
                tell("relay waits", "\(error)")
                await delay.pause()
            }
        }
    }

    /// Once, however often the same is tried again, until something was published.
    private func tell(_ message: String, _ reason: String) {
        let isNew = lastTold.withLock { last in
            defer { last = reason }
            return last != reason
        }
        guard isNew else { return }
        let fact = treated.withLock { $0 }
        let details = ["topic": topic.rawValue, "reason": reason]
        onComplaint(
            Complaint(
                message: message, details: fact.map { details.merging(["seq": String($0.seq)]) { $1 } } ?? details,
                correlation: fact?.correlation))
    }

    struct Fork: Error { var seq: Int64 }

    /// - Parameter isRunning: commands are taken already, so that nothing may come back from the topic.
    /// - Returns: the number up to which the topic agrees with the log.
    /// - Throws: `Fork`, `BusError`.
    func compare(isRunning: Bool = false) async throws -> Int64 {
        guard let tail = try await bus.tail(of: topic) else { return 0 }
        // From the file, after the topic's end was asked: what was published must be seen here, or it looks like a fork.
        let head = try await store.read { try EventLog.head($0.connection) }
        if tail.seq > head.seq {
            guard !isRunning else { throw Fork(seq: head.seq + 1) }
            try await copyBack(from: head, to: tail)
            return tail.seq
        }
        let here = try await store.read { try EventLog.hash(at: tail.seq, $0.connection) }
        guard here == tail.hash else { throw Fork(seq: tail.seq) }
        return try await begins() ? tail.seq : 0
    }

    /// False where the topic's first readable fact is not the log's first: the broker lost its log, and later ones were published since. All is
    /// published again then, and readers drop what they have.
    private func begins() async throws -> Bool {
        do {
            let records = try await bus.read(topic, after: .start, max: 100, wait: 2000).records
            // The topic has a tail, so silence says nothing about its beginning.
            guard !records.isEmpty else { throw BusError.unavailable("\(topic) is silent at its beginning") }
            let numbers = records.compactMap { if case .fact(let fact, _) = $0 { fact.seq } else { nil } }
            return numbers.isEmpty || numbers.contains(1)
        } catch BusError.truncated {
            return false
        }
    }

    /// This store was lost or restored: its own tail comes back from the topic, same numbers, before any command.
    private func copyBack(from head: LogHead, to tail: TopicTail) async throws {
        var position = SourcePosition(seq: head.seq, hash: head.hash)
        while position.seq < tail.seq {
            let batch = try await bus.read(topic, after: position, max: 500, wait: 2000)
            var facts: [Fact] = []
            for case .fact(let fact, let next) in batch.records where fact.seq > position.seq {
                guard fact.seq == position.seq + 1 else { throw BusError.truncated(topic, first: fact.seq) }
                guard fact.prev == position.hash, FactHash.compute(fact, source: topic) == fact.hash else {
                    throw Fork(seq: fact.seq)
                }
                facts.append(fact)
                position = SourcePosition(seq: fact.seq, hash: fact.hash, offsetHint: next)
            }
            guard !batch.records.isEmpty else { throw BusError.unavailable("\(topic) ends before seq \(tail.seq)") }
            let slice = facts
            try await store.writer.submit { transaction in for fact in slice { try transaction.adopt(fact) } }
            current.withLock { $0.copiedBack += Int64(slice.count) }
        }
    }

    private func publish(from position: Int64) async throws {
        var seq = position
        var looked = ContinuousClock.now
        while !Task.isCancelled {
            if ContinuousClock.now - looked > .milliseconds(lookEvery) {
                seq = try await compare(isRunning: true)
                looked = .now
                let agreed = seq
                current.withLock { $0.seq = agreed }
            }
            let count = store.commits.count
            let facts = try await store.facts(after: seq, limit: 500)
            guard let last = facts.last else {
                await store.commits.next(after: count, atMost: lookEvery)
                continue
            }
            treated.withLock { $0 = facts.first }
            try await bus.publish(facts, to: topic)
            treated.withLock { $0 = nil }
            lastTold.withLock { $0 = nil }
            FailPoint.reach("after-publish")
            seq = last.seq
            let (number, reached) = (Int64(facts.count), seq)
            current.withLock { status in
                status.published += number
                status.seq = reached
            }
        }
    }
}

extension Relay {
    /// How old the oldest unpublished fact is, in milliseconds; 0 where the topic has all.
    public func oldestUnpublishedAge() async throws -> Int64 {
        let seq = status.seq
        let time = try await store.read { db in
            try db.first("SELECT time FROM log WHERE seq > ? ORDER BY seq LIMIT 1", [seq]) { $0.int(0) as Int64 }
        }
        return time.map { max(0, store.clock.now().rawValue - $0) } ?? 0
    }
}
