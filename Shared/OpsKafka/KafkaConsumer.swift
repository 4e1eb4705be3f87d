import CKafka
import OpsContracts
import OpsMessaging

/// A pull consumer of one partition, assigned by hand. Not `Sendable`: lives on its cursor's thread.
///
/// A client is assigned once and from then on sought: librdkafka up to 2.15 ends the process where a partition that it is
/// still stopping is stopped again (confluentinc/librdkafka#5573), and the second assignment stops, as does the end.
final class KafkaConsumer {
    /// What one pull brought.
    struct Pull {
        var records: [BusRecord] = []
        /// The offset behind the last record, where the end was seen.
        var end: Int64?
    }

    enum Trouble: Error {
        /// The offset asked for is not in the topic.
        case outOfRange
        case failed(BusError)
    }

    let topic: Topic
    private(set) var client: KafkaClient
    private var queue: OpaquePointer
    private var isAssigned = false
    private let settings: KafkaSettings
    private let waker: KafkaWaker
    /// Found behind records that were given out first; librdkafka says it once.
    private var pending: Trouble?
    private var isDestroyed = false
    /// The offset of the next record; nil where it is the topic's first, or none is assigned.
    private(set) var next: Int64?

    init(_ topic: Topic, _ settings: KafkaSettings, waker: KafkaWaker) throws {
        self.topic = topic
        self.settings = settings
        self.waker = waker
        (client, queue) = try Self.open(settings)
        attach()
    }

    private func attach() { waker.attach(rd_kafka_queue_get_consumer(client.pointer)) }

    private static func open(_ settings: KafkaSettings) throws -> (KafkaClient, OpaquePointer) {
        let client = try KafkaClient(.consumer, settings)
        guard let queue = rd_kafka_queue_get_consumer(client.pointer) else { throw BusError.unavailable("no consumer") }
        return (client, queue)
    }

    deinit { destroy() }

    func destroy() {
        guard !isDestroyed else { return }
        isDestroyed = true
        release()
    }

    /// Starts reading at an offset, or at librdkafka's −2 for the beginning. What was fetched before is thrown away.
    func start(at offset: Int64) throws {
        guard let list = rd_kafka_topic_partition_list_new(1) else { throw BusError.unavailable("no memory") }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        rd_kafka_topic_partition_list_add(list, topic.rawValue, 0).pointee.offset = offset
        if try isAssigned && !seek(list) { try reopen() }
        if !isAssigned {
            let error = rd_kafka_assign(client.pointer, list)
            guard error == RD_KAFKA_RESP_ERR_NO_ERROR else { throw BusError(error, topic) }
            isAssigned = true
        }
        pending = nil
        next = offset < 0 ? nil : offset
    }

    /// False where librdkafka no longer fetches, as behind an offset that was out of range.
    private func seek(_ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) throws -> Bool {
        // Answered by the client's own threads, without the broker.
        if let error = rd_kafka_seek_partitions(client.pointer, list, Int32(clamping: settings.requestTimeout)) {
            defer { rd_kafka_error_destroy(error) }
            throw client.unavailable("seek: \(String(cString: rd_kafka_error_string(error)))")
        }
        return list.pointee.elems.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR
    }

    /// A client of its own for the next assignment.
    private func reopen() throws {
        let fresh = try Self.open(settings)
        release()
        (client, queue) = fresh
        isAssigned = false
        attach()
    }

    private func release() {
        waker.detach()
        rd_kafka_queue_destroy(queue)
        client.destroy()
    }

    /// At most `max` records, or the news that the end is reached where `stopAtEnd`; empty when the time is over or the
    /// task is cancelled.
    func pull(max: Int, until deadline: Deadline, stopAtEnd: Bool) throws(Trouble) -> Pull {
        while true {
            let pull = try take(max: max, wait: min(deadline.milliseconds, 1000))
            if !pull.records.isEmpty || (stopAtEnd && pull.end != nil) || deadline.hasPassed || Task.isCancelled {
                return pull
            }
            client.serveComplaints()
        }
    }

    /// The first and the next offset of the topic.
    func watermarks(until deadline: Deadline) throws -> (low: Int64, high: Int64) {
        var (low, high): (Int64, Int64) = (0, 0)
        var slice = 250
        while true {
            // In slices, because this call alone cannot be woken.
            let wait = Int32(clamping: max(1, min(slice, deadline.milliseconds)))
            let error = rd_kafka_query_watermark_offsets(client.pointer, topic.rawValue, 0, &low, &high, wait)
            if error == RD_KAFKA_RESP_ERR_NO_ERROR { return (low, high) }
            try Task.checkCancellation()
            let trouble = BusError(error, topic)
            guard case .unavailable = trouble else { throw trouble }
            guard !deadline.hasPassed else { throw client.unavailable("the topic's end is not told") }
            slice *= 2
        }
    }

    /// The batch call waits until the batch is full, so it waits for one and takes the rest that is there.
    private func take(max: Int, wait: Int) throws(Trouble) -> Pull {
        if let trouble = pending {
            pending = nil
            throw trouble
        }
        let messages = UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>.allocate(capacity: max)
        defer { messages.deallocate() }
        var count = rd_kafka_consume_batch_queue(queue, Int32(clamping: wait), messages, 1)
        if count == 1, max > 1 {
            count += Swift.max(0, rd_kafka_consume_batch_queue(queue, 0, messages + 1, max - 1))
        }
        var pull = Pull()
        var trouble: Trouble?
        pull.records.reserveCapacity(Swift.max(0, count))
        for index in 0..<Swift.max(0, count) {
            guard let message = messages[index] else { continue }
            defer { rd_kafka_message_destroy(message) }
            if trouble != nil { continue }
            switch message.pointee.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                pull.records.append(RecordCoding.record(message))
                next = message.pointee.offset + 1
            case RD_KAFKA_RESP_ERR__PARTITION_EOF:
                pull.end = message.pointee.offset
                next = message.pointee.offset
            default: trouble = self.trouble(message)
            }
        }
        if !pull.records.isEmpty || pull.end != nil { client.sawBroker() }
        if let trouble, pull.records.isEmpty { throw trouble }
        pending = trouble
        return pull
    }

    private func trouble(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> Trouble? {
        let error = message.pointee.err
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) }
        switch error {
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE: return .outOfRange
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            // Positions live in the reader's store; the group is for lag tools, and reading works without it.
            return nil
        case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__TIMED_OUT:
            client.note(error, text ?? "")
            return nil
        default: return .failed(BusError(error, topic, text))
        }
    }
}

extension KafkaConsumer {
    /// The topic's end as the last fetch told it; nil before the first.
    var knownEnd: Int64? {
        var (low, high): (Int64, Int64) = (0, 0)
        let error = rd_kafka_get_watermark_offsets(client.pointer, topic.rawValue, 0, &low, &high)
        return error == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0 ? high : nil
    }
}
