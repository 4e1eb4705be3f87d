import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

extension RealKafka {
    @Suite(.kafka(), .serialized)
    struct Outage {
        let cluster: KafkaCluster

        init() throws { cluster = try #require(KafkaCluster.current) }

        @Test func `a broker killed while facts are published loses none and keeps their order`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(6000)
                let halfWay = AsyncStream.makeStream(of: Void.self)
                let publishing = Task {
                    for start in stride(from: 0, to: facts.count, by: 100) {
                        if start == 2000 { halfWay.continuation.finish() }
                        try await bus.publish(Array(facts[start..<start + 100]), to: world.topic)
                    }
                }
                for await _ in halfWay.stream {}
                try cluster("kill", "1")
                try cluster("up", "1")
                try await publishing.value
                try await EventBusSuite.expectFacts(facts, in: world)
                #expect(try await bus.tail(of: world.topic) == chain.last)
            }
        }

        @Test func `without a broker everything says so, and goes on when it is back`() async throws {
            var settings = cluster.settings()
            (settings.requestTimeout, settings.publishTimeout) = (2000, 2000)
            try await cluster.withWorld(settings) { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(4)
                try await bus.publish(Array(facts[..<2]), to: world.topic)
                let position = try await EventBusSuite.expectFacts(Array(facts[..<2]), in: world)
                try cluster("kill", "1")
                #expect(try await busError { try await bus.publish([facts[2]], to: world.topic) }.isUnavailable)
                #expect(try await busError { try await bus.tail(of: world.topic) }.isUnavailable)
                let isTold = try await eventually {
                    do {
                        _ = try await bus.read(world.topic, after: position, max: 10, wait: 100)
                        return false
                    } catch let error as BusError { return error.isUnavailable }
                }
                #expect(isTold)
                let late = try KafkaBus(settings: settings)
                let unknown = try await busError { try await late.read(world.topic, after: .start, max: 1, wait: 0) }
                #expect("\(unknown)".contains("refused"), "\(unknown)")
                await late.close()
                try cluster("up", "1")
                #expect(try await eventually { (try? await bus.publish([facts[2]], to: world.topic)) != nil })
                try await bus.publish([facts[3]], to: world.topic)
                try await EventBusSuite.expectFacts(Array(facts[2...]), after: position, in: world)
                #expect(bus.statistics.producersDiscarded >= 1)
            }
        }

        @Test func `a cancelled publish gives up while the broker stands still`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                try await bus.publish(chain.next(1), to: world.topic)
                try cluster("pause", "1")
                let facts = chain.next(10)
                let publishing = Task { try await bus.publish(facts, to: world.topic) }
                await Task.yield()
                let start = ContinuousClock.now
                publishing.cancel()
                await #expect(throws: CancellationError.self) { try await publishing.value }
                #expect(ContinuousClock.now - start < .seconds(5))
                try cluster("resume", "1")
                // As the relay does: look how far the topic came, publish the rest.
                let tail = try await bus.tail(of: world.topic)?.seq ?? 0
                try await bus.publish(facts.filter { $0.seq > tail }, to: world.topic)
                try await EventBusSuite.expectFacts(facts, after: SourcePosition(seq: 1, hash: ""), in: world)
            }
        }

        @Test(arguments: [0, 10])
        func `a reader that was told its topic is gone hears it again once it is made anew`(_ known: Int) async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(20)
                if known > 0 { try await bus.publish(Array(facts[..<known]), to: world.topic) }
                let position = try await EventBusSuite.expectFacts(Array(facts[..<known]), in: world)
                _ = try await bus.read(world.topic, after: position, max: 10, wait: 100)
                try cluster("lose", "1")
                try cluster("up", "1")
                let isTold = try await eventually(within: 30) {
                    do {
                        _ = try await bus.read(world.topic, after: position, max: 10, wait: 100)
                        return false
                    } catch let error as BusError { return error.isMisconfigured }
                }
                #expect(isTold)
                #expect(try await eventually { (try? await bus.ensureTopics([world.topic])) != nil })
                #expect(try await eventually { (try? await bus.publish(facts, to: world.topic)) != nil })
                let isHeard = try await eventually(within: 60) {
                    let batch = try? await bus.read(world.topic, after: position, max: 10, wait: 500)
                    return batch?.records.isEmpty == false
                }
                #expect(isHeard)
                try await EventBusSuite.expectFacts(Array(facts[known...]), after: position, in: world)
            }
        }

        @Test func `a wiped topic is empty, and a reader goes on when the log is published again`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(40)
                try await bus.publish(Array(facts[..<30]) + Array(facts[20..<30]), to: world.topic)
                let position = try await EventBusSuite.expectFacts(Array(facts[..<30]), in: world)
                #expect(position.offsetHint == 30)
                try cluster("lose", "1")
                try cluster("up", "1")
                #expect(try await eventually { (try? await bus.ensureTopics([world.topic])) != nil })
                let isEmpty = try await eventually { (try? await bus.tail(of: world.topic)) == .some(nil) }
                #expect(isEmpty)
                #expect(try await eventually { (try? await bus.publish(facts, to: world.topic)) != nil })
                try await EventBusSuite.expectFacts(Array(facts[30...]), after: position, in: world)
                let late = SourcePosition(behind: facts[29], offsetHint: 40)
                try await EventBusSuite.expectFacts(Array(facts[30...]), after: late, in: world)
            }
        }
    }
}
