import Foundation
import OpsContracts
import OpsSQLite
import OpsTestSupport
import Synchronization
import Testing

@testable import OpsMessaging

/// SQLite's result codes, as a disk gives them.
enum Trouble {
    static let busy: Int32 = 5
    static let full: Int32 = 13
    static let read: Int32 = 266
    static let write: Int32 = 778
    static let sync: Int32 = 1034
    static let truncate: Int32 = 1546
    static let lock: Int32 = 3850
    static let memoryLock: Int32 = 5130
    static let open: Int32 = 14
}

/// A way in which a disk fails, tried at the first call, the second, the third, until a run meets no failure.
struct Trial: Sendable, CustomTestStringConvertible {
    var call: FaultDisk.Call
    var code: Int32
    /// `Int.max`: until somebody mends it.
    var times = 1
    var testDescription: String { "\(call.rawValue) answers \(code)\(times == 1 ? "" : " for long")" }

    func fault(_ nth: Int) -> FaultDisk.Fault { FaultDisk.Fault(call: call, nth: nth, times: times, code: code) }
}

@Suite struct FailingCallTests {
    static let trials = [
        Trial(call: .write, code: Trouble.full), Trial(call: .write, code: Trouble.full, times: .max),
        Trial(call: .write, code: Trouble.write), Trial(call: .write, code: Trouble.write, times: .max),
        Trial(call: .sync, code: Trouble.sync), Trial(call: .sync, code: Trouble.sync, times: .max),
        Trial(call: .truncate, code: Trouble.truncate), Trial(call: .read, code: Trouble.read),
        Trial(call: .read, code: Trouble.read, times: .max), Trial(call: .lock, code: Trouble.lock),
        Trial(call: .memoryLock, code: Trouble.memoryLock), Trial(call: .memoryLock, code: Trouble.busy),
        Trial(call: .memoryLock, code: Trouble.busy, times: 4), Trial(call: .open, code: Trouble.open),
    ]

    /// Every one of the first calls, then every `stride`th; OPS_FAULT_STRIDE=1 tries them all and takes minutes.
    static func next(_ nth: Int) -> Int { nth + (nth < 12 ? 1 : stride) }
    static let stride = ProcessInfo.processInfo.environment["OPS_FAULT_STRIDE"].flatMap { Int($0) } ?? 17

    /// A disk with a store that was opened once.
    static func prepared(_ open: (FaultDisk) throws -> Store) async throws -> FaultDisk {
        let disk = try FaultDisk()
        await (try open(disk)).close()
        return disk
    }

    @Test(arguments: trials)
    func `whichever call fails, no answer is wrong, nothing is half done, and the store goes on`(_ trial: Trial)
        async throws
    {
        var (nth, hits, refusals, deaths) = (0, 1, 0, 0)
        let start = try await Self.prepared { try DiskStores.lamps(on: $0) { _ in } }
        defer { start.eject() }
        while hits > 0 {
            nth = Self.next(nth)
            let run = CommandRun(trial, on: try start.copy())
            try await run.play(trial.fault(nth))
            #expect(run.faults.isEmpty, "call \(nth): \(run.faults)")
            (hits, refusals, deaths) = (run.hits, refusals + run.unavailable, deaths + run.deaths)
            run.disk.eject()
        }
        if trial.code == Trouble.busy { #expect(refusals == 0 && deaths == 0) }
        if trial.code == Trouble.full { #expect(refusals > 0 && deaths == 0) }
        if trial.call == .sync { #expect(deaths > 0, "a COMMIT whose sync fails must end the process") }
    }

    @Test(arguments: trials)
    func `whichever call fails, a reader applies every fact once and parks none`(_ trial: Trial) async throws {
        let source = try await LampSource(facts: 12)
        var (nth, hits) = (0, 1)
        let start = try await Self.prepared { try DiskStores.board(on: $0) { _ in } }
        defer { start.eject() }
        while hits > 0 {
            nth = Self.next(nth)
            let run = ReadingRun(source, on: try start.copy())
            try await run.play(trial.fault(nth))
            #expect(run.faults.isEmpty, "call \(nth): \(run.faults)")
            hits = run.hits
            run.disk.eject()
        }
    }

    @Test(arguments: trials)
    func `whichever call fails while a store is opened, it opens the next time`(_ trial: Trial) async throws {
        var (nth, hits, refusals) = (0, 1, 0)
        while hits > 0 {
            nth = Self.next(nth)
            let disk = try FaultDisk()
            defer { disk.eject() }
            disk.inject(trial.fault(nth))
            var store = try? DiskStores.lamps(on: disk) { _ in }
            if store == nil { refusals += 1 }
            await store?.close()
            store = nil
            hits = disk.hits
            disk.mend()
            let again = try DiskStores.lamps(on: disk) { _ in }
            _ = try await Ask(key: "after", lamp: "a", on: true).send(to: again)
            #expect(try await again.selfFaults() == [], "call \(nth)")
        }
        if trial.code != Trouble.busy, trial.call != .truncate { #expect(refusals > 0) }
    }
}
