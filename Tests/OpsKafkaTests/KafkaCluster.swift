import Foundation
import OpsContracts
import OpsKafka
import OpsTestSupport
import Testing

/// A real Apache Kafka of this test run, driven by `$KAFKA_HOME/kafka`.
struct KafkaCluster: Sendable {
    struct Failed: Error, CustomStringConvertible { let description: String }

    static let home = ProcessInfo.processInfo.environment["KAFKA_HOME"]
    static let isHere = home.map { FileManager.default.isExecutableFile(atPath: $0 + "/kafka") } ?? false
    /// The cluster of the suite that runs.
    @TaskLocal static var current: KafkaCluster?

    let directory: String
    let bootstrap: String

    static func start(_ options: [String]) throws -> KafkaCluster {
        let directory = NSTemporaryDirectory() + "ops-kafka-\(UUID().uuidString.prefix(8))"
        var failure: any Error = Failed(description: "no port is free")
        for _ in 0..<3 {
            let port = Int.random(in: 21_000...29_000)
            do {
                try guardFolder(directory)
                let said = try run(["start", "--dir", directory, "--port", String(port)] + options)
                guard let bootstrap = said.split(separator: "\n").last else { continue }
                return KafkaCluster(directory: directory, bootstrap: String(bootstrap))
            } catch {
                failure = error
                _ = try? run(["wipe", "--dir", directory])
            }
        }
        throw failure
    }

    /// Wipes the cluster when this process is gone, also when it was killed.
    private static func guardFolder(_ directory: String) throws {
        let watch = Process()
        watch.executableURL = URL(fileURLWithPath: "/bin/bash")
        let pid = ProcessInfo.processInfo.processIdentifier
        let script = "while kill -0 \(pid) 2>/dev/null; do sleep 1; done; \"$0\" wipe --dir \"$1\""
        watch.arguments = ["-c", script, (home ?? "") + "/kafka", directory]
        (watch.standardOutput, watch.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try watch.run()
    }

    /// One command of the script on this cluster: `kill 1`, `user tickets`, `acls --add …`.
    @discardableResult
    func callAsFunction(_ command: String, _ arguments: String...) throws -> String {
        try Self.run([command, "--dir", directory] + arguments)
    }

    func tool(_ command: String, _ arguments: [String]) throws {
        try Self.run([command, "--dir", directory] + arguments)
    }

    /// Foundation sees a process end when a socket closes that the process inherited; a broker left running would hold it.
    private static let withoutInherited = """
        for file in /proc/$$/fd/*; do number=${file##*/}; ((number > 2)) && eval "exec $number>&-"; done; exec "$0" "$@"
        """

    @discardableResult
    private static func run(_ arguments: [String]) throws -> String {
        // Through a file: the brokers inherit the pipe and would hold it open.
        let file = NSTemporaryDirectory() + "ops-kafka-out-\(UUID().uuidString.prefix(8))"
        guard FileManager.default.createFile(atPath: file, contents: nil), let out = FileHandle(forWritingAtPath: file)
        else {
            throw Failed(description: "no temporary file")
        }
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", Self.withoutInherited, (home ?? "") + "/kafka"] + arguments
        (process.standardOutput, process.standardError) = (out, out)
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard process.terminationStatus == 0 else {
            throw Failed(description: "kafka \(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }

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
