import CKafka
import OpsContracts
import OpsMessaging

/// Writes one topic: one librdkafka producer on its own thread, thrown away and made anew on any trouble.
///
/// What was on its way when a producer is thrown away may still reach the log, even after the next one's records: the
/// copies are the same facts, and every run of them starts no higher than the topic's end, so readers drop them by `seq`.
actor KafkaProducer {
    private let topic: Topic
    private let settings: KafkaSettings
    private let counters: KafkaCounters
    nonisolated let waker = KafkaWaker()
    private let executor: ThreadExecutor
    private var open: (client: KafkaClient, topic: OpaquePointer)?
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ topic: Topic, _ settings: KafkaSettings, _ counters: KafkaCounters) {
        self.topic = topic
        self.settings = settings
        self.counters = counters
        executor = ThreadExecutor(name: "kafka-publish")
    }

    deinit { executor.stop() }

    /// Returns when every fact is acknowledged.
    ///
    /// - Throws: `BusError`; `CancellationError`. Some of the facts may have been written then.
    func publish(_ facts: [Fact]) throws {
        guard !facts.isEmpty else { return }
        do {
            var progress = Progress(deadline: Deadline(milliseconds: settings.publishTimeout))
            let (client, handle) = try opened()
            for fact in facts {
                try queue(fact, client, handle, &progress)
            }
            FailPoint.reach("after-produce")
            while progress.acknowledged < facts.count { try serve(client, &progress) }
            let bytes = facts.reduce(0) { $0 + Int64($1.data.count) }
            counters.count {
                $0.publishedFacts += Int64(facts.count)
                $0.publishedBytes += bytes
            }
        } catch {
            discard()
            throw error
        }
    }

    /// Closes the handle, so that the next publish makes a new one: new certificates, new settings at the broker.
    func renew() { drop() }

    func close() {
        isClosed = true
        drop()
    }

    private struct Progress {
        var acknowledged = 0
        var deadline: Deadline
    }

    private func queue(
        _ fact: Fact, _ client: KafkaClient, _ handle: OpaquePointer, _ progress: inout Progress
    ) throws {
        while true {
            let error = RecordCoding.produce(fact, source: topic, client: client.pointer, topic: handle)
            switch error {
            case RD_KAFKA_RESP_ERR_NO_ERROR: return
            case RD_KAFKA_RESP_ERR__QUEUE_FULL: try serve(client, &progress)
            default: throw BusError(error, topic, client.fatalError)
            }
        }
    }

    /// Takes delivery reports; the first failed one ends the publish, for what follows it must not overtake it.
    private func serve(_ client: KafkaClient, _ progress: inout Progress) throws {
        let before = progress.acknowledged
        var failure = RD_KAFKA_RESP_ERR_NO_ERROR
        client.serve(wait: min(progress.deadline.milliseconds, 1000)) { event in
            guard rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR else { return }
            while let message = rd_kafka_event_message_next(event) {
                if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                    progress.acknowledged += 1
                } else if failure == RD_KAFKA_RESP_ERR_NO_ERROR {
                    failure = message.pointee.err
                }
            }
        }
        guard failure == RD_KAFKA_RESP_ERR_NO_ERROR else { throw BusError(failure, topic, client.fatalError) }
        if progress.acknowledged > before {
            client.sawBroker()
            progress.deadline = Deadline(milliseconds: settings.publishTimeout)
        }
        if Task.isCancelled { throw CancellationError() }
        guard progress.deadline.hasPassed else { return }
        throw client.unavailable("no acknowledgement for \(settings.publishTimeout) ms")
    }

    private func opened() throws -> (client: KafkaClient, topic: OpaquePointer) {
        if let open { return open }
        guard !isClosed else { throw BusError.unavailable("the bus is closed") }
        let client = try KafkaClient(.producer, settings)
        guard let handle = rd_kafka_topic_new(client.pointer, topic.rawValue, nil) else {
            throw BusError(rd_kafka_last_error(), topic)
        }
        waker.attach(rd_kafka_queue_get_main(client.pointer))
        open = (client, handle)
        return (client, handle)
    }

    private func discard() {
        guard open != nil else { return }
        counters.count { $0.producersDiscarded += 1 }
        drop()
    }

    private func drop() {
        guard let open else { return }
        self.open = nil
        waker.detach()
        rd_kafka_topic_destroy(open.topic)
        open.client.destroy()
    }
}

extension KafkaClient {
    /// Why this client can never produce again; nil while it can.
    var fatalError: String? {
        var words: String?
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            guard rd_kafka_fatal_error(pointer, buffer.baseAddress, buffer.count) != RD_KAFKA_RESP_ERR_NO_ERROR else {
                return
            }
            words = buffer.baseAddress.map { String(cString: $0) }
        }
        return words
    }
}
