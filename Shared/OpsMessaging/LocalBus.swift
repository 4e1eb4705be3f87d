public import OpsContracts
import Synchronization

/// The bus of one process: committed batches are handed to the neighbours in memory; who lags reads the log's file.
public final class LocalBus: EventBus {
    /// The newest facts of a log, so that a reader that keeps up never touches the file.
    private struct Ring {
        var facts: [Fact] = []
        static let limit = 2048

        mutating func append(_ new: [Fact]) {
            facts.append(contentsOf: new)
            if facts.count > 2 * Self.limit { facts.removeFirst(facts.count - Self.limit) }
        }

        /// - Returns: nil where the ring does not reach back to `seq`.
        func after(_ seq: Int64, max: Int) -> ArraySlice<Fact>? {
            guard let first = facts.first, first.seq <= seq + 1 else { return nil }
            return facts.dropFirst(Int(seq + 1 - first.seq)).prefix(max)
        }
    }

    private final class Recent: Sendable {
        let ring = Mutex(Ring())
    }

    private struct Member: Sendable {
        let store: Store
        let recent = Recent()
    }

    private let members = Mutex<[Topic: Member]>([:])

    public init() {}

    /// Lets a store's log be read under its topic.
    public func join(_ store: Store) {
        let member = Member(store: store)
        members.withLock { $0[store.definition.topic] = member }
        // The listener must not hold the store that holds the listener, or no store would ever be closed.
        let recent = member.recent
        store.listen { commit in
            if !commit.appended.isEmpty { recent.ring.withLock { $0.append(commit.appended) } }
        }
    }

    public func tail(of topic: Topic) async throws -> TopicTail? {
        let head = try await member(topic).store.head()
        return head.seq == 0 ? nil : TopicTail(seq: head.seq, hash: head.hash)
    }

    /// Nothing to do: the log is the topic.
    public func publish(_ facts: [Fact], to topic: Topic) async throws {}

    public func read(_ topic: Topic, after position: SourcePosition, max: Int, wait: Int) async throws -> BusBatch {
        let member = try member(topic)
        let count = member.store.commits.count
        var facts = try await facts(of: member, after: position.seq, max: max)
        if facts.isEmpty {
            guard !Task.isCancelled else { return BusBatch(records: [], head: position.seq) }
            await member.store.commits.next(after: count, atMost: wait)
            facts = try await self.facts(of: member, after: position.seq, max: max)
        }
        let head = await member.store.head().seq
        return BusBatch(records: facts.map { .fact($0, nextOffset: nil) }, head: head)
    }

    public func mirror(_ position: SourcePosition, of topic: Topic, reader: String) async {}

    private func facts(of member: Member, after seq: Int64, max: Int) async throws -> [Fact] {
        if let recent = member.recent.ring.withLock({ $0.after(seq, max: max) }) { return Array(recent) }
        return try await member.store.facts(after: seq, limit: max)
    }

    private func member(_ topic: Topic) throws -> Member {
        guard let member = members.withLock({ $0[topic] }) else {
            throw BusError.unavailable("no store of this process writes \(topic)")
        }
        return member
    }
}
