import Foundation
import OpsContracts
import OpsDomain
import OpsSQLite
import OpsTestSupport
import Testing

@testable import OpsMessaging

/// Log and topic compared and healed in both directions.
@Suite struct HealingTests {
    let folder: TemporaryFolder
    let clock = ManualClock(Timestamp(1_770_000_000_000))
    let bus = HostileBus()
    let topic = ServiceName.tickets.topic

    init() throws { folder = try TemporaryFolder() }

    func published() async throws -> [Int64] {
        let batch = try await bus.read(
            topic, after: SourcePosition(seq: 0, hash: "", offsetHint: 0), max: 9999, wait: 0)
        return batch.records.compactMap { if case .fact(let fact, _) = $0 { fact.seq } else { nil } }
    }

    /// Runs the relay until the topic holds the whole log.
    func publish(_ store: Store) async throws -> Relay.Status {
        let relay = Relay(store: store, bus: bus)
        let task = Task { await relay.run() }
        let head = await store.head().seq
        let done = try await eventually {
            if case .forked = relay.status.state { return true }
            return try await bus.tail(of: topic)?.seq ?? 0 >= head && relay.status.state == .publishing
        }
        #expect(done)
        task.cancel()
        await task.value
        return relay.status
    }

    @Test func `the topic becomes the log, and later facts follow`() async throws {
        let store = try lampStore(folder, clock: clock)
        for index in 0..<5 { try await store.turn("l\(index)", true) }
        let relay = Relay(store: store, bus: bus)
        let task = Task { await relay.run() }
        #expect(try await eventually { try await published() == [1, 2, 3, 4, 5] })
        try await store.turn("later", true)
        #expect(try await eventually { try await published() == [1, 2, 3, 4, 5, 6] })
        task.cancel()
        await task.value
    }

    @Test func `after a crash between publishing and noticing, only the rest is published`() async throws {
        let store = try lampStore(folder, clock: clock)
        for index in 0..<4 { try await store.turn("l\(index)", true) }
        try await bus.publish(try await store.facts(after: 0, limit: 3), to: topic)
        #expect(try await publish(store).published == 1)
        #expect(try await published() == [1, 2, 3, 4])
    }

    @Test func `a wiped topic gets the whole log again and a reader repeats nothing`() async throws {
        let store = try lampStore(folder, clock: clock)
        for index in 0..<4 { try await store.turn("l\(index)", true) }
        _ = try await publish(store)
        let board = try boardStore(folder, clock: clock)
        let consumer = Consumer(source: topic, store: board, bus: bus)
        _ = try await consumer.step()
        bus.set([BusRecord](), on: topic)
        try await store.turn("new", true)
        _ = try await publish(store)
        try await board.perform(.own("forget the hint", by: .office, now: clock.now())) {
            try $0.run("UPDATE position SET offsetHint = NULL")
        }
        _ = try await consumer.step()
        #expect(try await board.board().count == 5)
        #expect(try await board.board().values.allSatisfy { $0[1] == 1 })
    }

    @Test func `a topic that is wiped under a running service gets the whole log again, whatever came between`()
        async throws
    {
        let store = try lampStore(folder, clock: clock)
        for index in 0..<3 { try await store.turn("l\(index)", true) }
        let relay = Relay(store: store, bus: bus, lookEvery: 50)
        let task = Task { await relay.run() }
        #expect(try await eventually { try await published() == [1, 2, 3] })
        bus.set([BusRecord](), on: topic)
        #expect(try await eventually { try await published() == [1, 2, 3] })
        let last = try await store.facts(after: 2, limit: 1)
        bus.set(last, on: topic)
        #expect(try await eventually { try await published() == [3, 1, 2, 3] })
        try await store.turn("l0", false)
        #expect(try await eventually { try await published() == [3, 1, 2, 3, 4] })
        #expect(relay.status.state == .publishing)
        task.cancel()
        await task.value
    }

    @Test func `a copy of the store that comes alive beside a running one is noticed`() async throws {
        let store = try lampStore(folder, clock: clock)
        try await store.turn("a", true)
        let relay = Relay(store: store, bus: bus, lookEvery: 50)
        let task = Task { await relay.run() }
        #expect(try await eventually { relay.status.seq == 1 })
        _ = try await Backup.make(of: [store], into: folder.file("clone"))
        let clone = try Store(
            path: folder.file("clone/tickets.sqlite"),
            definition: StoreDefinition(service: .tickets, models: [], knownTypes: lampTypes), clock: clock)
        try await clone.turn("c", true)
        try await bus.publish(try await clone.facts(after: 1, limit: 1), to: topic)
        #expect(try await eventually { relay.status.state == .forked(seq: 2) })
        await #expect(throws: StoreError.self) { try await store.turn("d", true) }
        await task.value
    }

