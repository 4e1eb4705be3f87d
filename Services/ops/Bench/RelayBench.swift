import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsSQLite

/// How fast the relay drains a backlog into a real broker, against reading and producing bare.
enum RelayBench {
    static func run(_ plan: BenchPlan, bootstrap: String) async throws -> [Figure] {
        let directory = try plan.directory("relay")
        let run = UUID().uuidString.prefix(8).lowercased()
        let (topic, bare) = (Topic(rawValue: "bench.\(run).v1"), Topic(rawValue: "bench.bare-\(run).v1"))
        let settings = KafkaSettings(bootstrap: bootstrap, clientID: "ops-bench")
        let bus = try KafkaBus(settings: settings)
        try await bus.ensureTopics([topic, bare])
        let store = try BenchLog.store("\(directory)/relay.sqlite", service: .tickets, topic: topic)
        try await BenchLog.fill(store, facts: plan.backlog)
        let head = await store.head().seq
        guard let sample = try await store.facts(after: head / 2, limit: 1).first else { return [] }
        let floor = try floor(store.path, sample, bare, settings, plan.backlog)
        let relay = Relay(store: store, bus: bus)
        let took = try await timed {
            let running = Task { await relay.run() }
            while relay.status.seq < head { try await Task.sleep(for: .milliseconds(2)) }
            running.cancel()
        }
        _ = await bus.close()
        return [
            Figure(
                "relay drains a backlog of \(plan.backlog)", Double(plan.backlog) / took, "facts/s",
                floor: floor, aim: .ratioAtLeast(0.5))
        ]
    }

    /// The slower of stepping over the log's rows and producing records of their size, with nothing around either.
    private static func floor(
        _ path: String, _ sample: Fact, _ bare: Topic, _ settings: KafkaSettings, _ count: Int
    ) throws -> Double {
        let db = try Connection(path: path, mode: .reader)
        var bytes = 0
        let reading = try timedNow {
            for start in stride(from: 0, to: count, by: 500) {
                bytes += try db.rows("SELECT * FROM log WHERE seq > ? ORDER BY seq LIMIT 500", [start]) {
                    $0.blob(14).count
                }.reduce(0, +)
            }
        }
        guard bytes > 0 else { throw CommandFailure("the log of the bench is empty") }
        let headers = CloudEvents.headers(of: sample, source: bare).compactMap { header in
            header.value.map { (header.name, Array($0.utf8)) }
        }
        let producing = try timedNow {
            try BareProducer.write(count, value: Array(sample.data), headers: headers, to: bare, settings)
        }
        return Double(count) / max(reading, producing)
    }
}
