import Foundation

/// A real Apache Kafka of this test run, driven by `$KAFKA_HOME/kafka`.
public struct KafkaCluster: Sendable {
    public struct Failed: Error, CustomStringConvertible { public let description: String }

    static let home = ProcessInfo.processInfo.environment["KAFKA_HOME"]
    public static let isHere = home.map { FileManager.default.isExecutableFile(atPath: $0 + "/kafka") } ?? false
    /// The cluster of the suite that runs.
    @TaskLocal public static var current: KafkaCluster?

    public let directory: String
    public let bootstrap: String

    public static func start(_ options: [String] = []) throws -> KafkaCluster {
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
    public func callAsFunction(_ command: String, _ arguments: String...) throws -> String {
        try Self.run([command, "--dir", directory] + arguments)
    }

    public func tool(_ command: String, _ arguments: [String]) throws {
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
}
