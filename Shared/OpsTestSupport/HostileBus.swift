public import OpsContracts
public import OpsMessaging
import Synchronization

/// A bus that plays back what a test wrote on it, in the order and shape the test chose: repeated, late, broken.
public final class HostileBus: EventBus {
    private let topics = Mutex<[Topic: [BusRecord]]>([:])

    public init() {}

    /// What `read` will hand over, from the beginning, whatever the reader's position.
    public func set(_ records: [BusRecord], on topic: Topic) { topics.withLock { $0[topic] = records } }
    public func set(_ facts: [Fact], on topic: Topic) { set(facts.map { .fact($0, nextOffset: nil) }, on: topic) }

    public func tail(of topic: Topic) async throws -> TopicTail? {
        let facts = topics.withLock { topics in
            (topics[topic] ?? []).compactMap { record in if case .fact(let fact, _) = record { fact } else { nil } }
        }
        return facts.max { $0.seq < $1.seq }.map { TopicTail(seq: $0.seq, hash: $0.hash) }
    }

    public func publish(_ facts: [Fact], to topic: Topic) async throws {
        topics.withLock { $0[topic, default: []] += facts.map { .fact($0, nextOffset: nil) } }
    }

    /// Hands over everything once per position that has something new; duplicates and gaps included.
    public func read(_ topic: Topic, after position: SourcePosition, max: Int, wait: Int) async throws -> BusBatch {
        let records = topics.withLock { $0[topic] ?? [] }
        let skip =
            position.offsetHint.map { Int($0) } ?? records.firstIndex { record in
                if case .fact(let fact, _) = record { fact.seq > position.seq } else { true }
            } ?? records.count
        let slice = records.dropFirst(skip).prefix(max)
        let numbered = zip(slice.indices, slice).map { index, record in
            if case .fact(let fact, _) = record { BusRecord.fact(fact, nextOffset: Int64(index + 1)) } else { record }
        }
        if numbered.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        return BusBatch(records: numbered, head: nil)
    }

    public func mirror(_ position: SourcePosition, of topic: Topic, reader: String) async {}
}
