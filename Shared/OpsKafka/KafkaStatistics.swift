import Synchronization

/// What a `KafkaBus` has done since it was made, for metrics.
public struct KafkaStatistics: Sendable, Equatable {
    public var publishedFacts: Int64 = 0
    /// Bodies only.
    public var publishedBytes: Int64 = 0
    public var readRecords: Int64 = 0
    /// Bodies only.
    public var readBytes: Int64 = 0
    public var unreadableRecords: Int64 = 0
    /// Producers thrown away on trouble.
    public var producersDiscarded: Int64 = 0
    /// Consumers thrown away on trouble.
    public var consumersDiscarded: Int64 = 0
    /// How often a reader's place had to be looked for because its offset hint was missing or wrong.
    public var searches: Int64 = 0

    var figures: [String: Int64] {
        [
            "published": publishedFacts, "read": readRecords, "unreadable": unreadableRecords,
            "producer-discarded": producersDiscarded, "consumer-discarded": consumersDiscarded, "search": searches,
        ]
    }
}

final class KafkaCounters: Sendable {
    private let statistics = Mutex(KafkaStatistics())

    var value: KafkaStatistics { statistics.withLock { $0 } }

    func count(_ change: @Sendable (inout KafkaStatistics) -> Void) { statistics.withLock { change(&$0) } }
}
