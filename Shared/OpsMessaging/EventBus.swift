public import OpsContracts

/// Carries every service's log to whoever reads it. Two implementations, one behaviour, proven by one test suite:
/// `LocalBus` (in one process) and `KafkaBus`.
public protocol EventBus: Sendable {
    /// The newest fact the topic holds: the highest `seq` among its last 1 000 records.
    /// - Returns: nil where the topic is empty.
    /// - Throws: `BusError`.
    func tail(of topic: Topic) async throws -> TopicTail?

    /// Appends facts to their own service's topic, in order, and returns when all are acknowledged.
    ///
    /// `LocalBus` has nothing to do here: the log is the topic. On a throw some of the batch may have been written;
    /// the caller compares tails and goes on from there, readers drop duplicates by `seq`.
    func publish(_ facts: [Fact], to topic: Topic) async throws

    /// The records behind `position`, at most `max`, in topic order. Suspends up to `wait` milliseconds for the first one
    /// and returns an empty batch then, or at once when the task is cancelled.
    ///
    /// Records at or below `position.seq` may appear (duplicates): the reader judges by `seq` and `prev`.
    func read(_ topic: Topic, after position: SourcePosition, max: Int, wait: Int) async throws -> BusBatch

    /// Tells outside lag tools where a reader stands. Best effort; positions live in the reader's store.
    func mirror(_ position: SourcePosition, of topic: Topic, reader: String) async

    /// What the bus has done since it was made, by name, for `/metrics`.
    var figures: [String: Int64] { get }
}

extension EventBus {
    public var figures: [String: Int64] { [:] }
}

public struct TopicTail: Sendable, Equatable {
    public var seq: Int64
    public var hash: String

    public init(seq: Int64, hash: String) {
        self.seq = seq
        self.hash = hash
    }
}

/// How far a reader has applied one source: the last fact's number and hash, and where the bus may look next.
public struct SourcePosition: Sendable, Equatable {
    public var seq: Int64
    public var hash: String
    /// The Kafka offset to read from next; a hint only, a wrong one costs time, never a fact. Nil: find it.
    public var offsetHint: Int64?

    public init(seq: Int64, hash: String, offsetHint: Int64? = nil) {
        self.seq = seq
        self.hash = hash
        self.offsetHint = offsetHint
    }

    public static let start = SourcePosition(seq: 0, hash: Fact.noHash)
}

/// A slice of a topic.
public struct BusBatch: Sendable {
    public var records: [BusRecord]
    /// The highest `seq` known to be in the topic, for lag; nil where unknown.
    public var head: Int64?

    public init(records: [BusRecord], head: Int64?) {
        self.records = records
        self.head = head
    }

    func firstSeq(above seq: Int64) -> Int64? {
        for case .fact(let fact, _) in records where fact.seq > seq { return fact.seq }
        return nil
    }
}

/// One record of a topic: a fact, or bytes that are none (a null value, missing headers, a foreign producer).
public enum BusRecord: Sendable {
    case fact(Fact, nextOffset: Int64?)
    case unreadable(offset: Int64, reason: String, bytes: [UInt8])
}

/// Trouble of the bus itself: never the fact's fault, so a reader pauses and tries again.
public enum BusError: Error, Equatable, Sendable {
    /// No broker answers, or a request timed out.
    case unavailable(String)
    /// The topic does not exist, or its settings would lose facts (`cleanup.policy`, `retention.ms`).
    case topicMisconfigured(Topic, String)
    /// Records below the position are gone from the topic.
    case truncated(Topic, first: Int64)
    /// This process is not allowed to read or write the topic.
    case forbidden(Topic, String)
}
