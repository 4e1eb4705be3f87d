import Foundation
import Glibc
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsServer

/// From the answer of a command to the office's commit of its fact, on the local bus and over a real broker: of one client alone,
/// and of one beside others that ask for half of what they could get.
enum LatencyBench {
    private static let samples = 300

    /// All seven services over a broker in this process.
    static func overKafka(_ plan: BenchPlan, bootstrap: String) async throws -> [Figure] {
        let home = try await KafkaHome.prepare(plan, bootstrap)
        let bus = try home.bus()
        let ack = try await acknowledgement(bus, plan)
        let figures = try await BenchFleet.with(
            allServices, in: home.directory, bus: bus
        ) { fleet, load in try await measure(fleet, load, "over Kafka", ack: ack, plan) }
        _ = await bus.close()
        return [Figure("floor: one record, published to acknowledged, p50", ack, "ms")] + figures
    }

    /// - Parameter ack: milliseconds a broker takes to acknowledge one record; 0 without a broker.
    static func measure(
        _ fleet: Fleet, _ load: BenchLoad, _ label: String, ack: Double = 0, _ plan: BenchPlan
    ) async throws -> [Figure] {
        guard let store = fleet.member(.tickets)?.store, let office = fleet.member(.office)?.store else { return [] }
        let floor = 2 * (try sync(in: try plan.directory("sync"))) + ack
        let client = try KeepAliveClient(port: load.port)
        var alone: [Double] = []
        for number in 0..<samples { alone.append(try await ask(number, load, client, store, office)) }
        let most = try await load.run(
            clients: 8, seconds: plan.seconds, path: HTTPBench.path, body: HTTPBench.body
        ).perSecond
        let end = ContinuousClock.now + .seconds(plan.seconds)
        async let others = load.run(
            clients: 8, seconds: plan.seconds, perSecond: most / 2, path: HTTPBench.path, body: HTTPBench.body)
        var beside: [Double] = []
        while ContinuousClock.now < end { beside.append(try await ask(beside.count, load, client, store, office)) }
        let rate = try await others.perSecond
        let syncs = "floor: 2 syncs\(ack > 0 ? " + ack" : "")"
        func name(_ share: Double, _ load: String) -> String {
            "commit → visible at the office, \(label), \(load), p\(Int(share * 100)); \(syncs)"
        }
        return [0.5, 0.99].map { Figure(name($0, "alone"), alone.percentile($0), "ms", floor: floor) }
            + [Figure("half load: half of what 8 clients get, \(label)", rate, "/s")]
            + [(0.5, 2.0), (0.99, 5.0)].map { share, times in
                Figure(
                    name(share, "beside half load"), beside.percentile(share), "ms", floor: floor,
                    aim: .ratioAtMost(times))
            }
    }

    /// Milliseconds from the answer to the office's commit of the log's head then: beside others often a later fact than one's own.
    private static func ask(
        _ number: Int, _ load: BenchLoad, _ client: KeepAliveClient, _ store: Store, _ office: Store
    ) async throws -> Double {
        try load.ask(client, HTTPBench.path, HTTPBench.body(number))
        let answered = ContinuousClock.now
        let seq = await store.head().seq
        _ = try await office.waitUntilApplied(store.definition.topic, seq: seq, milliseconds: 5000)
        return (ContinuousClock.now - answered) / .milliseconds(1)
    }

    /// Milliseconds of one 4 KiB write and its fdatasync, p50.
    private static func sync(in directory: String) throws -> Double {
        let descriptor = open("\(directory)/sync", O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw CommandFailure("cannot write in \(directory)") }
        defer { close(descriptor) }
        let page = [UInt8](repeating: 65, count: 4096)
        let times = (0..<samples).map { number -> Double in
            let start = ContinuousClock.now
            pwrite(descriptor, page, page.count, number * page.count)
            fdatasync(descriptor)
            return (ContinuousClock.now - start) / .milliseconds(1)
        }
        return times.percentile(0.5)
    }

    private static func acknowledgement(_ bus: KafkaBus, _ plan: BenchPlan) async throws -> Double {
        let topic = Topic(rawValue: "bench.ack-\(UUID().uuidString.prefix(8).lowercased()).v1")
        try await bus.ensureTopics([topic])
        var times: [Double] = []
        let store = try BenchLog.store("\(try plan.directory("ack"))/ack.sqlite", service: .tickets, topic: topic)
        try await BenchLog.fill(store, facts: samples)
        for fact in try await store.facts(after: 0, limit: samples) {
            times.append(try await timed { try await bus.publish([fact], to: topic) } * 1000)
        }
        return times.percentile(0.5)
    }
}
