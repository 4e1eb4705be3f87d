import Foundation
import OpsContracts
import OpsMessaging

/// How soon a store with a long log is open, and how fast a read model is folded anew.
enum StartBench {
    static func run(_ plan: BenchPlan) async throws -> [Figure] {
        let path = try plan.directory("start") + "/office.sqlite"
        let definition = StoreDefinition(service: .office, models: [BenchModel()], knownTypes: [SiteRegistered.type])
        try await fill(path, definition, plan.log)
        let start = ContinuousClock.now
        let store = try Store(path: path, definition: definition, clock: SystemClock())
        try await store.buildReadModels(bus: LocalBus())
        let seq = await store.head().seq
        let opened = (ContinuousClock.now - start) / .seconds(1)
        let rebuilt = try await timed { _ = try await store.rebuild("bench", bus: LocalBus()) }
        await store.close()
        return [
            Figure("open a store of \(seq) facts", opened, "s", aim: .atMost(1)),
            Figure("rebuild a read model from \(seq) facts", Double(seq) / rebuilt, "facts/s",
                aim: .atLeast(25_000)),
        ]
    }

    private static func fill(_ path: String, _ definition: StoreDefinition, _ facts: Int) async throws {
        let store = try Store(path: path, definition: definition, clock: SystemClock())
        try await BenchLog.fill(store, facts: facts)
        await store.close()
    }
}
