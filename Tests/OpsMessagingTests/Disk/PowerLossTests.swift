import OpsContracts
import OpsTestSupport
import Testing

@testable import OpsMessaging

/// What is told survives a power cut; and these tests would see it if it did not.
@Suite struct PowerLossTests {
    @Test(arguments: 1...20)
    func `after a cut every acknowledged command is there once, and nothing was shown that is gone`(_ seed: UInt64)
        async throws
    {
        let world = PowerWorld()
        let faults = try await world.run(lives: 12, seed: seed)
        #expect(faults.isEmpty, "\(faults.prefix(5))")
        #expect(world.acknowledged > 10)
        #expect(world.shown > 10)
    }

    @Test func `with synchronous NORMAL the same cuts lose commands and leave ghosts, and it is seen`() async throws {
        var found: [String] = []
        for seed: UInt64 in 1...40 where !(has("I1", found) && has("I4", found)) {
            found += try await PowerWorld(isLoose: true).run(lives: 12, seed: seed)
        }
        #expect(has("I1", found), "no loss was seen")
        #expect(has("I4", found), "no ghost was seen")
    }

    @Test func `what a killed process wrote and never synced is safe before anybody is shown it`() async throws {
        let disk = try FaultDisk()
        defer { disk.eject() }
        let lamps = try DiskStores.lamps(on: disk) { _ in }
        _ = try await Ask(key: "told", lamp: "a", on: true).send(to: lamps)
        disk.inject(FaultDisk.Fault(call: .sync, nth: 1, code: Trouble.sync))
        await #expect(throws: StoreError.self) { try await Ask(key: "unknown", lamp: "b", on: true).send(to: lamps) }
        let afterKill = try disk.afterKill()
        defer { afterKill.eject() }
        let again = try DiskStores.lamps(on: afterKill) { _ in }
        #expect(try await again.facts(after: 0, limit: 9).map(\.subject) == ["lamp/a", "lamp/b"])
        for seed: UInt64 in 1...40 {
            var dice = SeededDice(seed)
            let afterCut = try afterKill.afterPowerCut(&dice)
            defer { afterCut.eject() }
            let last = try DiskStores.lamps(on: afterCut) { _ in }
            #expect(try await last.facts(after: 0, limit: 9).map(\.subject) == ["lamp/a", "lamp/b"])
            #expect(try await last.selfFaults() == [])
        }
    }

    @Test func `a cut at any moment of the first opening leaves a store that opens`() async throws {
        var (changes, died) = (0, true)
        while died {
            changes = FailingCallTests.next(changes)
            var dice = SeededDice(UInt64(changes))
            let disk = try FaultDisk()
            disk.dieAfter(changes: changes)
            let store = try? DiskStores.lamps(on: disk) { _ in }
            died = disk.isDead
            let next = dice.percent(50) ? try disk.afterPowerCut(&dice) : try disk.afterKill()
            await store?.close()
            disk.eject()
            let again = try DiskStores.lamps(on: next) { _ in }
            _ = try await Ask(key: "after", lamp: "a", on: true).send(to: again)
            #expect(try await again.selfFaults() == [], "change \(changes)")
            next.eject()
        }
    }

    private func has(_ invariant: String, _ faults: [String]) -> Bool {
        faults.contains { $0.contains("\(invariant): ") }
    }
}
