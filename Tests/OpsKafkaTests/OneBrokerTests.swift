import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

@Suite(.needsKafka, .kafka(), .serialized)
struct OneBrokerTests {
    private func cluster() throws -> KafkaCluster { try #require(KafkaCluster.current) }

    @Test(arguments: EventBusSuite.cases)
    func `Kafka keeps the promises of a bus`(_ promise: EventBusCase) async throws {
        try await cluster().withWorld { world, _ in try await promise.check(world) }
    }
}
