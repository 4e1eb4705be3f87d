import CKafka
package import OpsContracts
import OpsMessaging

/// librdkafka and nothing else: the same bytes again and again, each record with a copy of the same headers. The floor that
/// a relay's speed is held against.
package enum BareProducer {
    /// Returns when `count` records are acknowledged.
    package static func write(
        _ count: Int, value: [UInt8], headers: [(String, [UInt8])], to topic: Topic, _ settings: KafkaSettings
    ) throws {
        let client = try KafkaClient(.producer, settings)
        let handle = rd_kafka_topic_new(client.pointer, topic.rawValue, nil)
        let list = rd_kafka_headers_new(headers.count)
        for (name, bytes) in headers { rd_kafka_header_add(list, name, -1, bytes, bytes.count) }
        defer {
            rd_kafka_headers_destroy(list)
            rd_kafka_topic_destroy(handle)
            client.destroy()
        }
        var (queued, acknowledged) = (0, 0)
        func serve(_ wait: Int) throws {
            var failure = RD_KAFKA_RESP_ERR_NO_ERROR
            client.serve(wait: wait) { event in
                while let message = rd_kafka_event_message_next(event) {
                    if message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR { failure = message.pointee.err }
                    acknowledged += 1
                }
            }
            guard failure == RD_KAFKA_RESP_ERR_NO_ERROR else { throw BusError(failure, topic) }
        }
        while queued < count {
            let copy = rd_kafka_headers_copy(list)
            let error = ops_kafka_produce(client.pointer, handle, nil, 0, value, value.count, copy)
            guard error != RD_KAFKA_RESP_ERR_NO_ERROR else {
                queued += 1
                continue
            }
            rd_kafka_headers_destroy(copy)
            guard error == RD_KAFKA_RESP_ERR__QUEUE_FULL else { throw BusError(error, topic) }
            try serve(100)
        }
        let deadline = Deadline(milliseconds: settings.publishTimeout)
        while acknowledged < count {
            guard !deadline.hasPassed else { throw client.unavailable("not written") }
            try serve(100)
        }
    }
}
