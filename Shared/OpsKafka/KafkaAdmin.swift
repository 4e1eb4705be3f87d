import CKafka
import OpsContracts
import OpsMessaging

/// Asks the brokers about topics and creates them: one client on its own thread.
actor KafkaAdmin {
    private let settings: KafkaSettings
    private let executor: ThreadExecutor
    nonisolated let waker = KafkaWaker()
    private var client: KafkaClient?
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ settings: KafkaSettings) {
        self.settings = settings
        executor = ThreadExecutor(name: "kafka-admin")
    }

    deinit { executor.stop() }

    /// - Throws: `BusError` where the topic does not exist, has several partitions, or would lose facts.
    func check(_ topic: Topic) throws {
        do {
            try look(at: topic)
        } catch let error as BusError {
            // A client that was told once that a topic is not there may go on saying so when it is: ask anew.
            if case .topicMisconfigured = error { drop() }
            throw error
        }
    }

    private func look(at topic: Topic) throws {
        let partitions = try partitions(of: topic)
        guard partitions == 1 else {
            throw BusError.topicMisconfigured(topic, "it has \(partitions) partitions, not 1: the order would be lost")
        }
        let found = try agreedConfiguration(of: topic, try opened())
        for (name, value) in KafkaPlan.topicSettings.sorted(by: { $0.key < $1.key }) where found[name] != value {
            throw BusError.topicMisconfigured(topic, "\(name) is \(found[name] ?? "unknown"), not \(value)")
        }
    }

    /// Creates the topic with the settings a log needs; one that exists is left as it is.
    ///
    /// - Parameter replication: nil for the brokers' default.
    func create(_ topic: Topic, replication: Int?) throws {
        let client = try opened()
        var request: OpaquePointer?
        try withErrorText { text, size in
            request = rd_kafka_NewTopic_new(topic.rawValue, 1, Int32(replication ?? -1), text, size)
            return request != nil
        } or: {
            BusError.topicMisconfigured(topic, $0)
        }
        defer { rd_kafka_NewTopic_destroy(request) }
        for (name, value) in KafkaPlan.topicSettings { rd_kafka_NewTopic_set_config(request, name, value) }
        try ask(client, RD_KAFKA_ADMIN_OP_CREATETOPICS) { options in
            rd_kafka_CreateTopics(client.pointer, &request, 1, options, client.events)
        } answer: { event in
            var count = 0
            let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
            guard count > 0, let result = results?[0] else { return }
            let error = rd_kafka_topic_result_error(result)
            if error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS { return }
            throw BusError(error, topic, rd_kafka_topic_result_error_string(result).map { String(cString: $0) })
        }
        try awaitVisible(topic, client)
    }

    /// The controller has created it; the brokers learn of it a little later.
    private func awaitVisible(_ topic: Topic, _ client: KafkaClient) throws {
        let deadline = Deadline(milliseconds: settings.requestTimeout)
        while true {
            do {
                _ = try partitions(of: topic)
                return
            } catch let error as BusError {
                guard case .topicMisconfigured = error, !deadline.hasPassed else { throw error }
                client.serve(wait: 50)
            }
        }
    }

    func renew() { drop() }

    func close() {
        isClosed = true
        drop()
    }

    private func partitions(of topic: Topic) throws -> Int {
        let client = try opened()
        let handle = rd_kafka_topic_new(client.pointer, topic.rawValue, nil)
        defer { rd_kafka_topic_destroy(handle) }
        let deadline = Deadline(milliseconds: settings.requestTimeout)
        while true {
            var metadata: UnsafePointer<rd_kafka_metadata>?
            // In slices, because this call alone cannot be woken.
            let wait = Int32(clamping: max(1, min(1000, deadline.milliseconds)))
            let error = rd_kafka_metadata(client.pointer, 0, handle, &metadata, wait)
            defer { if let metadata { rd_kafka_metadata_destroy(metadata) } }
            if error == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata, metadata.pointee.topic_cnt == 1 {
                let found = metadata.pointee.topics[0]
                guard found.err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE || found.err == RD_KAFKA_RESP_ERR_NO_ERROR
                else {
                    throw BusError(found.err, topic)
                }
                return Int(found.partition_cnt)
            }
            try Task.checkCancellation()
            guard !deadline.hasPassed else { throw client.unavailable("the topic is not told") }
        }
    }

    /// One broker has just told the topic; another that is asked may learn of it a little later.
    private func agreedConfiguration(of topic: Topic, _ client: KafkaClient) throws -> [String: String] {
        let deadline = Deadline(milliseconds: min(settings.requestTimeout, 2_000))
        while true {
            do {
                return try configuration(of: topic)
            } catch let error as BusError {
                guard case .topicMisconfigured = error, !deadline.hasPassed else { throw error }
                client.serve(wait: 50)
            }
        }
    }

    private func configuration(of topic: Topic) throws -> [String: String] {
        let client = try opened()
        var request = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.rawValue)
        defer { rd_kafka_ConfigResource_destroy(request) }
        var found: [String: String] = [:]
        try ask(client, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS) { options in
            rd_kafka_DescribeConfigs(client.pointer, &request, 1, options, client.events)
        } answer: { event in
            var count = 0
            let result = rd_kafka_event_DescribeConfigs_result(event)
            let resources = rd_kafka_DescribeConfigs_result_resources(result, &count)
            guard count > 0, let resource = resources?[0] else { return }
            let error = rd_kafka_ConfigResource_error(resource)
            guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
                let text = rd_kafka_ConfigResource_error_string(resource).map { String(cString: $0) }
                throw BusError(error, topic, "DescribeConfigs: \(text ?? "")")
            }
            let entries = rd_kafka_ConfigResource_configs(resource, &count)
            for index in 0..<count {
                guard let entry = entries?[index], let name = rd_kafka_ConfigEntry_name(entry) else { continue }
                found[String(cString: name)] = rd_kafka_ConfigEntry_value(entry).map { String(cString: $0) }
            }
        }
        return found
    }

    /// Sends a request and waits for its answer, or for a cancellation.
    private func ask(
        _ client: KafkaClient, _ operation: rd_kafka_admin_op_t, _ send: (OpaquePointer) -> Void,
        answer: (OpaquePointer) throws -> Void
    ) throws {
        guard let options = rd_kafka_AdminOptions_new(client.pointer, operation) else { return }
        defer { rd_kafka_AdminOptions_destroy(options) }
        var text: [CChar] = Array(repeating: 0, count: 256)
        rd_kafka_AdminOptions_set_request_timeout(options, Int32(clamping: settings.requestTimeout), &text, text.count)
        send(options)
        let deadline = Deadline(milliseconds: settings.requestTimeout + 2000)
        var result: Result<Void, any Error>?
        while result == nil, !deadline.hasPassed, !Task.isCancelled {
            client.serve(wait: min(deadline.milliseconds, 1000)) { event in
                let error = rd_kafka_event_error(event)
                guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    let text = rd_kafka_event_error_string(event).map { String(cString: $0) } ?? ""
                    result = .failure(BusError.unavailable("the brokers do not answer: \(text)"))
                    return
                }
                result = Result { try answer(event) }
            }
        }
        // A late answer must not be taken for the next request's.
        guard let result else {
            drop()
            try Task.checkCancellation()
            throw BusError.unavailable("the brokers do not answer")
        }
        if case .success = result { client.sawBroker() }
        try result.get()
    }

    private func opened() throws -> KafkaClient {
        if let client { return client }
        guard !isClosed else { throw BusError.unavailable("the bus is closed") }
        let made = try KafkaClient(.admin, settings)
        waker.attach(rd_kafka_queue_get_main(made.pointer))
        client = made
        return made
    }

    private func drop() {
        guard let client else { return }
        self.client = nil
        waker.detach()
        client.destroy()
    }
}
