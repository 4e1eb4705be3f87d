import CKafka
package import OpsContracts
import OpsMessaging

/// Writes records that are no facts, as a stranger with the right to write would. For tests of what readers do then.
package enum ForeignProducer {
    /// - Parameters:
    ///   - value: nil for a null one (a tombstone).
    ///   - headers: a nil value is a null one.
    package static func write(
        _ value: [UInt8]?, headers: [(String, [UInt8]?)] = [], to topic: Topic, _ settings: KafkaSettings
    ) throws {
        let client = try KafkaClient(.producer, settings)
        let handle = rd_kafka_topic_new(client.pointer, topic.rawValue, nil)
        defer {
            rd_kafka_topic_destroy(handle)
            client.destroy()
        }
        let list = rd_kafka_headers_new(headers.count)
        for (name, bytes) in headers { rd_kafka_header_add(list, name, -1, bytes, bytes?.count ?? 0) }
        let error =
            if let value {
                ops_kafka_produce(client.pointer, handle, nil, 0, value, value.count, list)
            } else {
                ops_kafka_produce_null(client.pointer, handle, list)
            }
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else { throw BusError(error, topic) }
        var isDone = false
        let deadline = Deadline(milliseconds: settings.requestTimeout)
        while !isDone, !deadline.hasPassed {
            client.serve(wait: 100) { isDone = rd_kafka_event_type($0) == RD_KAFKA_EVENT_DR }
        }
        if !isDone { throw client.unavailable("not written") }
    }
}
