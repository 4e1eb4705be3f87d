import OpsContracts
import OpsTestSupport
import Synchronization
import Testing

@testable import OpsMessaging

/// What readers, relay and work tell the log: of which fact, and not again and again.
@Suite struct ComplaintTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock(Timestamp(1_770_000_000_000))
    private let source = ServiceName.tickets.topic
    private let told = Told()

    init() throws { folder = try TemporaryFolder() }

    private final class Told: Sendable {
        private let list = Mutex<[Complaint]>([])
        var all: [Complaint] { list.withLock { $0 } }
        @Sendable func take(_ complaint: Complaint) { list.withLock { $0.append(complaint) } }
    }

    @Test func `a fact that parks is told with its number and its correlation`() async throws {
        let bus = HostileBus()
        let facts = chain(
            [
                ("tickets.lamp-switched.v1", "lamp/a", #"{"lamp":"a","on":true}"#),
                ("tickets.lamp-switched.v1", "lamp/b", "not json"),
            ], source: source)
        bus.set(facts, on: source)
        let store = try boardStore(folder, "board", clock: clock)
        let consumer = Consumer(source: source, store: store, bus: bus, onComplaint: told.take)
        _ = try await consumer.step()
        let complaint = try #require(told.all.first)
        #expect(told.all.count == 1)
        #expect(complaint.message == "fact parked")
        #expect(complaint.correlation == facts[1].correlation)
        #expect(complaint.details["seq"] == "2" && complaint.details["source"] == source.rawValue)
        #expect(complaint.details["reason"]?.isEmpty == false)
    }

    /// Takes nothing and says so.
    private struct DeafBus: EventBus {
        func tail(of topic: Topic) async throws -> TopicTail? { nil }
        func publish(_ facts: [Fact], to topic: Topic) async throws { throw BusError.unavailable("deaf") }
        func read(_ topic: Topic, after position: SourcePosition, max: Int, wait: Int) async throws -> BusBatch {
            throw BusError.unavailable("deaf")
        }
        func mirror(_ position: SourcePosition, of topic: Topic, reader: String) async {}
    }

    @Test func `a relay that waits says for which fact, once, and a reader that waits says so once`() async throws {
        let store = try lampStore(folder, "lamps", clock: clock)
        try await store.turn("a", true, key: "k1")
        let fact = try #require(try await store.facts(after: 0, limit: 1).first)
        let relay = Relay(store: store, bus: DeafBus(), onComplaint: told.take)
        let reader = Consumer(
            source: source, store: try boardStore(folder, "board", clock: clock), bus: DeafBus(), onComplaint: told.take
        )
        let running = Task {
            async let relaying: Void = relay.run()
            await reader.run()
            await relaying
        }
        let both = try await eventually { told.all.count >= 2 }
        let again = try await eventually(within: 1) { told.all.count > 2 }
        running.cancel()
        await running.value
        #expect(both && !again)
        #expect(told.all.first { $0.message == "relay waits" }?.correlation == fact.correlation)
        #expect(told.all.contains { $0.message == "reader waits" && $0.correlation == nil })
    }

    @Test func `work that fails knows the command it failed in`() async throws {
        let store = try lampStore(folder, "lamps", clock: clock)
        let context = CommandContext.own("sweep:7", by: .tickets, now: clock.now())
        let failed = FailedCommand()
        await #expect(throws: BusError.self) {
            try await failed.watch {
                try await store.perform(context) { _ in throw BusError.unavailable("x") }
            }
        }
        #expect(failed.correlation == context.correlation)
        let unharmed = FailedCommand()
        try await unharmed.watch { try await store.turn("a", true, key: "k1") }
        #expect(unharmed.correlation == nil)
    }
}
