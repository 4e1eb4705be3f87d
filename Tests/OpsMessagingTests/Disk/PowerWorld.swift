import Foundation
import OpsContracts
import OpsDomain
import OpsSQLite
import OpsTestSupport
import Synchronization

@testable import OpsMessaging

/// Two stores on one disk that lives many short lives: lamps that clients command, and a board that reads them.
///
/// Every life opens the stores on what the last one left, judges it, works under load, and ends in a cut or a kill.
final class PowerWorld: Sendable {
    enum End { case cut, kill }

    private struct Witness {
        var ledger = Ledger()
        /// What a listener or a reader of the bus was given, by number.
        var shown: [Int64: String] = [:]
        var surprises: [String] = []
        var asked = 0
    }

    /// As though somebody had set `synchronous` to NORMAL.
    let isLoose: Bool
    private let witness = Mutex(Witness())

    init(isLoose: Bool = false) { self.isLoose = isLoose }

    var acknowledged: Int { witness.withLock { $0.ledger.done.count } }
    var shown: Int { witness.withLock { $0.shown.count } }

    /// - Returns: what was found wrong after each of `lives`; stops at the first life with a fault.
    func run(lives: Int, seed: UInt64) async throws -> [String] {
        var dice = SeededDice(seed)
        var disk = try FaultDisk()
        var wasKilled = false
        for _ in 0..<lives {
            let faults = try await live(on: disk, afterKill: wasKilled, &dice)
            wasKilled = dice.percent(30)
            let next = wasKilled ? try disk.afterKill() : try disk.afterPowerCut(&dice)
            disk.eject()
            disk = next
            if !faults.isEmpty { return faults.map { "seed \(seed): \($0)" } }
        }
        let faults = try await live(on: disk, afterKill: wasKilled, &dice)
        disk.eject()
        return faults.map { "seed \(seed): \($0)" }
    }

    private func live(on disk: FaultDisk, afterKill: Bool, _ dice: inout SeededDice) async throws -> [String] {
        if dice.percent(15) { disk.dieAfter(changes: Int.random(in: 1...60, using: &dice)) }
        let (lamps, board): (Store, Store)
        do {
            lamps = try DiskStores.lamps(on: disk) { _ in }
            board = try DiskStores.board(on: disk) { _ in }
            let faults = try await judge(lamps, board)
            if !faults.isEmpty { return faults }
            try await prepare(lamps)
            try await prepare(board)
        } catch  where disk.isDead {
            return []
        } catch {
            return ["I9: does not open: \(error)"]
        }
        let bus = LocalBus()
        bus.join(lamps)
        lamps.listen { [self] commit in show(commit.appended) }
        let consumer = Consumer(source: lamps.definition.topic, store: board, bus: WitnessBus(bus) { self.show($0) })
        let reading = Task { await consumer.run() }
        if afterKill, dice.percent(50) {
            // What the killed process wrote is shown to the reader, and then the power goes.
            let head = await lamps.head().seq
            _ = try await eventually { disk.isDead || consumer.status.seq >= head }
            disk.die()
        } else {
            disk.dieAfter(changes: Int.random(in: 1...400, using: &dice))
            await load(lamps, disk, clients: Int.random(in: 1...8, using: &dice), dice.next())
        }
        reading.cancel()
        await reading.value
        await lamps.close()
        await board.close()
        return witness.withLock { $0.surprises }
    }

    /// Short write-ahead logs, so that checkpoints fall between the cuts too.
    private func prepare(_ store: Store) async throws {
        let isLoose = isLoose
        try await store.writer.submit { transaction in
            let connection = transaction.connection
            _ = try connection.integer("PRAGMA wal_autocheckpoint = 24")
            guard isLoose else { return }
            // SQLite changes the level only between transactions.
            try connection.execute("COMMIT; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; SAVEPOINT job")
            guard try connection.integer("PRAGMA synchronous") == 1 else {
                throw StoreError.unavailable("synchronous did not become NORMAL")
            }
        }
    }

    private func judge(_ lamps: Store, _ board: Store) async throws -> [String] {
        let log = try await lamps.wholeLog()
        let (ledger, shown) = witness.withLock { ($0.ledger, $0.shown) }
        var faults = ledger.judge(log)
        for (seq, hash) in shown where seq > log.count || log[Int(seq) - 1].hash != hash {
            faults.append("I4: seq \(seq) was shown and is not there")
        }
        faults += try await lamps.selfFaults().map { "lamps: \($0)" }
        faults += try await board.selfFaults().map { "board: \($0)" }
        return faults + (try await board.boardFaults(of: log))
    }

    private func show(_ facts: [Fact]) {
        witness.withLock { witness in for fact in facts { witness.shown[fact.seq] = fact.hash } }
    }

    private func load(_ lamps: Store, _ disk: FaultDisk, clients: Int, _ seed: UInt64) async {
        await withTaskGroup(of: Void.self) { group in
            for client in 0..<clients {
                group.addTask {
                    var dice = SeededDice(seed &+ UInt64(client))
                    while !disk.isDead { await self.ask(lamps, disk, &dice) }
                }
            }
        }
    }

    private func ask(_ lamps: Store, _ disk: FaultDisk, _ dice: inout SeededDice) async {
        let isAgain = dice.percent(30)
        let ask = witness.withLock { witness in
            // Clients come back with what nobody answered, each with its own.
            if isAgain, let old = witness.ledger.unknown.min(by: { $0.key < $1.key }) {
                return witness.ledger.unknown.remove(old) ?? old
            }
            witness.asked += 1
            return Ask(
                key: "k\(witness.asked)", lamp: "l\(Int.random(in: 0..<6, using: &dice))", on: dice.percent(50),
                note: dice.percent(10) ? String(repeating: "n", count: 9000) : nil)
        }
        let result: Result<String, any Error>
        do { result = .success(try await ask.send(to: lamps)) } catch { result = .failure(error) }
        witness.withLock { witness in
            if case .failure(let error) = result, !(error is Rejection), !disk.isDead {
                witness.surprises.append("\(ask.key): \(error)")
            }
            witness.ledger.note(ask, result, mayBeThere: true)
        }
    }
}

/// Notes every fact a bus hands over.
private final class WitnessBus: EventBus {
    private let bus: LocalBus
    private let show: @Sendable ([Fact]) -> Void

    init(_ bus: LocalBus, show: @escaping @Sendable ([Fact]) -> Void) {
        (self.bus, self.show) = (bus, show)
    }

    func tail(of topic: Topic) async throws -> TopicTail? { try await bus.tail(of: topic) }
    func publish(_ facts: [Fact], to topic: Topic) async throws { try await bus.publish(facts, to: topic) }
    func mirror(_ position: SourcePosition, of topic: Topic, reader: String) async {}

    func read(_ topic: Topic, after position: SourcePosition, max: Int, wait: Int) async throws -> BusBatch {
        let batch = try await bus.read(topic, after: position, max: max, wait: wait)
        show(batch.records.compactMap { if case .fact(let fact, _) = $0 { fact } else { nil } })
        return batch
    }
}
