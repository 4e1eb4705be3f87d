import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite

/// How soon a store with a long log is open, a process with one is ready, and a read model folded anew.
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
        let facts = BenchTable.number(Double(seq))
        return [
            Figure("open a store of \(facts) facts", opened, "s", aim: .atMost(1)),
            Figure("rebuild a read model from \(facts) facts", Double(seq) / rebuilt, "facts/s", aim: .atLeast(25_000)),
        ] + (try await process(plan))
    }

    private static func fill(_ path: String, _ definition: StoreDefinition, _ facts: Int) async throws {
        let store = try Store(path: path, definition: definition, clock: SystemClock())
        try await BenchLog.fill(store, facts: facts)
        await store.close()
    }

    /// All seven services as a process of its own, whose tickets have such a log.
    private static func process(_ plan: BenchPlan) async throws -> [Figure] {
        let directory = try plan.directory("process")
        _ = try await History(directory: directory, sites: 9, seed: min(2_000, plan.log / 10))
        try await BenchFleet.with(allServices, in: directory, isStepped: true) { _, _ in }
        let facts = try LongLog(directory: directory).grow(to: Int64(plan.log))
        let times = try await (0..<3).asyncMap { _ in try await BenchProcess(directory).untilReady() }
        let memory = times.map(\.megabytes).max() ?? 0
        let label = BenchTable.number(Double(facts))
        return [
            Figure(
                "exec → /health/ready, all seven, \(label) facts in the log of tickets", times[0].seconds, "s first"),
            Figure("  the second and third time, the slower", times.dropFirst().map(\.seconds).max() ?? 0, "s"),
            Figure("  its resident memory then", memory, "MB", aim: .atMost(100)),
        ]
    }
}

extension Range<Int> {
    func asyncMap<T>(_ body: (Int) async throws -> T) async rethrows -> [T] {
        var result: [T] = []
        for element in self { result.append(try await body(element)) }
        return result
    }
}

/// `ops up` as somebody starts it.
private struct BenchProcess {
    let directory: String

    init(_ directory: String) { self.directory = directory }

    /// Seconds from the start of the program to the first 200 of its readiness; then it is ended.
    func untilReady() async throws -> (seconds: Double, megabytes: Double) {
        let port = try KeepAliveClient.freePort()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["up", "--data", directory, "--port", String(port)]
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        let start = ContinuousClock.now
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        while ContinuousClock.now - start < .seconds(120) {
            if let client = try? KeepAliveClient(port: port),
                let answer = try? client.get("/health/ready", headers: ""), answer.status == 200
            {
                let took = (ContinuousClock.now - start) / .seconds(1)
                return (took, residentMegabytes(of: String(process.processIdentifier)))
            }
            guard process.isRunning else { throw CommandFailure("ops up ended with \(process.terminationStatus)") }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CommandFailure("ops up was not ready within two minutes")
    }
}
