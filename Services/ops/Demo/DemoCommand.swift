import Foundation
import OfficeService
import OpsConsole
import OpsContracts
import OpsDomain
import OpsKafka
import OpsMessaging
import OpsServer
import Synchronization

/// `ops demo`: a quarter of sample data, played through the API of the all-in-one, then served.
enum DemoCommand {
    static let all = [demo]

    static let demo = Command(
        path: ["demo"], summary: "Play a quarter of sample data through the API, then serve it; every page is marked.",
        options: [
            .optional("data", "DIR", "Where it lies; made if missing. Default: ./data-demo."),
            .optional("seed", "N", "The same seed plays the same. Default: 20260104."),
            .optional("from", "DAY", "The first day played. Default: 2026-01-04."),
            .optional("to", "DAY", "The last day, played until 10:40. Default: 2026-04-15."),
            .optional("port", "N", "The port people use. Default: 8080."),
            .optional("host", "ADDRESS", "The address to listen on. Default: 127.0.0.1."),
            .flag("play-only", "End when the play is over; serve nothing."),
        ],
        details: """
            A directory that holds a demonstration already is only served again; one that holds anything else is refused.
            After the play the clock goes on from its last moment at real speed. Messages go to a listener of this
            process and leave the machine never. Settings of the environment (OPS_…) do not count here.
            Example: ops demo --seed 7
            """
    ) { arguments in
        let plan = try DemoPlan(arguments)
        let host = arguments.value("host") ?? "127.0.0.1"
        let environment = [
            "OPS_DATA_DIR": plan.directory, "OPS_HTTP_HOST": host, "OPS_DEMO": "1",
            "OPS_HTTP_PORT": arguments.value("port") ?? "8080",
            "OPS_LOG_LEVEL": ProcessInfo.processInfo.environment["OPS_LOG_LEVEL"] ?? "error",
        ]
        let sink = try DemoSink()
        let found = try plan.look()
        if found != .demo { try await play(plan, found, environment, sink) }
        if !arguments.has("play-only") { try await serveOn(plan, environment, sink, host) }
        await sink.stop()
    }

    private static func play(
        _ plan: DemoPlan, _ found: DemoPlan.Found, _ environment: [String: String], _ sink: DemoSink
    ) async throws {
        if found == .unfinished {
            say("\(plan.directory) holds a play that was broken off: it is played anew")
            try plan.clear()
        }
        try plan.mark(isComplete: false)
        say("Playing \(plan.from.day) to \(plan.until.day), seed \(plan.seed), into \(plan.directory) …")
        let (began, clock, done) = (ContinuousClock.now, ManualClock(plan.from), Flag())
        var options = try ServeOptions(environment: environment, port: 8080, bus: "local")
        options.clock = clock
        try await serve(
            allServices, options,
            kafka: { try KafkaBus(environment: $0, clientID: "ops") },
            onReady: { fleet in
                let play = try await DemoPlay(plan, fleet, clock, sink)
                try await play.run()
                say(try await DemoFigures.table(fleet))
                done.set()
                throw CancellationError()  // ends serving in order; the stores are opened again with a running clock
            })
        guard done.isSet else { throw CommandFailure("the play was broken off") }
        try plan.keep()
        say("Played in \(Int(began.duration(to: .now) / .seconds(1))) s.")
    }

    private static func serveOn(
        _ plan: DemoPlan, _ environment: [String: String], _ sink: DemoSink, _ host: String
    ) async throws {
        var options = try ServeOptions(environment: environment, port: 8080, bus: "local")
        options.clock = OffsetClock(from: try plan.resumesAt())
        let clock = options.clock
        try await serve(
            allServices, options,
            kafka: { try KafkaBus(environment: $0, clientID: "ops") },
            onReady: { fleet in
                try await DemoDesk(fleet, clock).pointChannels(to: sink)
                say(
                    """
                    Sample data, seed \(plan.seed). It is \(clock.now().local) there.
                    StationOps: http://\(host):\(fleet.port)/
                    Accounts: office, finance, supplier, expert, admin, reporter, wall, xz-lead … cg-lead, jg-1 … ft-1
                    Password of all of them: \(OfficeStartUp.demoPassword)
                    Data: \(plan.directory)   Stop: Ctrl-C
                    """)
            })
    }

    private final class Flag: Sendable {
        private let value = Mutex(false)
        var isSet: Bool { value.withLock { $0 } }
        func set() { value.withLock { $0 = true } }
    }
}