    @Test func `a deleted store gets its log back with the same numbers before it takes a command`() async throws {
        let store = try lampStore(folder, "lost", clock: clock)
        for index in 0..<6 { try await store.turn("l\(index % 3)", index < 3) }
        let before = try await store.facts(after: 0, limit: 10)
        _ = try await publish(store)
        let fresh = try lampStore(folder, "fresh", clock: clock, model: LampBoard())
        #expect(try await fresh.needsItsTopic())
        fresh.refuse("waits for its topic")
        await #expect(throws: StoreError.self) { try await fresh.turn("x", true) }
        let status = try await publish(fresh)
        #expect(status.copiedBack == 6)
        #expect(try await fresh.facts(after: 0, limit: 10) == before)
        #expect(try await fresh.board() == ["l0": [0, 2], "l1": [0, 2], "l2": [0, 2]])
        try await fresh.turn("l0", true)
        #expect(await fresh.head().seq == 7)
        #expect(try await fresh.verifyLog() == nil)
    }

    /// One that was set back by a machine's snapshot knows nothing of it: as in `Fleet`, its readers wait for the relay's first look.
    @Test(arguments: [true, false])
    func `a store that lacks its tail does not react before that is back, and not again afterwards`(isMarked: Bool)
        async throws
    {
        let source = try lampStore(folder, clock: clock)
        try await source.turn("a", true)
        _ = try await publish(source)
        let echo = Reaction("echo", families: ["tickets.lamp-switched"], from: .beginning) { _, tx in
            try tx.execute(Lamp.self, "echo", .turn(on: true, lamp: "echo"), site: nil)
        }
        let lost = try boardStore(folder, "lost", clock: clock, reactions: [echo])
        _ = try await Consumer(source: topic, store: lost, bus: bus).step()
        let before = try await lost.facts(after: 0, limit: 10)
        try #require(before.count == 1)
        try await bus.publish(before, to: lost.definition.topic)
        clock.advance(by: 60_000)
        let fresh = try boardStore(folder, "fresh", clock: clock, reactions: [echo])
        if isMarked { fresh.refuse("waits for its topic") }
        let (consumer, relay) = (Consumer(source: topic, store: fresh, bus: bus), Relay(store: fresh, bus: bus))
        let reading = Task {
            if !isMarked { await relay.firstLook() }
            await consumer.run()
        }
        #expect(try await !eventually(within: 1) { await fresh.head().seq > 0 })
        let publishing = Task { await relay.run() }
        #expect(try await eventually { consumer.status.seq == 1 })
        #expect(try await fresh.facts(after: 0, limit: 10) == before)
        #expect(relay.status.state == .publishing)
        for task in [reading, publishing] {
            task.cancel()
            await task.value
        }
    }

    @Test func `a store restored from a backup gets the tail the backup lacks`() async throws {
        let store = try lampStore(folder, clock: clock)
        try await store.turn("a", true)
        let entries = try await Backup.make(of: [store], into: folder.file("backup"))
        #expect(entries.map(\.seq) == [1])
        try await store.turn("a", false)
        try await store.turn("b", true)
        _ = try await publish(store)
        try Backup.markRestored(folder.file("backup/tickets.sqlite"))
        try FileManager.default.moveItem(
            atPath: folder.file("backup/tickets.sqlite"), toPath: folder.file("restored.sqlite"))
        let restored = try lampStore(folder, "restored", clock: clock)
        #expect(try await restored.needsItsTopic())
        #expect(try await publish(restored).copiedBack == 2)
        #expect(try await restored.facts(after: 0, limit: 9) == (try await store.facts(after: 0, limit: 9)))
        let state = try await restored.perform(.own("look", by: .tickets, now: Timestamp(0))) {
            try $0.state(Lamp.self, "a")
        }
        #expect(state == Lamp.State(on: false, switches: 2))
    }

    @Test func `two living copies of one store are noticed, and the second takes no more commands`() async throws {
        let store = try lampStore(folder, clock: clock)
        try await store.turn("a", true)
        _ = try await Backup.make(of: [store], into: folder.file("clone"))
        let clone = try Store(
            path: folder.file("clone/tickets.sqlite"),
            definition: StoreDefinition(service: .tickets, models: [], knownTypes: lampTypes), clock: clock)
        try await store.turn("b", true)
        try await clone.turn("c", true)
        _ = try await publish(store)
        #expect(try await publish(clone).state == .forked(seq: 2))
        await #expect(throws: StoreError.self) { try await clone.turn("d", true) }
    }

    @Test func `an all-in-one with data moves to a broker and loses and repeats nothing`() async throws {
        let store = try lampStore(folder, clock: clock)
        let board = try boardStore(folder, clock: clock)
        let local = LocalBus()
        local.join(store)
        for index in 0..<3 { try await store.turn("l\(index)", true) }
        let before = Consumer(source: topic, store: board, bus: local)
        _ = try await before.step()
        #expect(try await board.board().count == 3)
        try await store.turn("l0", false)
        _ = try await publish(store)
        let after = Consumer(source: topic, store: board, bus: bus)
        _ = try await after.step()
        #expect(try await board.board() == ["l0": [0, 2], "l1": [1, 1], "l2": [1, 1]])
        #expect(after.status.applied == 1)
    }
}
