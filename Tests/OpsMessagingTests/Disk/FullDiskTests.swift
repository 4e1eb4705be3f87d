import Foundation
import Glibc
import OpsContracts
import OpsSQLite
import OpsTestSupport
import Testing

@testable import OpsMessaging

/// A real file system of a few MiB, in memory; goes with the value.
final class SmallDisk: Sendable {
    let folder: TemporaryFolder

    init(mebibytes: Int) throws {
        folder = try TemporaryFolder()
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(mebibytes)m") == 0 else {
            throw StoreError.unavailable("cannot mount: \(String(cString: strerror(errno)))")
        }
    }

    deinit { umount2(folder.path, Int32(MNT_DETACH)) }

    static let canBeMade = (try? SmallDisk(mebibytes: 1)) != nil

    /// Takes what is left, to the last page.
    func fill() throws {
        let file = open(folder.file("filler"), O_CREAT | O_WRONLY | O_APPEND, 0o600)
        guard file >= 0 else { throw StoreError.unavailable("no filler: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        let page = [UInt8](repeating: 7, count: 4096)
        while write(file, page, page.count) > 0 {}
    }

    func makeRoom() throws { try FileManager.default.removeItem(atPath: folder.file("filler")) }
}

@Suite(.enabled(if: SmallDisk.canBeMade, "no right to mount a tmpfs")) struct FullDiskTests {
    let disk: SmallDisk
    let bus = LocalBus()

    init() throws { disk = try SmallDisk(mebibytes: 8) }

    func stores() throws -> (lamps: Store, board: Store) {
        (try lampStore(disk.folder, model: LampBoard()), try boardStore(disk.folder, reactions: [DiskStores.echo]))
    }

    @Test func `a full disk refuses commands and stops readers, parks nothing, and both go on when there is room`()
        async throws
    {
        let (lamps, board) = try stores()
        bus.join(lamps)
        var ledger = Ledger()
        let consumer = Consumer(source: lamps.definition.topic, store: board, bus: bus)
        try await ask(lamps, 1...5, &ledger)
        _ = try await consumer.step()
        try await ask(lamps, 6...9, &ledger)
        try disk.fill()
        try await ask(lamps, 10...40, &ledger)
        #expect(ledger.refused.count > 20)
        await #expect(throws: StoreError.self) {
            while consumer.status.seq < 9 { _ = try await consumer.step(wait: 1) }
        }
        #expect(try await board.parked().isEmpty)
        try disk.makeRoom()
        let before = ledger.refused.count
        try await ask(lamps, 41...45, &ledger)
        #expect(ledger.refused.count == before)
        let head = await lamps.head().seq
        while consumer.status.seq < head { _ = try await consumer.step(wait: 1) }
        try await judge(lamps, board, ledger)
    }

    @Test func `a disk that fills before the checkpoint costs nothing but the checkpoint`() async throws {
        let (lamps, board) = try stores()
        try await lamps.writer.submit { _ = try $0.connection.integer("PRAGMA wal_autocheckpoint = 0") }
        var ledger = Ledger()
        try await ask(lamps, 1...60, &ledger)
        #expect(ledger.done.count == 60)
        try disk.fill()
        // The log has the room it has; the file behind it gets none.
        try await lamps.writer.submit { _ = try $0.connection.integer("PRAGMA wal_autocheckpoint = 1") }
        try await ask(lamps, 61...70, &ledger)
        #expect(try await lamps.verifyLog() == nil)
        try disk.makeRoom()
        let refused = ledger.refused.count
        try await ask(lamps, 71...80, &ledger)
        #expect(ledger.refused.count == refused)
        bus.join(lamps)
        let consumer = Consumer(source: lamps.definition.topic, store: board, bus: bus)
        let head = await lamps.head().seq
        while consumer.status.seq < head { _ = try await consumer.step(wait: 1) }
        try await judge(lamps, board, ledger)
    }

    private func ask(_ store: Store, _ numbers: ClosedRange<Int>, _ ledger: inout Ledger) async throws {
        for number in numbers {
            let ask = Ask(key: "k\(number)", lamp: "l\(number)", on: true, note: String(repeating: "n", count: 5000))
            do { ledger.note(ask, .success(try await ask.send(to: store)), mayBeThere: false) } catch {
                guard case StoreError.unavailable = error else { throw error }
                ledger.note(ask, .failure(error), mayBeThere: false)
            }
        }
    }

    private func judge(_ lamps: Store, _ board: Store, _ ledger: Ledger) async throws {
        let log = try await lamps.wholeLog()
        #expect(ledger.judge(log) == [])
        #expect(try await lamps.selfFaults() == [])
        #expect(try await board.selfFaults() == [])
        #expect(try await board.boardFaults(of: log) == [])
    }
}
