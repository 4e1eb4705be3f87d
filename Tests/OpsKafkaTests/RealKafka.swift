import Foundation
import OpsContracts
import OpsMessaging
import OpsTestSupport
import Testing

/// Tests against a real Apache Kafka, one cluster at a time: `KAFKA_HOME=… scripts/test OpsKafkaTests`.
@Suite(.needsKafka, .serialized)
struct RealKafka {}

/// Reads until something comes or fails, as a consumer that does not give up would.
func firstBatch(_ world: EventBusWorld, after position: SourcePosition) async throws -> BusBatch {
    var batch = BusBatch(records: [], head: nil)
    _ = try await eventually(within: 30) {
        let read = try await world.bus.read(world.topic, after: position, max: 500, wait: 500)
        return !read.records.isEmpty
    }
    batch = try await world.bus.read(world.topic, after: position, max: 500, wait: 5000)
    return batch
}

extension BusError {
    var isUnavailable: Bool {
        guard case .unavailable = self else { return false }
        return true
    }

    var isForbidden: Bool {
        guard case .forbidden = self else { return false }
        return true
    }

    var isMisconfigured: Bool {
        guard case .topicMisconfigured = self else { return false }
        return true
    }
}

/// Runs `body`, which must throw a `BusError`.
func busError<R>(_ body: () async throws -> R) async throws -> BusError {
    do {
        let result = try await body()
        Issue.record("no error, but \(result)")
    } catch let error as BusError {
        return error
    }
    throw CancellationError()
}
