import OpsContracts
import OpsTestSupport
import Synchronization
import Testing

@testable import OpsMessaging

/// While a full batch is applied the next one is pulled: it is used where the reader comes to stand before it, and nowhere else.
@Suite struct PullAheadTests {
    let folder: TemporaryFolder
    let clock = ManualClock(Timestamp(1_770_000_000_000))
    let bus = ListeningBus()
    let source = ServiceName.tickets.topic
    let reader: Store
    let consumer: Consumer
    let facts: [Fact]

    init() async throws {
        folder = try TemporaryFolder()
        let log = try lampStore(folder, "source", clock: clock)
        for number in 0..<1_200 { try await log.turn("lamp-\(number % 7)", (number / 7) % 2 == 0, key: "k\(number)") }
        var facts: [Fact] = []
        while let more = try? await log.facts(after: Int64(facts.count), limit: 500), !more.isEmpty { facts += more }
        self.facts = facts
        reader = try boardStore(folder, "board", clock: clock)
        consumer = Consumer(source: source, store: reader, bus: bus)
    }

    private func position() async throws -> Int64 { try await reader.read { try $0.position(of: source)?.seq ?? 0 } }

    @Test func `a backlog is read once, and only behind a full batch ahead`() async throws {
        bus.records.set(facts, on: source)
        for reached in [500, 1_000, 1_200] {
            #expect(try await consumer.step(wait: 1))
            #expect(try await position() == reached)
        }
        #expect(bus.asked == [0, 500, 1_000])
        #expect(consumer.status.applied == 1_200 && consumer.status.duplicates == 0 && consumer.status.hasCaughtUp)
    }

    @Test func `copies at the edge of a batch do not send the bus elsewhere`() async throws {
        bus.records.set(Array(facts[..<498]) + [facts[496], facts[497]] + Array(facts[498...]), on: source)
        for _ in 0..<3 { #expect(try await consumer.step(wait: 1)) }
        #expect(bus.asked == [0, 498, 998])
        #expect(try await position() == 1_200)
        #expect(consumer.status.applied == 1_200 && consumer.status.duplicates == 2)
    }

    @Test func `behind a gap nothing is pulled ahead`() async throws {
        bus.records.set(Array(facts[..<600]) + Array(facts[601...]), on: source)
        #expect(try await consumer.step(wait: 1))
        #expect(try await consumer.step(wait: 1))
        #expect(consumer.status.state == .gap(expected: 601, found: 602))
        #expect(bus.asked == [0, 500])
        bus.records.set(facts, on: source)
        for _ in 0..<2 { #expect(try await consumer.step(wait: 1)) }
        #expect(try await position() == 1_200)
        #expect(consumer.status.applied == 1_200)
    }

    @Test func `a fork in what was pulled ahead halts the reader before it`() async throws {
        var forged = facts[700]
        forged.actor = Actor(rawValue: "account/somebody")
        bus.records.set(Array(facts[..<700]) + [forged] + Array(facts[701...]), on: source)
        #expect(try await consumer.step(wait: 1))
        #expect(try await consumer.step(wait: 1) == false)
        #expect(try await position() == 700)
        guard case .halted = consumer.status.state else { Issue.record("not halted"); return }
    }

    @Test func `a batch for another place is not used`() async throws {
        bus.records.set(facts, on: source)
        #expect(try await consumer.step(wait: 1))
        let (source, earlier) = (source, SourcePosition(behind: facts[99]))
        try await reader.writer.submit { try StorePositions.save(earlier, of: source, $0.connection) }
        #expect(try await consumer.step(wait: 1))
        #expect(bus.asked == [0, 500, 100, 600])
        #expect(try await position() == 600)
    }

    @Test func `where pulling ahead fails the next step asks again`() async throws {
        bus.records.set(facts, on: source)
        bus.failing.withLock { $0 = 500 }
        #expect(try await consumer.step(wait: 1))
        #expect(consumer.status.state == .flowing)
        bus.failing.withLock { $0 = nil }
        for _ in 0..<2 { #expect(try await consumer.step(wait: 1)) }
        #expect(bus.asked == [0, 500, 500, 1_000])
        #expect(try await position() == 1_200)
    }
}

/// Notes from where it is read.
final class ListeningBus: EventBus {
    let records = HostileBus()
    /// The `seq` behind which a read fails.
    let failing = Mutex<Int64?>(nil)
    private let positions = Mutex<[Int64]>([])

    var asked: [Int64] { positions.withLock { $0 } }

    func tail(of topic: Topic) async throws -> TopicTail? { try await records.tail(of: topic) }
    func publish(_ facts: [Fact], to topic: Topic) async throws { try await records.publish(facts, to: topic) }
    func mirror(_ position: SourcePosition, of topic: Topic, reader: String) async {}

    func read(_ topic: Topic, after position: SourcePosition, max: Int, wait: Int) async throws -> BusBatch {
        positions.withLock { $0.append(position.seq) }
        if failing.withLock({ $0 == position.seq }) { throw BusError.unavailable("away") }
        return try await records.read(topic, after: position, max: max, wait: wait)
    }
}
