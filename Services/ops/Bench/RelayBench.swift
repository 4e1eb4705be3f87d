import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging

/// How fast the relay drains a backlog into a real broker, against reading and producing bare.
enum RelayBench {
    static func run(_ plan: BenchPlan, bootstrap: String) async throws -> [Figure] {
        let directory = try plan.directory("relay")
        let run = UUID().uuidString.prefix(8).lowercased()
        let (topic, bare) = (Topic(rawValue: "bench.\(run).v1"), Topic(rawValue: "bench.bare-\(run).v1"))
        let bus = try KafkaBus(settings: KafkaSettings(bootstrap: bootstrap, clientID: "ops-bench"))
        try await bus.ensureTopics([topic, bare])
        let store = try BenchLog.store("\(directory)/relay.sqlite", service: .tickets, topic: topic)
        try await BenchLog.fill(store, facts: plan.backlog)
        let head = await store.head().seq
        let floor = try await floor(store, bus, bare, head)
        let relay = Relay(store: store, bus: bus)
        let took = try await timed {
            let running = Task { await relay.run() }
            while relay.status.seq < head { try await Task.sleep(for: .milliseconds(2)) }
            running.cancel()
        }
        _ = await bus.close()
        return [
            Figure(
                name: "relay drains a backlog of \(plan.backlog)", value: Double(plan.backlog) / took, unit: "facts/s",
                floor: floor, aim: "ratio ≥ 0.5")
        ]
    }

    /// The slower of reading the log in slices of 500 and producing slices of 500 that are already in memory.
    private static func floor(_ store: Store, _ bus: KafkaBus, _ bare: Topic, _ head: Int64) async throws -> Double {
        var slices: [[Fact]] = []
        let reading = try await timed {
            var seq: Int64 = 0
            while seq < head {
                let facts = try await store.facts(after: seq, limit: 500)
                slices.append(facts)
                seq = facts.last?.seq ?? head
            }
        }
        let ready = slices
        let producing = try await timed { for slice in ready { try await bus.publish(slice, to: bare) } }
        return Double(head) / max(reading, producing)
    }
}
