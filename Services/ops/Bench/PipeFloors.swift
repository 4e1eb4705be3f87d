import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsSQLite
import OpsServer

/// The four stages of the pipe, each with nothing around it, all at once: none has the cores to itself.
struct PipeFloors: Sendable {
    let plan: BenchPlan
    let directory: String
    let kafka: KafkaHome?
    /// Items a transaction, as they were seen in the pipe.
    let batches: (command: Int, apply: Int)

    struct Result: Sendable {
        var figures: [Figure]
        var least: Double
    }

    func run() async throws -> Result {
        let seconds = plan.seconds
        let (commands, board) = (try BareRows.command(directory), try BareRows.board(directory))
        let folder = try plan.directory("pipe-floor-\(UUID().uuidString.prefix(8))")
        let threads = BlockingThreads(width: 3)
        let rates = try await NoOpServer.with { load in
            async let command = threads.run {
                Swift.Result {
                    try BareLoop(path: "\(folder)/command.sqlite", rows: commands, batch: batches.command)
                        .run(seconds: seconds)
                }
            }
            async let apply = threads.run {
                Swift.Result {
                    try BareLoop(path: "\(folder)/apply.sqlite", rows: board, batch: batches.apply)
                        .run(seconds: seconds)
                }
            }
            async let relay = threads.run { Swift.Result { try self.relay(seconds) } }
            let http = try await load.run(
                clients: 64, seconds: seconds, path: NoOpServer.path, body: HTTPBench.body
            ).perSecond
            return (http, try await command.get(), try await relay.get(), try await apply.get())
        }
        let (http, command, relay, apply) = rates
        return Result(
            figures: [
                Figure("floor, all four at once: no-op POST, 64 clients", http, "/s"),
                Figure("floor, all four at once: a command's rows, \(batches.command) a transaction", command, "/s"),
                Figure(
                    "floor, all four at once: \(kafka == nil ? "reading the log" : "reading and producing")", relay,
                    "/s"),
                Figure("floor, all four at once: the office's rows, \(batches.apply) a transaction", apply, "/s"),
            ], least: min(http, command, relay, apply))
    }

    /// Steps over rows of the log, 500 at a time, and where there is a broker produces as many records, again and again.
    private func relay(_ seconds: Int) throws -> Double {
        let db = try Connection(path: "\(directory)/tickets.sqlite", mode: .reader)
        let sample = try EventLog.facts(after: 0, limit: 500, db).last
        guard let sample else { throw CommandFailure("the log of the bench is empty") }
        let source = ServiceName.tickets.topic
        let headers = CloudEvents.headers(of: sample, source: source).compactMap { header in
            header.value.map { (header.name, Array($0.utf8)) }
        }
        let (end, start) = (ContinuousClock.now + .seconds(seconds), ContinuousClock.now)
        var (read, after) = (0, 0 as Int64)
        while ContinuousClock.now < end {
            var pass = 0
            for _ in 0..<100 {
                let seqs = try db.rows("SELECT * FROM log WHERE seq > ? ORDER BY seq LIMIT 500", [after]) {
                    $0.int(0) as Int64
                }
                after = seqs.last ?? 0
                pass += seqs.count
            }
            if let kafka {
                try BareProducer.write(
                    pass, value: Array(sample.data), headers: headers, to: kafka.bare, kafka.settings)
            }
            read += pass
        }
        return Double(read) / ((ContinuousClock.now - start) / .seconds(1))
    }
}

/// All seven services over a broker, set up once: their topics cannot be made a second time.
struct KafkaHome: Sendable {
    let settings: KafkaSettings
    let directory: String
    /// A topic for records that only measure.
    let bare: Topic

    func bus() throws -> KafkaBus { try KafkaBus(settings: settings) }

    static func prepare(_ plan: BenchPlan, _ bootstrap: String) async throws -> KafkaHome {
        let home = KafkaHome(
            settings: KafkaSettings(bootstrap: bootstrap, clientID: "ops-bench"),
            directory: try plan.directory("kafka"), bare: Topic(rawValue: "bench.bare.v1"))
        guard !FileManager.default.fileExists(atPath: "\(home.directory)/tickets.sqlite") else { return home }
        let bus = try home.bus()
        try await bus.ensureTopics(ServiceName.allCases.map(\.topic) + [home.bare])
        for service in ServiceName.allCases {
            guard try await bus.tail(of: service.topic) == nil else {
                throw CommandFailure(
                    "\(service.topic) on \(bootstrap) holds facts: the bench needs a broker of its own")
            }
        }
        try await BenchFleet.with(allServices, in: home.directory, bus: bus, startUp: true) { _, _ in }
        _ = await bus.close()
        return home
    }
}
