import OpsContracts
import OpsTestSupport
import Testing

@testable import OpsMessaging

struct LocalBusSuiteTests {
    @Test(arguments: EventBusSuite.cases)
    func `the local bus keeps the promises of a bus`(_ promise: EventBusCase) async throws {
        let store = try lampStore(TemporaryFolder(), clock: ManualClock(Timestamp(1_770_000_000_000)))
        let bus = LocalBus()
        bus.join(store)
        let world = EventBusWorld(bus: bus, topic: store.definition.topic) { facts in
            try await store.writer.submit { transaction in for fact in facts { try transaction.adopt(fact) } }
        }
        try await promise.check(world)
    }
}
