import Foundation
import OpsContracts
import OpsDomain
import OpsSQLite
import OpsTestSupport
import Synchronization

@testable import OpsMessaging

/// Whether a store wanted to leave its process.
final class Death: Sendable {
    private let reason = Mutex<String?>(nil)
    var happened: Bool { reason.withLock { $0 != nil } }
    func note(_ text: String) { reason.withLock { $0 = text } }
    func forget() { reason.withLock { $0 = nil } }
}

/// Commands to one store while one call of its disk fails, judged at the end.
final class CommandRun {
    let disk: FaultDisk
    private(set) var faults: [String] = []
    private(set) var hits = 0
    private(set) var unavailable = 0
    private(set) var deaths = 0
    private let trial: Trial
    private let death = Death()
    private var ledger = Ledger()
    private var store: Store?

    init(_ trial: Trial, on disk: FaultDisk) {
        self.trial = trial
        self.disk = disk
    }

    func play(_ fault: FaultDisk.Fault) async throws {
        _ = try await open()
        disk.inject(fault)
        for round in 0..<2 { try await commands(round) }
        hits = disk.hits
        disk.mend()
        // What the failure left in memory must be what the disk holds: go on before anything is read anew.
        try await commands(2)
        if let fault = try await open().verifyLog() { faults.append("while open: \(fault)") }
        try await restart()
        try await commands(3)
        try await judge("opened again")
        await store?.close()
        store = nil
    }

    private func commands(_ round: Int) async throws {
        try await ask(round)
        if death.happened {
            deaths += 1
            disk.mend()
            try await restart()
        } else if trial.times == .max, disk.hits > 0 {
            disk.mend()
        }
    }

    /// Three clients at once, one of them likely to be refused, one with a fact that fills pages.
    private func ask(_ round: Int) async throws {
        let store = try await open()
        let asks = [
            Ask(key: "r\(round)a", lamp: "hot", on: round.isMultiple(of: 2)),
            Ask(key: "r\(round)b", lamp: "hot", on: true),
            Ask(key: "r\(round)c", lamp: "l\(round)", on: true, note: String(repeating: "n", count: 5000)),
        ]
        let results = await withTaskGroup(of: (Ask, Result<String, any Error>).self) { group in
            for ask in asks {
                group.addTask {
                    do { return (ask, .success(try await ask.send(to: store))) } catch { return (ask, .failure(error)) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for (ask, result) in results { note(ask, result, died: death.happened) }
    }

    private func note(_ ask: Ask, _ result: Result<String, any Error>, died: Bool) {
        ledger.note(ask, result, mayBeThere: died)
        switch result {
        case .failure(StoreError.unavailable): unavailable += 1
        case .failure(let error) where !(error is Rejection): faults.append("\(ask.key) met \(error)")
        default: break
        }
    }

    private func judge(_ moment: String) async throws {
        let store = try await open()
        faults += try await (ledger.judge(store.wholeLog()) + store.selfFaults()).map { "\(moment): \($0)" }
    }

    private func open() async throws -> Store {
        if let store { return store }
        let opened = try DiskStores.lamps(on: disk) { [death] in death.note($0) }
        // Short write-ahead logs, so that checkpoints are among the calls that fail.
        try await opened.writer.submit { _ = try $0.connection.integer("PRAGMA wal_autocheckpoint = 8") }
        store = opened
        return opened
    }

    private func restart() async throws {
        await store?.close()
        store = nil
        death.forget()
        // The last reference to the old store goes with its threads.
        _ = try await eventually { [disk] in StoreLock.isFree(disk.folder.file("lamps.sqlite.lock")) }
        _ = try await open()
    }
}

extension StoreLock {
    static func isFree(_ path: String) -> Bool { (try? StoreLock(path: path)) != nil }
}

/// A log that never changes, on a disk that never fails.
struct LampSource: Sendable {
    let facts: [Fact]
    let bus = HostileBus()
    let topic = ServiceName.tickets.topic

    init(facts count: Int) async throws {
        let store = try lampStore(try TemporaryFolder())
        for index in 0..<count { try await store.turn("l\(index % 5)", (index / 5).isMultiple(of: 2)) }
        facts = try await store.facts(after: 0, limit: count)
        bus.set(facts, on: topic)
    }
}

/// A reader of that log whose own disk fails.
final class ReadingRun {
    let disk: FaultDisk
    private(set) var faults: [String] = []
    private(set) var hits = 0
    private let source: LampSource
    private let death = Death()
    private var board: Store?
    private var consumer: Consumer?

    init(_ source: LampSource, on disk: FaultDisk) {
        self.source = source
        self.disk = disk
    }

    func play(_ fault: FaultDisk.Fault) async throws {
        try await open()
        disk.inject(fault)
        // Bounded: a reader that never arrives is a fault too.
        var steps = 0
        while steps < 40, try await !isThere() { steps += 1 }
        hits = disk.hits
        disk.mend()
        try await restart()
        while try await !isThere() {}
        guard let board else { return }
        faults += try await board.boardFaults(of: source.facts) + board.selfFaults()
        let topic = source.topic
        if try await board.read({ try $0.position(of: topic)?.seq }) != Int64(source.facts.count) {
            faults.append("not all was applied")
        }
        await board.close()
        self.board = nil
        consumer = nil
    }

    /// One step, and a new process where the old one had to go.
    /// - Returns: true when all is applied.
    private func isThere() async throws -> Bool {
        try await step()
        if death.happened || disk.hits > 3 { disk.mend() }
        if death.happened { try await restart() }
        return consumer?.status.seq == Int64(source.facts.count) || !faults.isEmpty
    }

    private func step() async throws {
        guard let consumer else { return }
        do {
            if try await !consumer.step(wait: 1) { faults.append("halted: \(consumer.status.state)") }
        } catch let error as StoreError {
            if case .unavailable = error {} else { faults.append("\(error)") }
        } catch let error as SQLiteError where error.isInfrastructure {
        } catch { faults.append("\(error)") }
    }

    private func open() async throws {
        let opened = try DiskStores.board(on: disk) { [death] in death.note($0) }
        try await opened.writer.submit { _ = try $0.connection.integer("PRAGMA wal_autocheckpoint = 8") }
        board = opened
        consumer = Consumer(source: source.topic, store: opened, bus: source.bus)
    }

    private func restart() async throws {
        await board?.close()
        board = nil
        consumer = nil
        death.forget()
        _ = try await eventually { [disk] in StoreLock.isFree(disk.folder.file("board.sqlite.lock")) }
        try await open()
    }
}
