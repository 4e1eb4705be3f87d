import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

extension Trait where Self == ConditionTrait {
    static var needsKafka: ConditionTrait {
        .enabled(if: KafkaCluster.isHere, "KAFKA_HOME names no folder that holds the kafka script")
    }
}

extension KafkaCluster {
    /// One broker with the services' topics, and a folder with a short name; both gone afterwards.
    static func with(_ body: (KafkaCluster, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ops-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let cluster = try KafkaCluster.start()
        do {
            try await cluster.createTopics()
            try await body(cluster, folder)
        } catch {
            try cluster("wipe")
            throw error
        }
        try cluster("wipe")
        try FileManager.default.removeItem(atPath: folder)
    }

    private func bus<R>(_ body: (KafkaBus) async throws -> R) async throws -> R {
        let bus = try KafkaBus(settings: KafkaSettings(bootstrap: bootstrap, clientID: "test"))
        do {
            let result = try await body(bus)
            await bus.close()
            return result
        } catch {
            await bus.close()
            throw error
        }
    }

    func createTopics() async throws {
        try await bus { try await $0.ensureTopics(ServiceName.allCases.map(\.topic), replication: 1) }
    }

    /// An empty disk under the same address: everything the broker held is gone.
    func loseEverything() async throws {
        try callAsFunction("lose", "1")
        try callAsFunction("up", "1")
        try await createTopics()
    }

    /// The newest fact of every topic; none where a topic is empty.
    func tails() async throws -> [Topic: TopicTail] {
        try await bus { bus in
            var tails: [Topic: TopicTail] = [:]
            for service in ServiceName.allCases { tails[service.topic] = try await bus.tail(of: service.topic) }
            return tails
        }
    }
}

/// The program written from docs/log-format.md alone, on a store and on what `kcat` reads of its topic.
struct Stranger {
    let cluster: KafkaCluster
    private static let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "OpsMessagingTests/Python/verify_log.py").path

    /// - Returns: what it said: `ok <rows>`, or the first fault.
    func verdict(_ service: ServiceName, store: String) throws -> String {
        let dump = store + ".topic.jsonl"
        let read = ["-b", cluster.bootstrap, "-C", "-t", service.topic.rawValue, "-o", "beginning", "-e", "-q", "-J"]
        let said = try Self.run("kcat", read, into: dump)
        guard said.code == 0 else { return "kcat: \(said.text)" }
        return try Self.run("python3", [Self.program, store, dump], into: store + ".verdict.txt").text
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func run(_ name: String, _ arguments: [String], into file: String) throws -> (
        code: Int32, text: String
    ) {
        guard FileManager.default.createFile(atPath: file, contents: nil), let out = FileHandle(forWritingAtPath: file)
        else { throw CocoaError(.fileWriteUnknown) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        (process.standardOutput, process.standardError) = (out, out)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: file, encoding: .utf8))
    }
}
