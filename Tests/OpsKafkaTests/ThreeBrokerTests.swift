import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

extension RealKafka {
    @Suite(.kafka("--brokers", "3"), .serialized)
    struct ThreeBrokers {
        let cluster: KafkaCluster

        init() throws { cluster = try #require(KafkaCluster.current) }

        private func leader(of topic: Topic) throws -> String {
            let table = try cluster("topics", "--describe", "--topic", topic.rawValue)
            return try String(#require(table.firstMatch(of: #/Leader: (\d)/#)).output.1)
        }

        @Test(arguments: EventBusSuite.cases)
        func `three brokers keep the promises of a bus`(_ promise: EventBusCase) async throws {
            try await cluster.withWorld { world, _ in try await promise.check(world) }
        }

        @Test func `the leader dies while facts are published and read: nothing lost, nothing out of order`()
            async throws
        {
            try await cluster.withWorld { world, bus in
                let leader = try leader(of: world.topic)
                var chain = FactChain(world.topic)
                let facts = chain.next(8000)
                let halfWay = AsyncStream.makeStream(of: Void.self)
                let publishing = Task {
                    for start in stride(from: 0, to: facts.count, by: 100) {
                        if start == 2000 { halfWay.continuation.finish() }
                        try await bus.publish(Array(facts[start..<start + 100]), to: world.topic)
                    }
                }
                let reading = Task { try await EventBusSuite.expectFacts(facts, in: world) }
                for await _ in halfWay.stream {}
                try cluster("kill", leader)
                try await publishing.value
                _ = try await reading.value
                #expect(try self.leader(of: world.topic) != leader)
                try cluster("up", leader)
                try await EventBusSuite.expectFacts(facts, in: world)
                #expect(try await bus.tail(of: world.topic) == chain.last)
            }
        }
    }
}
