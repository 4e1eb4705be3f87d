import CKafka

/// librdkafka's broker in memory, for the one thing a real one cannot do: fail on the Nth request. It keeps no rules of
/// retention, idempotence or groups; tests of those use Apache Kafka.
package final class MockKafka {
    /// The requests whose answers can be spoilt.
    package enum Request: Int16 {
        case produce = 0
        case fetch = 1
    }

    package enum Fault {
        /// The request is done, its answer comes after this many milliseconds.
        case lateAnswer(Int)
        case outOfOrderSequence
        case notEnoughReplicas
        case topicAuthorizationFailed
        case messageTooLarge
    }

    package let bootstrap: String
    private let client: KafkaClient
    private let cluster: OpaquePointer

    package init(topics: [String]) throws {
        let settings = KafkaSettings(bootstrap: "127.0.0.1:1", clientID: "mock")
        client = try KafkaClient(.admin, settings)
        guard let cluster = rd_kafka_mock_cluster_new(client.pointer, 1) else {
            throw KafkaSettings.Invalid(description: "no mock cluster")
        }
        self.cluster = cluster
        bootstrap = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
        for topic in topics { rd_kafka_mock_topic_create(cluster, topic, 1, 1) }
    }

    deinit { rd_kafka_mock_cluster_destroy(cluster) }

    /// The next request of this kind meets the fault.
    package func push(_ fault: Fault, on request: Request) {
        let (error, delay) =
            switch fault {
            case .lateAnswer(let milliseconds): (RD_KAFKA_RESP_ERR_NO_ERROR, milliseconds)
            case .outOfOrderSequence: (RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, 0)
            case .notEnoughReplicas: (RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, 0)
            case .topicAuthorizationFailed: (RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, 0)
            case .messageTooLarge: (RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, 0)
            }
        _ = ops_kafka_mock_push_error(cluster, 1, request.rawValue, error, Int32(delay))
    }
}
