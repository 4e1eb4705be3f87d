import Foundation
import OpsContracts
import OpsDomain
import OpsSQLite
import OpsTestSupport
import Synchronization
import Testing

@testable import OpsMessaging

/// Every reading rule of docs/architecture.md, on a reader whose source misbehaves.
@Suite struct ReadingTests {
    let folder: TemporaryFolder
    let clock = ManualClock(Timestamp(1_770_000_000_000))
    let bus = HostileBus()
    let source = ServiceName.tickets.topic

    init() throws { folder = try TemporaryFolder() }

    /// Facts of a real log: `a` on, `b` on, `a` off …
    func facts(_ count: Int, lamps: [String] = ["a", "b"]) async throws -> [Fact] {
        let store = try lampStore(folder, "source-\(UUID().uuidString)", clock: clock)
        for index in 0..<count {
            let lamp = lamps[index % lamps.count]
            try await store.turn(lamp, (index / lamps.count) % 2 == 0, key: "k\(index)")
        }
        return try await store.facts(after: 0, limit: count)
    }

    func reader(_ reactions: [Reaction] = []) throws -> (store: Store, consumer: Consumer) {
        let store = try boardStore(folder, "board-\(UUID().uuidString)", clock: clock, reactions: reactions)
        return (store, Consumer(source: source, store: store, bus: bus))
    }

    @Test func `facts are applied once, in order, with the position`() async throws {
        bus.set(try await facts(6), on: source)
        let (store, consumer) = try reader()
        #expect(try await consumer.step())
        #expect(try await store.board() == ["a": [1, 3], "b": [1, 3]])
        #expect(try await store.read { try $0.position(of: source)?.seq } == 6)
    }

    @Test func `duplicates are dropped and counted`() async throws {
        let facts = try await facts(4)
        bus.set([facts[0], facts[1], facts[0], facts[1], facts[2], facts[2], facts[3]], on: source)
        let (store, consumer) = try reader()
        _ = try await consumer.step()
        #expect(consumer.status.duplicates == 3)
        #expect(consumer.status.applied == 4)
        #expect(try await store.board() == ["a": [0, 2], "b": [0, 2]])
    }

    @Test func `behind a gap nothing is applied until the missing one comes`() async throws {
        let facts = try await facts(4)
        bus.set([facts[0], facts[2], facts[3]], on: source)
        let (store, consumer) = try reader()
        _ = try await consumer.step()
        #expect(consumer.status.state == .gap(expected: 2, found: 3))
        #expect(consumer.status.gaps == 1)
        #expect(try await store.read { try $0.position(of: source)?.seq } == 1)
        bus.set(facts, on: source)
        _ = try await consumer.step()
        #expect(try await store.read { try $0.position(of: source)?.seq } == 4)
        #expect(consumer.status.state == .flowing)
    }

    @Test func `another chain under the right number stops the source until an operator decides`() async throws {
        let (mine, other) = (try await facts(3), try await facts(3, lamps: ["x"]))
        bus.set([mine[0], other[1]], on: source)
        let (store, consumer) = try reader()
        #expect(try await consumer.step() == false)
        guard case .halted(let reason) = consumer.status.state else { Issue.record("not halted"); return }
        #expect(reason.contains("fork at seq 2"))
        #expect(try await store.read { try $0.position(of: source)?.seq } == 1)
        bus.set(mine, on: source)
        #expect(try await consumer.step() == false)
        try await store.resume(source)
        _ = try await consumer.step()
        #expect(try await store.read { try $0.position(of: source)?.seq } == 3)
    }

    @Test func `the newest fact again with another hash is a fork too`() async throws {
        let (mine, other) = (try await facts(2), try await facts(2, lamps: ["x"]))
        bus.set(mine, on: source)
        let (_, consumer) = try reader()
        _ = try await consumer.step()
        bus.set(mine + [other[1]], on: source)
        #expect(try await consumer.step() == false)
    }

    @Test func `a changed byte is noticed`() async throws {
        var facts = try await facts(2)
        facts[1].data = Data(String(decoding: facts[1].data, as: UTF8.self).replacing("\"b\"", with: "\"c\"").utf8)
        bus.set(facts, on: source)
        let (_, consumer) = try reader()
        #expect(try await consumer.step() == false)
    }

    @Test func `an unknown family is skipped and counted`() async throws {
        bus.set(chain([("tickets.other-thing.v1", "lamp/a", "{}")], source: source), on: source)
        let (store, consumer) = try reader()
        _ = try await consumer.step()
        #expect(consumer.status.skipped == 1)
        #expect(try await store.read { try $0.position(of: source)?.seq } == 1)
        #expect(try await store.parked().isEmpty)
    }

