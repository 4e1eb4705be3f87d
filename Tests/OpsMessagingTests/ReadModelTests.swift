import Foundation
import OpsContracts
import OpsDomain
import OpsSQLite
import OpsTestSupport
import Testing

@testable import OpsMessaging

@Suite struct ReadModelTests {
    let folder: TemporaryFolder
    let clock = ManualClock(Timestamp(1_770_000_000_000))
    let local = LocalBus()

    init() throws { folder = try TemporaryFolder() }

    func filled(_ count: Int) async throws -> Store {
        let store = try lampStore(folder, clock: clock)
        local.join(store)
        for index in 0..<count { try await store.turn("l\(index % 7)", (index / 7) % 2 == 0) }
        return store
    }

    func drain(_ consumer: Consumer, to seq: Int64) async throws {
        while consumer.status.seq < seq { _ = try await consumer.step(wait: 10) }
    }

    @Test func `a rebuild from fact 1 gives the same rows, and the old tables are gone`() async throws {
        let source = try await filled(50)
        let board = try boardStore(folder, clock: clock)
        let consumer = Consumer(source: source.definition.topic, store: board, bus: local)
        try await drain(consumer, to: 50)
        let before = try await board.board()
        #expect(try await board.rebuild("lamp-board", bus: local))
        #expect(try await board.board() == before)
        let tables = try await board.read { db in
            try db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'lampBoard%'") { $0.text(0) }
        }
        #expect(tables == ["lampBoard_2"])
        try await source.turn("new", true)
        try await drain(consumer, to: 51)
        #expect(try await board.board()["new"] == [1, 1])
        #expect(try await board.rebuild("no-such-model", bus: local) == false)
    }

    @Test func `what a rebuild left behind that was cut off is gone when the store is opened again`() async throws {
        let source = try await filled(30)
        var board: Store? = try boardStore(folder, clock: clock)
        if let board { try await drain(Consumer(source: source.definition.topic, store: board, bus: local), to: 30) }
        let before = try await board?.board()
        await #expect(throws: BusError.self) { try await board?.rebuild("lamp-board", bus: LocalBus()) }
        func tables(_ store: Store?) async throws -> [String]? {
            try await store?.read { db in
                try db.rows(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'lampBoard%' ORDER BY name"
                ) {
                    $0.text(0)
                }
            }
        }
        #expect(try await tables(board) == ["lampBoard_1", "lampBoard_2"])
        await board?.close()
        board = nil
        let again = try boardStore(folder, clock: clock)
        #expect(try await tables(again) == ["lampBoard_1"])
        #expect(try await again.board() == before)
        #expect(try await again.rebuild("lamp-board", bus: local))
        #expect(try await again.board() == before)
    }

    @Test func `a model of another shape is folded anew before it counts as live`() async throws {
        let source = try await filled(21)
        var board: Store? = try boardStore(folder, clock: clock)
        if let board { try await drain(Consumer(source: source.definition.topic, store: board, bus: local), to: 21) }
        let before = try await board?.board()
        await board?.close()
        board = nil
        let next = LampBoard(shape: 2)
        let again = try boardStore(folder, clock: clock, model: next)
        #expect(!again.isLive(next))
        #expect(try await again.buildReadModels(bus: local) == ["lamp-board"])
        #expect(again.isLive(next))
        #expect(try await again.board() == before)
    }

    @Test func `facts that come while a rebuild runs are in neither twice nor not at all`() async throws {
        let source = try await filled(700)
        let board = try boardStore(folder, clock: clock)
        let consumer = Consumer(source: source.definition.topic, store: board, bus: local)
        let reading = Task { await consumer.run() }
        async let rebuilt = board.rebuild("lamp-board", bus: local)
        for index in 0..<200 { try await source.turn("w\(index % 3)", (index / 3) % 2 == 0) }
        #expect(try await rebuilt)
        #expect(try await eventually { consumer.status.seq == 900 })
        reading.cancel()
        await reading.value
        #expect(try await board.board().values.map { $0[1] }.reduce(0, +) == 900)
    }
}

@Suite struct DiskTests {
    @Test func `a full disk answers 503 to the whole batch, writes nothing, and recovers when space returns`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try lampStore(folder)
        try await store.turn("a", true)
        try await store.perform(.own("limit", by: .tickets, now: Timestamp(0))) { tx in
            _ = try tx.connection.integer("PRAGMA max_page_count = 60")
        }
        var full: (any Error)?
        for index in 0..<50 where full == nil {
            do { try await store.turn("l\(index)", true, note: String(repeating: "x", count: 20_000)) } catch {
                full = error
            }
        }
        guard case StoreError.unavailable(let reason)? = full else {
            Issue.record("\(String(describing: full))"); return
        }
        #expect(reason.contains("full"))
        let head = await store.head().seq
        #expect(try await store.facts(after: 0, limit: 500).count == Int(head))
        #expect(try await store.verifyLog() == nil)
        try await store.perform(.own("space", by: .tickets, now: Timestamp(0))) { tx in
            _ = try tx.connection.integer("PRAGMA max_page_count = 100000")
        }
        try await store.turn("again", true)
        #expect(await store.head().seq == head + 1)
        #expect(try await store.checkIntegrity() == "ok")
    }

    @Test func `a backup taken under load agrees with itself`() async throws {
        let folder = try TemporaryFolder()
        let (lamps, board) = (try lampStore(folder), try boardStore(folder))
        let bus = LocalBus()
        bus.join(lamps)
        let consumer = Consumer(source: lamps.definition.topic, store: board, bus: bus)
        let reading = Task { await consumer.run() }
        let writing = Task { for index in 0..<300 { try await lamps.turn("l\(index)", true) } }
        #expect(try await eventually { await lamps.head().seq > 20 })
        let entries = try await Backup.make(of: [lamps, board], into: folder.file("copy"))
        try await writing.value
        reading.cancel()
        await reading.value
        #expect(entries.count == 2)
        let copy = try Connection(path: folder.file("copy/tickets.sqlite"), mode: .reader)
        #expect(try EventLog.verify(source: lamps.definition.topic, copy) == nil)
        let reader = try Connection(path: folder.file("copy/office.sqlite"), mode: .reader)
        let position = try reader.integer("SELECT coalesce(max(seq), 0) FROM position") ?? -1
        let head = try copy.integer("SELECT max(seq) FROM log") ?? -1
        #expect(position <= head)
    }
}
