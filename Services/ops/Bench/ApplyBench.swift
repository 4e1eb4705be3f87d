import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// How fast a store applies a backlog of another's facts, against the bare loop.
enum ApplyBench {
    static func run(_ plan: BenchPlan) async throws -> [Figure] {
        let directory = try plan.directory("apply")
        let source = try BenchLog.store("\(directory)/source.sqlite", service: .tickets)
        try await BenchLog.fill(source, facts: plan.backlog)
        let bus = LocalBus()
        bus.join(source)
        let reader = try Store(
            path: "\(directory)/reader.sqlite",
            definition: StoreDefinition(service: .office, models: [BenchModel()], knownTypes: [SiteRegistered.type]),
            clock: SystemClock())
        let consumer = Consumer(source: source.definition.topic, store: reader, bus: bus)
        let head = await source.head().seq
        let took = try await timed {
            let running = Task { await consumer.run() }
            while try await reader.read({ try $0.position(of: source.definition.topic)?.seq ?? 0 }) < head {
                await reader.nextCommit(after: reader.commitMark, atMost: 50)
            }
            running.cancel()
            await running.value
        }
        let batch = max(1, plan.backlog / max(1, Int(await reader.commitCount())))
        // After an orderly stop all of the log is in its file.
        await source.close()
        let floor = try floor(reader.path, "\(directory)/floor.sqlite", batch: batch, seconds: plan.seconds)
        return [
            Figure("floor: the same rows bare, \(batch) a transaction", floor, "facts/s"),
            Figure(
                "apply a backlog of \(BenchTable.number(Double(plan.backlog)))", Double(plan.backlog) / took, "facts/s",
                floor: floor, aim: .ratioAtLeast(0.6)),
            Figure(
                "bytes on disk per fact, log", Double(try size("\(directory)/source.sqlite")) / Double(plan.backlog),
                "bytes"),
        ]
    }

    /// The reader's own row for each fact, its position once a transaction. Not in it: the bus, the hash of each fact,
    /// its decoding, a savepoint by fact.
    private static func floor(_ reader: String, _ path: String, batch: Int, seconds: Int) throws -> Double {
        let db = try Connection(path: reader, mode: .reader)
        let rows = BareRows(
            each: [
                try RealRow(
                    try RealRow.table("benchSite", of: "bench", db), "ORDER BY length(code) DESC",
                    counted: ["code", "seen"], db)
            ],
            once: [try RealRow("position", "", counted: ["seq"], db)])
        return try BareLoop(path: path, rows: rows, batch: batch, keys: BenchLog.sites).run(seconds: seconds)
    }

    private static func size(_ path: String) throws -> Int64 {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? NSNumber)?.int64Value ?? 0
    }
}
