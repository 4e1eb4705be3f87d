import CKafka
import OpsContracts
import OpsMessaging

extension BusError {
    /// UNKNOWN_TOPIC_ID, which librdkafka 2.0 has no name for.
    private static let unknownTopicID: Int32 = 100

    /// What a code of librdkafka means for a reader or the relay.
    init(_ code: rd_kafka_resp_err_t, _ topic: Topic, _ text: String? = nil) {
        let words = text ?? String(cString: rd_kafka_err2str(code))
        switch code {
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            self = .forbidden(topic, words)
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION,
            rd_kafka_resp_err_t(Self.unknownTopicID):
            self = .topicMisconfigured(topic, "the topic does not exist (\(words))")
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
            self = .topicMisconfigured(topic, "max.message.bytes is too small for a fact (\(words))")
        default:
            self = .unavailable(words)
        }
    }
}

/// Calls a C function that explains itself in a text buffer.
func withErrorText<E: Error>(
    _ call: (UnsafeMutablePointer<CChar>, Int) -> Bool, or error: (String) -> E
) throws(E) {
    var succeeded = false
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer -> String? in
        guard let start = buffer.baseAddress else { return nil }
        start.initialize(repeating: 0, count: buffer.count)
        succeeded = call(start, buffer.count)
        return succeeded ? nil : String(cString: start)
    }
    if !succeeded { throw error(text ?? "no explanation") }
}

/// A moment to give up at.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(milliseconds: Int) { end = .now + .milliseconds(milliseconds) }

    /// 0 when it has passed.
    var milliseconds: Int {
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { return 0 }
        return Int(left.components.seconds * 1000) + Int(left.components.attoseconds / 1_000_000_000_000_000) + 1
    }

    var hasPassed: Bool { milliseconds == 0 }
}
