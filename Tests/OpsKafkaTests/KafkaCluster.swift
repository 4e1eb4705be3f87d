import Foundation
import OpsContracts
import OpsKafka
import OpsTestSupport
import Testing

extension KafkaCluster {
    func settings(_ properties: [String: String] = [:], client: String = "test") -> KafkaSettings {
        KafkaSettings(bootstrap: bootstrap, clientID: client, properties: properties)
    }

    /// A topic nobody has used.
    static func freshTopic() -> Topic { Topic(rawValue: "ops.tickets.t\(UUID().uuidString.prefix(12).lowercased())") }

    /// A bus with one empty topic on it; closed afterwards.
    func withWorld<R>(
        _ settings: KafkaSettings? = nil, _ body: (EventBusWorld, KafkaBus) async throws -> R
    ) async throws -> R {
        let bus = try KafkaBus(settings: settings ?? self.settings())
        let topic = Self.freshTopic()
        do {
            try await bus.ensureTopics([topic])
            let world = EventBusWorld(bus: bus, topic: topic) { try await bus.publish($0, to: topic) }
            let result = try await body(world, bus)
            await bus.close()
            return result
        } catch {
            await bus.close()
            throw error
        }
    }
}

/// Starts a cluster before a suite and wipes it after.
struct KafkaTrait: SuiteTrait, TestScoping {
    let options: [String]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let cluster = try KafkaCluster.start(options)
        do {
            try await KafkaCluster.$current.withValue(cluster) { try await function() }
            try cluster("wipe")
        } catch {
            try cluster("wipe")
            throw error
        }
    }
}

extension Trait where Self == KafkaTrait {
    /// A cluster for the whole suite; each test takes a topic of its own.
    static func kafka(_ options: String...) -> KafkaTrait { KafkaTrait(options: options) }
}

extension Trait where Self == ConditionTrait {
    static var needsKafka: ConditionTrait {
        .enabled(if: KafkaCluster.isHere, "KAFKA_HOME names no folder that holds the kafka script")
    }
}
