import Foundation
import OpsConsole
import OpsContracts
import OpsDomain
import OpsKafka
import OpsMessaging
import OpsServer

/// `ops up`: all services in one process.
enum UpCommand {
    static let all = [up]

    static let up = Command(
        path: ["up"], summary: "Run all services in one process, behind one port.",
        options: [
            .optional("data", "DIR", "Where stores and files lie; made if missing. Default: ./data."),
            .optional("port", "N", "The port people use. Default: 8080."),
            .optional("host", "ADDRESS", "The address to listen on. Default: 127.0.0.1."),
            .optional("bus", "local|kafka", "How facts travel. Default: local, no broker needed."),
            .flag("new", "With --bus kafka: take commands on an empty store without asking its topic."),
            .flag("no-start-up", "Load no sites, systems, posts, calendar and contract."),
            .flag("demo", "Give the sample accounts one documented password: for demonstrations only."),
            .optional(
                "simulate", "TIME", "A clock that starts there and moves only by command: \"2026-01-04 08:00:00\"."),
        ],
        details: """
            Every option can also be set in the environment: OPS_DATA_DIR, OPS_HTTP_PORT, OPS_HTTP_HOST, OPS_BUS,
            OPS_NEW=1, OPS_START_UP=0, OPS_DEMO=1, OPS_SIMULATE; Kafka settings are OPS_KAFKA_BOOTSTRAP_SERVERS and
            OPS_KAFKA_<librdkafka property>. What has no option here (OPS_LOG_LEVEL, OPS_HTTP_PUBLIC_URL, OPS_NOTIFY_…)
            stands in docs/operations.md. Ctrl-C or SIGTERM ends it in order.
            Example: ops up --data ./data --port 8080
            """
    ) { arguments in
        var environment = ProcessInfo.processInfo.environment
        for (option, key) in [
            ("data", "OPS_DATA_DIR"), ("port", "OPS_HTTP_PORT"), ("host", "OPS_HTTP_HOST"), ("bus", "OPS_BUS"),
        ] { if let value = arguments.value(option) { environment[key] = value } }
        if arguments.has("new") { environment["OPS_NEW"] = "1" }
        if arguments.has("no-start-up") { environment["OPS_START_UP"] = "0" }
        if arguments.has("demo") { environment["OPS_DEMO"] = "1" }
        if let start = arguments.value("simulate") {
            guard LocalTime(start) != nil else {
                throw UsageError("--simulate \(start): expected a time such as \"2026-01-04 08:00:00\"")
            }
            environment["OPS_SIMULATE"] = start
        }
        let options = try ServeOptions(environment: environment, port: 8080, bus: "local")
        try await serve(
            allServices, options,
            kafka: { try KafkaBus(environment: $0, clientID: "ops") },
            onReady: { fleet in greet(fleet, options) })
    }

    private static func greet(_ fleet: Fleet, _ options: ServeOptions) {
        say("StationOps: http://\(options.host):\(fleet.port)/")
        say("Data: \(options.dataDirectory)   Bus: \(options.bus)   Stop: Ctrl-C")
        let accounts = "\(options.dataDirectory)/first-passwords.txt"
        if let text = try? String(contentsOfFile: accounts, encoding: .utf8) { say(text) }
    }
}
