import CKafka
import OpsContracts
import OpsMessaging

/// Commits where one reader will go on to that reader's group, for lag tools only: one client on its own thread.
///
/// It commits as a consumer does. librdkafka's admin call for it (`AlterConsumerGroupOffsets`) ends the whole process with
/// an assertion where the connection to the group's coordinator breaks at the wrong moment.
actor KafkaMirror {
    /// Milliseconds to wait for the answer; a commit that is late still counts, and the next one overtakes it.
    private static let patience: Int32 = 2000

    private let settings: KafkaSettings
    private let executor: ThreadExecutor
    private var client: KafkaClient?
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter group: the consumer group whose offsets are moved.
    init(group: String, _ settings: KafkaSettings) {
        var own = settings
        own.properties["group.id"] = group
        self.settings = own
        executor = ThreadExecutor(name: "kafka-mirror")
    }

    deinit { executor.stop() }

    func commit(_ offsets: [Topic: Int64]) throws {
        let client = try opened()
        client.serveComplaints()
        guard let list = rd_kafka_topic_partition_list_new(Int32(offsets.count)) else { return }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for (topic, offset) in offsets {
            rd_kafka_topic_partition_list_add(list, topic.rawValue, 0).pointee.offset = offset
        }
        guard let answers = rd_kafka_queue_new(client.pointer) else { return }
        defer { rd_kafka_queue_destroy(answers) }
        guard rd_kafka_commit_queue(client.pointer, list, answers, nil, nil) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            return
        }
        if let answer = rd_kafka_queue_poll(answers, Self.patience) { rd_kafka_event_destroy(answer) }
    }

    func close() {
        isClosed = true
        client?.destroy()
        client = nil
    }

    private func opened() throws -> KafkaClient {
        if let client { return client }
        guard !isClosed else { throw BusError.unavailable("the bus is closed") }
        let made = try KafkaClient(.consumer, settings)
        client = made
        return made
    }
}
