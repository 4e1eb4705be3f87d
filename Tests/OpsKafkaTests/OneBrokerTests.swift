import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

extension RealKafka {
    @Suite(.kafka(), .serialized)
    struct OneBroker {
        let cluster: KafkaCluster

        init() throws { cluster = try #require(KafkaCluster.current) }

        @Test(arguments: EventBusSuite.cases)
        func `Kafka keeps the promises of a bus`(_ promise: EventBusCase) async throws {
            try await cluster.withWorld { world, _ in try await promise.check(world) }
        }

        @Test func `records that are no facts come with a reason and stop nobody`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(2)
                let settings = cluster.settings()
                try ForeignProducer.write(nil, to: world.topic, settings)
                try await bus.publish([facts[0]], to: world.topic)
                try ForeignProducer.write([0xFF, 0x00], headers: [("ce_id", nil)], to: world.topic, settings)
                try await bus.publish([facts[1]], to: world.topic)
                let batch = try await bus.read(world.topic, after: .start, max: 10, wait: 5000)
                let rest = try await bus.read(
                    world.topic, after: SourcePosition(behind: facts[1], offsetHint: 4), max: 10, wait: 0)
                let said = (batch.records + rest.records).map { record in
                    switch record {
                    case .fact(let fact, let next): "fact \(fact.seq) next \(next ?? -1)"
                    case .unreadable(let offset, let reason, let bytes): "\(offset): \(reason) \(bytes)"
                    }
                }
                #expect(
                    said == [
                        "0: the value is null []", "fact 1 next 2", "2: ce_id is null or not UTF-8 [255, 0]",
                        "fact 2 next 4",
                    ])
                #expect(try await bus.tail(of: world.topic) == chain.last)
                #expect(bus.statistics.unreadableRecords == 2)
            }
        }

        @Test func `the tail is found below a thousand foreign records`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                try await bus.publish(chain.next(3), to: world.topic)
                try cluster.tool(
                    "perf-produce",
                    [
                        "--topic", world.topic.rawValue, "--num-records", "1200", "--record-size", "8", "--throughput",
                        "-1",
                    ])
                #expect(try await bus.tail(of: world.topic) == chain.last)
            }
        }

        @Test func `a reader below what was deleted is told, one above reads on`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(20)
                try await bus.publish(facts, to: world.topic)
                try cluster.deleteRecords(of: world.topic, below: 10)
                for hint: Int64? in [nil, 4] {
                    let error = try await busError {
                        try await bus.read(
                            world.topic, after: SourcePosition(behind: facts[3], offsetHint: hint), max: 10, wait: 1000)
                    }
                    #expect(error == .truncated(world.topic, first: 11))
                }
                #expect(
                    try await busError { try await bus.read(world.topic, after: .start, max: 10, wait: 1000) }
                        == .truncated(world.topic, first: 11))
                for hint: Int64? in [nil, 10, 3] {
                    let position = SourcePosition(behind: facts[9], offsetHint: hint)
                    try await EventBusSuite.expectFacts(Array(facts.dropFirst(10)), after: position, in: world)
                }
            }
        }

        @Test func `what a gap lacks is found where it was published again`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(30)
                try await bus.publish(Array(facts[..<10]) + Array(facts[15..<20]), to: world.topic)
                let position = SourcePosition(behind: facts[9])
                for _ in 0..<2 {
                    let records = try await bus.read(world.topic, after: position, max: 100, wait: 2000).records
                    guard case .fact(let fact, _)? = records.first(where: { $0.fact?.seq ?? 0 > 10 }) else {
                        Issue.record("the gap is not shown: \(records)")
                        continue
                    }
                    #expect(fact.seq == 16)
                }
                try await bus.publish(Array(facts[10...]), to: world.topic)
                try await EventBusSuite.expectFacts(Array(facts[10...]), after: position, in: world)
                let before = try await EventBusSuite.expectFacts(Array(facts[..<10]), in: world, batch: 10)
                try await EventBusSuite.expectFacts(Array(facts[10...]), after: before, in: world)
            }
        }

        @Test func `positions can be seen by Kafka's own tools`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(9)
                try await bus.publish(facts, to: world.topic)
                await bus.mirror(SourcePosition(behind: facts[2], offsetHint: 3), of: world.topic, reader: "billing")
                await bus.mirror(SourcePosition(behind: facts[4], offsetHint: 5), of: world.topic, reader: "billing")
                await bus.close()
                let table = try cluster("groups", "--describe", "--group", "ops-billing")
                let row = try #require(table.split(separator: "\n").first { $0.contains(world.topic.rawValue) })
                #expect(row.split(separator: " ").dropFirst(2).prefix(4) == ["0", "5", "9", "4"])
            }
        }

        @Test func `renewed clients go on where the old ones were`() async throws {
            try await cluster.withWorld { world, bus in
                var chain = FactChain(world.topic)
                let facts = chain.next(4)
                try await bus.publish(Array(facts[..<2]), to: world.topic)
                let position = try await EventBusSuite.expectFacts(Array(facts[..<2]), in: world)
                await bus.renew()
                try await bus.publish(Array(facts[2...]), to: world.topic)
                try await EventBusSuite.expectFacts(Array(facts[2...]), after: position, in: world)
            }
        }
    }
}

extension BusRecord {
    var fact: Fact? {
        guard case .fact(let fact, _) = self else { return nil }
        return fact
    }
}

extension KafkaCluster {
    func deleteRecords(of topic: Topic, below offset: Int) throws {
        let file = directory + "/delete-\(UUID().uuidString).json"
        let order = #"{"partitions":[{"topic":"\#(topic)","partition":0,"offset":\#(offset)}],"version":1}"#
        try order.write(toFile: file, atomically: true, encoding: .utf8)
        try callAsFunction("delete-records", "--offset-json-file", file)
    }
}