    @Test func `an unknown version of a declared family parks, and its subject waits behind it while others flow`()
        async throws
    {
        bus.set(
            chain(
                [
                    ("tickets.lamp-switched.v2", "lamp/a", #"{"lamp":"a"}"#),
                    ("tickets.lamp-switched.v1", "lamp/b", #"{"lamp":"b","on":true}"#),
                    ("tickets.lamp-switched.v1", "lamp/a", #"{"lamp":"a","on":true}"#),
                ], source: source), on: source)
        let (store, consumer) = try reader()
        _ = try await consumer.step()
        #expect(try await store.parked().map(\.reason) == ["unknown-version", "waiting"])
        #expect(try await store.board() == ["b": [1, 1]])
    }

    @Test(arguments: ["not json", "", "[1]", #"{"lamp":1,"on":true}"#, "\u{FEFF}", #"{"lamp":"a","on":"yes"}"#])
    func `a declared fact that does not decode parks and nothing else does`(_ data: String) async throws {
        bus.set(
            chain(
                [
                    ("tickets.lamp-switched.v1", "lamp/a", data),
                    ("tickets.lamp-switched.v1", "lamp/b", #"{"lamp":"b","on":true}"#),
                ],
                source: source), on: source)
        let (store, consumer) = try reader()
        _ = try await consumer.step()
        #expect(try await store.parked().map(\.subject) == ["lamp/a"])
        #expect(try await store.board() == ["b": [1, 1]])
    }

    @Test func `a record that is no fact is kept aside and the rest flows`() async throws {
        let facts = try await facts(2)
        bus.set(
            [
                .fact(facts[0], nextOffset: 1), .unreadable(offset: 1, reason: "null value", bytes: []),
                .fact(facts[1], nextOffset: 3),
            ], on: source)
        let (store, consumer) = try reader()
        _ = try await consumer.step()
        #expect(try await store.read { try $0.position(of: source)?.seq } == 2)
        #expect(try await store.unreadableCount() == 1)
    }

    @Test func `another broken record at a known offset, as a topic made anew has it, is kept too`() async throws {
        let facts = try await facts(1)
        let (store, consumer) = try reader()
        for text in ["one", "one", "two"] {
            let broken = BusRecord.unreadable(offset: 1, reason: "no headers", bytes: Array(text.utf8))
            bus.set([.fact(facts[0], nextOffset: 1), broken], on: source)
            _ = try await consumer.step()
        }
        #expect(try await store.unreadableCount() == 2)
    }

    @Test func `a poisoned subject parks, a retry applies it in order once the cause is gone`() async throws {
        let broken = Switch()
        let reaction = Reaction("strict", families: ["tickets.lamp-switched"], from: .beginning) { fact, _ in
            if broken.isOn, fact.subject == "lamp/a" { throw Rejection(.conflict, "x", zh: "x", en: "x") }
        }
        bus.set(try await facts(6), on: source)
        let (store, consumer) = try reader([reaction])
        broken.isOn = true
        _ = try await consumer.step()
        #expect(try await store.parked().map(\.seq) == [1, 3, 5])
        #expect(try await store.board().keys.sorted() == ["b"])
        #expect(try await store.retryParked(source: source, subject: "lamp/a") == 0)
        broken.isOn = false
        #expect(try await store.retryParked(source: source, subject: "lamp/a") == 3)
        #expect(try await store.parked().isEmpty)
        #expect(try await store.board()["a"] == [1, 3])
    }

    @Test func `one error on five subjects is the release's fault and halts the source, unapplied`() async throws {
        let bad = Reaction("bad", families: ["tickets.lamp-switched"], from: .beginning) { _, _ in
            throw Rejection(.conflict, "bad release", zh: "x", en: "x")
        }
        bus.set(try await facts(8, lamps: (0..<8).map { "l\($0)" }), on: source)
        let (store, consumer) = try reader([bad])
        #expect(try await consumer.step() == false)
        #expect(try await store.parked().isEmpty)
        #expect(try await store.read { try $0.position(of: source)?.seq ?? 0 } == 0)
    }

    @Test(arguments: [(8, [String]()), (9, ["too-many-hops"])])
    func `a loop of reactions ends behind eight hops`(_ hops: Int, _ parked: [String]) async throws {
        bus.set(
            chain([("tickets.lamp-switched.v1", "lamp/a", #"{"lamp":"a","on":true}"#)], source: source, hops: hops),
            on: source)
        let (store, consumer) = try reader()
        _ = try await consumer.step()
        #expect(try await store.parked().map(\.reason) == parked)
        #expect(try await store.board() == (parked.isEmpty ? ["a": [1, 1]] : [:]))
    }

    @Test func `twenty parked subjects are the facts' fault, one more halts the source`() async throws {
        // Each with an error of its own, so that it is the number of subjects alone that counts.
        let bad = Reaction("bad", families: ["tickets.lamp-switched"], from: .beginning) { fact, _ in
            throw Rejection(.conflict, "bad \(fact.subject)", zh: fact.subject, en: fact.subject)
        }
        let facts = try await facts(21, lamps: (0..<21).map { "l\($0)" })
        let (store, consumer) = try reader([bad])
        bus.set(Array(facts.prefix(20)), on: source)
        #expect(try await consumer.step())
        #expect(try await store.parked().count == 20)
        #expect(consumer.status.state == .flowing)
        bus.set(facts, on: source)
        #expect(try await consumer.step() == false)
        #expect(consumer.status.state == .halted("21 subjects parked"))
        #expect(try await store.parked().count == 20)
        #expect(try await store.read { try $0.position(of: source)?.seq } == 20)
    }

    @Test func `a fact for a site that its source does not own parks as foreign`() async throws {
        let (store, consumer) = try reader()
        try await store.perform(.own("cells", by: .office, now: clock.now())) {
            try $0.run("INSERT INTO siteOwner(service, site, topic) VALUES ('tickets', 'XZ', 'ops.tickets.xz.v1')")
        }
        bus.set(try await facts(2), on: source)
        _ = try await consumer.step()
        #expect(try await store.parked().map(\.reason) == ["foreign", "foreign"])
    }

    @Test func `a reaction runs once per fact even when the position was lost`() async throws {
        let reaction = Reaction("echo", families: ["tickets.lamp-switched"], from: .beginning) { fact, tx in
            try tx.execute(Lamp.self, "echo-\(fact.seq)", .turn(on: true, lamp: "echo-\(fact.seq)"), site: nil)
        }
        bus.set(try await facts(3), on: source)
        let store = try boardStore(folder, "echo", clock: clock, known: lampTypes, reactions: [reaction])
        let consumer = Consumer(source: source, store: store, bus: bus)
        _ = try await consumer.step()
        try await store.perform(.own("lose", by: .office, now: clock.now())) { try $0.run("DELETE FROM position") }
        _ = try await consumer.step()
        let made = try await store.facts(after: 0, limit: 10)
        #expect(made.count == 3)
        #expect(made.allSatisfy { $0.hops == 1 && $0.causation != nil && $0.correlation.hasPrefix("c-") })
    }

    @Test func `a reaction from now leaves what was there before alone`() async throws {
        let facts = try await facts(5)
        let reaction = Reaction("mail", families: ["tickets.lamp-switched"], from: .now) { fact, tx in
            try tx.run("INSERT INTO meta(key, value) VALUES (?, 'sent')", ["mail-\(fact.seq)"])
        }
        let (store, consumer) = try reader([reaction])
        bus.set(Array(facts.prefix(3)), on: source)
        let task = Task { await consumer.run() }
        #expect(try await eventually { try await store.read { try $0.position(of: source)?.seq } == 3 })
        bus.set(facts, on: source)
        #expect(try await eventually { try await store.read { try $0.position(of: source)?.seq } == 5 })
        task.cancel()
        await task.value
        let sent = try await store.read { db in
            try db.rows("SELECT key FROM meta WHERE key LIKE 'mail-%' ORDER BY key") { $0.text(0) }
        }
        #expect(sent == ["mail-4", "mail-5"])
    }

    @Test func `a time far in the future is flagged, not parked`() async throws {
        let ahead = ManualClock(clock.now() + 3_600_000)
        let other = try lampStore(folder, "ahead", clock: ahead)
        try await other.turn("a", true)
        bus.set(try await other.facts(after: 0, limit: 1), on: source)
        let (_, consumer) = try reader()
        _ = try await consumer.step()
        #expect(consumer.status.fromTheFuture == 1)
        #expect(consumer.status.parked == 0)
    }
}

/// A chain of hand-made facts as a foreign tool might have written them, with true hashes.
func chain(_ rows: [(type: String, subject: String, data: String)], source: Topic, hops: Int = 0) -> [Fact] {
    var prev = Fact.noHash
    return rows.enumerated().map { index, row in
        var fact = Fact(
            seq: Int64(index + 1), id: "id-\(index)", type: FactType(rawValue: row.type), subject: row.subject,
            version: Int64(index + 1), site: nil, time: Timestamp(1), actor: .anonymous, command: "c\(index)", n: 0,
            correlation: "c", causation: nil, hops: hops, traceparent: nil, data: Data(row.data.utf8),
            sealedDigest: nil, prev: prev, hash: "")
        fact.hash = FactHash.compute(fact, source: source)
        prev = fact.hash
        return fact
    }
}

/// Something a test turns on and off while handlers look at it.
final class Switch: Sendable {
    private let state = Atomic<Bool>(false)
    var isOn: Bool {
        get { state.load(ordering: .sequentiallyConsistent) }
        set { state.store(newValue, ordering: .sequentiallyConsistent) }
    }
}
