import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

extension RealKafka {
    @Suite(.kafka(), .serialized)
    struct TopicCheck {
        let cluster: KafkaCluster

        init() throws { cluster = try #require(KafkaCluster.current) }

        private func create(_ options: [String]) throws -> Topic {
            let topic = KafkaCluster.freshTopic()
            let replaced = Set(options.compactMap { $0.split(separator: "=").first.map(String.init) })
            let good = KafkaPlan.topicSettings.filter { !replaced.contains($0.key) }
                .flatMap { ["--config", "\($0.key)=\($0.value)"] }
            try cluster.tool("topics", ["--create", "--topic", topic.rawValue] + options + good)
            return topic
        }

        @Test(arguments: [
            (["--partitions", "3"], "it has 3 partitions, not 1: the order would be lost"),
            (["--partitions", "1", "--config", "retention.ms=86400000"], "retention.ms is 86400000, not -1"),
            (["--partitions", "1", "--config", "retention.bytes=1000000"], "retention.bytes is 1000000, not -1"),
            (["--partitions", "1", "--config", "cleanup.policy=compact"], "cleanup.policy is compact, not delete"),
        ])
        func `a topic that would lose facts is refused`(_ options: [String], _ reason: String) async throws {
            let topic = try create(options)
            let bus = try KafkaBus(settings: cluster.settings())
            let expected = BusError.topicMisconfigured(topic, reason)
            var chain = FactChain(topic)
            let facts = chain.next(1)
            #expect(try await busError { try await bus.publish(facts, to: topic) } == expected)
            #expect(try await busError { try await bus.tail(of: topic) } == expected)
            #expect(try await busError { try await bus.read(topic, after: .start, max: 1, wait: 0) } == expected)
            await bus.close()
        }

        @Test func `a topic that is not there is named`() async throws {
            let bus = try KafkaBus(settings: cluster.settings())
            let topic = KafkaCluster.freshTopic()
            let error = try await busError { try await bus.tail(of: topic) }
            #expect(error.isMisconfigured, "\(error)")
            try await bus.ensureTopics([topic])
            try await bus.ensureTopics([topic])
            #expect(try await bus.tail(of: topic) == nil)
            await bus.close()
        }

        @Test func `a topic that the plan created passes`() async throws {
            let plan = KafkaPlan([.init(principal: "t", writes: KafkaCluster.freshTopic(), reads: [])])
            for arguments in plan.topicArguments(replication: 1) { try cluster.tool("topics", arguments) }
            let bus = try KafkaBus(settings: cluster.settings())
            for topic in plan.topics { #expect(try await bus.tail(of: topic) == nil) }
            await bus.close()
        }
    }
}
