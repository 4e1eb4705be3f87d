import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsServer

/// `ops kafka topics|acls`: what the broker must hold and allow, derived from what the services declare.
enum KafkaCommand {
    static let all = [topics, acls]

    private static let bootstrap = Option.optional(
        "bootstrap", "HOST:PORT", "The broker to name. Default: localhost:9092.")

    static let topics = Command(
        path: ["kafka", "topics"], summary: "Print the commands that create the log topics.",
        options: [bootstrap, .optional("replication", "N", "Copies of each topic. Default: 3.")],
        details: "Example: ops kafka topics --bootstrap kafka:9092 --replication 1 | sh"
    ) { arguments in
        say(
            try plan().topicCommands(
                bootstrap: arguments.value("bootstrap") ?? "localhost:9092",
                replication: Int(try arguments.integer("replication") ?? 3)))
    }

    static let acls = Command(
        path: ["kafka", "acls"],
        summary: "Print the commands that let each service write its topic and read those it declares.",
        options: [bootstrap], details: "Principals are the names in the services' certificates (User:tickets)."
    ) { arguments in
        say(try plan().aclCommands(bootstrap: arguments.value("bootstrap") ?? "localhost:9092"))
    }

    /// Opens the services in an empty folder to ask them what they read.
    private static func plan() throws -> KafkaPlan {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ops-plan-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { _ = try? FileManager.default.removeItem(atPath: folder) }
        let fleet = try Fleet(
            allServices,
            options: Fleet.Options(
                dataDirectory: folder, binding: .tcp(host: "127.0.0.1", port: 0), clock: SystemClock(), bus: LocalBus())
        )
        return KafkaPlan(fleet.members.map { KafkaPlan.Entry($0.service, reads: $0.store.definition.upstream) })
    }
}
