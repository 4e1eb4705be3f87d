import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

extension RealKafka {
    /// Facts per second through one broker, in a release build:
    /// `OPS_BENCH=1 KAFKA_HOME=… .build/release/StationOpsPackageTests.xctest --testing-library swift-testing --filter Throughput`
    @Suite(
        .enabled(if: ProcessInfo.processInfo.environment["OPS_BENCH"] != nil, "OPS_BENCH is unset"), .kafka(),
        .serialized)
    struct Throughput {
        let cluster: KafkaCluster

        init() throws { cluster = try #require(KafkaCluster.current) }

        private func rate(_ what: String, _ count: Int, _ body: () async throws -> Void) async rethrows {
            let time = try await ContinuousClock().measure(body)
            let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
            FileHandle.standardError.write(Data("\(what): \(Int(Double(count) / seconds)) facts/s\n".utf8))
        }

        @Test(arguments: [1, 500, 5000])
        func `a hundred thousand facts of 500 bytes`(batch: Int) async throws {
            try await cluster.withWorld { world, bus in
                let count = batch == 1 ? 3000 : 100_000
                var chain = FactChain(world.topic)
                let facts = chain.next(count) { #"{"n":\#($0),"text":"\#(String(repeating: "x", count: 480))"}"# }
                try await bus.publish([facts[0]], to: world.topic)
                try await rate("publish, \(batch) at a time", count) {
                    for start in stride(from: 1, to: count, by: batch) {
                        try await bus.publish(Array(facts[start..<min(count, start + batch)]), to: world.topic)
                    }
                }
                var position = SourcePosition.start
                try await rate("read, \(max(500, batch)) at a time", count) {
                    while position.seq < count {
                        let read = try await bus.read(world.topic, after: position, max: max(500, batch), wait: 5000)
                        for case .fact(let fact, let next) in read.records where fact.seq == position.seq + 1 {
                            position = SourcePosition(behind: fact, offsetHint: next)
                        }
                    }
                }
                #expect(position.hash == chain.last?.hash)
            }
        }
    }
}
