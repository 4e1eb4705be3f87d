import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

/// What only a broker that lies can show: an answer that is lost or wrong on a chosen request.
struct InjectedErrorTests {
    let topic = KafkaCluster.freshTopic()
    let mock: MockKafka

    init() throws { mock = try MockKafka(topics: [topic.rawValue]) }

    private func bus(_ properties: [String: String] = [:]) throws -> KafkaBus {
        var settings = KafkaSettings(bootstrap: mock.bootstrap, clientID: "test", properties: properties)
        settings.checksTopics = false
        return try KafkaBus(settings: settings)
    }

    private func world(_ bus: KafkaBus) -> EventBusWorld {
        EventBusWorld(bus: bus, topic: topic) { [topic] in try await bus.publish($0, to: topic) }
    }

    @Test func `a lost acknowledgement makes copies, and a reader sees each fact in its turn`() async throws {
        let bus = try bus(["request.timeout.ms": "1000", "socket.timeout.ms": "1500"])
        var chain = FactChain(topic)
        let first = chain.next(10)
        try await bus.publish(first, to: topic)
        mock.push(.lateAnswer(3000), on: .produce)
        let second = chain.next(10)
        try await bus.publish(second, to: topic)
        try await EventBusSuite.expectFacts(first + second, in: world(bus))
        var seen = 0
        var position = SourcePosition.start
        while position.seq < 20 {
            let records = try await bus.read(topic, after: position, max: 100, wait: 1000).records
            seen += records.count
            for fact in records.compactMap(\.fact) where fact.seq == position.seq + 1 {
                position = SourcePosition(behind: fact)
            }
        }
        // The mock keeps both; a real broker recognises the second by its sequence.
        seen += try await bus.read(topic, after: position, max: 100, wait: 500).records.count
        #expect(seen > 20)
        await bus.close()
    }

    @Test func `a fatal error throws the producer away; the next publish has a new one`() async throws {
        let bus = try bus()
        var chain = FactChain(topic)
        let first = chain.next(5)
        try await bus.publish(first, to: topic)
        mock.push(.outOfOrderSequence, on: .produce)
        let second = chain.next(5)
        let error = try await busError { try await bus.publish(second, to: topic) }
        #expect(error.isUnavailable, "\(error)")
        #expect(bus.statistics.producersDiscarded == 1)
        let tail = try await bus.tail(of: topic)
        // The mock keeps a request that was in flight behind the refused one; a real broker would refuse it too.
        #expect((5...10).contains(tail?.seq ?? 0))
        try await bus.publish(second, to: topic)
        try await EventBusSuite.expectFacts(first + second, in: world(bus))
        #expect(bus.statistics.producersDiscarded == 1)
        await bus.close()
    }

    @Test func `a refused publish says what is wrong`() async throws {
        let bus = try bus()
        var chain = FactChain(topic)
        let facts = chain.next(1)
        try await bus.publish(facts, to: topic)
        mock.push(.topicAuthorizationFailed, on: .produce)
        #expect(try await busError { try await bus.publish(facts, to: topic) }.isForbidden)
        mock.push(.messageTooLarge, on: .produce)
        #expect(try await busError { try await bus.publish(facts, to: topic) }.isMisconfigured)
        await bus.close()
    }

    @Test func `what passes by itself is tried again without a word`() async throws {
        let bus = try bus()
        var chain = FactChain(topic)
        let facts = chain.next(20)
        mock.push(.notEnoughReplicas, on: .produce)
        try await bus.publish(facts, to: topic)
        try await EventBusSuite.expectFacts(facts, in: world(bus))
        #expect(bus.statistics.producersDiscarded == 0)
        await bus.close()
    }

    /// librdkafka up to 2.15 ends the process where a partition that is being stopped is stopped again (its issue 5573),
    /// as by a bus that closes while a reader goes elsewhere.
    @Test func `a reader that goes elsewhere and is closed at once brings nobody down`() async throws {
        let writer = try bus()
        var chain = FactChain(topic)
        let facts = chain.next(20)
        try await writer.publish(facts, to: topic)
        for round in 0..<50 {
            let bus = try bus()
            #expect(try await bus.tail(of: topic)?.seq == 20)
            let here = SourcePosition(behind: facts[round % 19], offsetHint: Int64(round % 19 + 1))
            let read = try await bus.read(topic, after: here, max: 1, wait: 5000)
            #expect(read.records.first?.fact == facts[round % 19 + 1])
            let elsewhere = Task { [topic] in
                let there = SourcePosition(behind: facts[(round + 5) % 19], offsetHint: Int64((round + 5) % 19 + 1))
                return try await bus.read(topic, after: there, max: 1, wait: 5000)
            }
            if round % 2 == 0 { elsewhere.cancel() }
            await bus.close()
            _ = await elsewhere.result
        }
        await writer.close()
    }
}
