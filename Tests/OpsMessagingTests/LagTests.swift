import OpsContracts
import OpsTestSupport
import Testing

@testable import OpsMessaging

/// How long a reader has been behind.
@Suite struct LagTests {
    @Test func `a reader tells when the oldest fact was stated that it has seen and not applied`() async throws {
        let (folder, clock, bus) = (try TemporaryFolder(), ManualClock(Timestamp(1_770_000_000_000)), HostileBus())
        let source = try lampStore(folder, clock: clock)
        for lamp in ["a", "b", "c"] {
            try await source.turn(lamp, true)
            clock.advance(by: 60_000)
        }
        let facts = try await source.facts(after: 0, limit: 10)
        let topic = source.definition.topic
        let reader = Consumer(source: topic, store: try boardStore(folder, "board", clock: clock), bus: bus)
        try await bus.publish([facts[0]], to: topic)
        _ = try await reader.step(wait: 1)
        #expect(reader.status.seq == 1 && reader.status.waitsSince == nil)
        try await bus.publish([facts[2]], to: topic)
        _ = try await reader.step(wait: 1)
        #expect(reader.status.seq == 1 && reader.status.waitsSince == facts[2].time)
        bus.set(facts, on: topic)
        #expect(
            try await eventually {
                _ = try await reader.step(wait: 1)
                return reader.status.seq == 3
            })
        #expect(reader.status.waitsSince == nil)
    }
}
