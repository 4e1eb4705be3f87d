import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite
import OpsServer

/// Durable ticket creation over HTTP, and how soon the office shows it.
enum HTTPBench {
    static func run(_ plan: BenchPlan, _ add: (String, [Figure]) -> Void) async throws {
        let memory = residentMegabytes()
        var figures = [Figure("resident memory, nothing opened", memory, "MB")]
        let floors = try await floors(plan)
        figures += floors.figures
        // As in production: the service that owns tickets in a process of its own, its neighbours known but elsewhere.
        let alone = try plan.directory("http-alone")
        try await BenchFleet.with(allServices, in: alone, startUp: true) { _, _ in }
        figures += try await BenchFleet.with(allServices.filter { $0.0 == .tickets }, in: alone) { fleet, load in
            try await create(plan, fleet, load, floors, "tickets alone")
        }
        let together = try plan.directory("http-all-in-one")
        figures += try await BenchFleet.with(allServices, in: together, startUp: true) { fleet, load in
            let idle = Figure("resident memory, all-in-one idle", residentMegabytes(), "MB", aim: .atMost(100))
            return [idle] + (try await create(plan, fleet, load, floors, "all-in-one"))
                + (try await LatencyBench.measure(fleet, load, "local", plan)) + (try await fill(plan, fleet, load))
        }
        add("Create", figures)
    }

    struct Floors: Sendable {
        /// No-op POSTs per second by clients.
        var http: [Int: Double]
        /// Bare commands per second by batch.
        var commit: [Int: Double]
        var figures: [Figure]
    }

    static let path = "/api/tickets/v1/tickets"
    static let body: @Sendable (Int) -> String = { number in
        #"{"site":"\#(SiteCode.contractOrder[number % 9])","kind":"incident","title":"大屏黑屏 \#(number)","description":"屏幕全黑，指示灯亮","impact":"system","urgency":"high"}"#
    }

    private static func floors(_ plan: BenchPlan) async throws -> Floors {
        let noop = Route(.post, "/api/office/v1/noop", .anyone) { _ in try .json(["ok": true], status: 201) }
        let server = try HTTPServer(Edge([ServiceRoutes(.office, [noop])]), on: .tcp(host: "127.0.0.1", port: 0))
        let load = BenchLoad(port: server.port, token: nil)
        var floors = Floors(http: [:], commit: [:], figures: [])
        for clients in [1, 8, 64] {
            let result = try await load.run(
                clients: clients, seconds: plan.seconds, path: "/api/office/v1/noop", body: body)
            floors.http[clients] = result.perSecond
            floors.figures.append(
                Figure("floor: no-op POST, \(clients) clients", result.perSecond, "/s"))
            let commits = try bareCommits(plan, batch: clients)
            floors.commit[clients] = commits
            floors.figures.append(Figure("floor: bare commits, \(clients) a batch", commits, "/s"))
        }
        await server.stop()
        return floors
    }

    /// Aggregate upsert, log insert, read-model upsert and response row, `batch` times a transaction.
    private static func bareCommits(_ plan: BenchPlan, batch: Int) throws -> Double {
        let db = try Connection(path: try plan.directory("floor-\(batch)") + "/floor.sqlite", mode: .writer)
        try db.execute(
            """
            CREATE TABLE log(seq INTEGER PRIMARY KEY, subject TEXT, version INTEGER, command TEXT, n INTEGER, data BLOB, hash TEXT,
                UNIQUE(subject, version), UNIQUE(command, n)) STRICT;
            CREATE TABLE aggregate(subject TEXT PRIMARY KEY, version INTEGER, state BLOB) STRICT, WITHOUT ROWID;
            CREATE TABLE model(id TEXT PRIMARY KEY, site TEXT, due INTEGER, title TEXT) STRICT, WITHOUT ROWID;
            CREATE TABLE response(command TEXT PRIMARY KEY, body BLOB) STRICT, WITHOUT ROWID;
            """)
        let (data, end) = (Data(repeating: 65, count: 700), ContinuousClock.now + .seconds(plan.seconds))
        var seq = 0
        while ContinuousClock.now < end {
            try db.run("BEGIN IMMEDIATE")
            for _ in 0..<batch {
                seq += 1
                let id = "ticket/\(seq)"
                try db.run(
                    "INSERT INTO log VALUES (?,?,1,?,0,?,?)", [seq, id, "key:\(seq)\(seq)\(seq)", data, Fact.noHash])
                try db.run("INSERT OR REPLACE INTO aggregate VALUES (?,1,?)", [id, data])
                try db.run("INSERT OR REPLACE INTO model VALUES (?,'XZ',?,'大屏黑屏')", [id, seq])
                try db.run("INSERT INTO response VALUES (?,?)", ["key:\(seq)\(seq)\(seq)", data])
            }
            try db.run("COMMIT")
        }
        return Double(seq) / Double(plan.seconds)
    }

    private static func create(
        _ plan: BenchPlan, _ fleet: Fleet, _ load: BenchLoad, _ floors: Floors, _ label: String
    ) async throws -> [Figure] {
        guard let store = fleet.member(.tickets)?.store else { return [] }
        var figures: [Figure] = []
        for clients in [1, 8, 64] {
            let commits = await store.commitCount()
            let result = try await load.run(
                clients: clients, seconds: plan.seconds, path: path, body: body)
            let perCommand = Double(await store.commitCount() - commits) / Double(max(1, result.count))
            let floor = min(floors.http[clients] ?? 0, floors.commit[clients] ?? 0)
            figures += [
                Figure("create ticket, \(label), \(clients) clients", result.perSecond, "/s",
                    floor: floor, aim: clients == 64 ? .ratioAtLeast(0.5) : nil),
                Figure("  p50", result.p50, "ms"),
                Figure("  p99", result.p99, "ms"),
                Figure("  syncs per command", perCommand, "",
                    aim: clients == 1 ? .atMost(1) : clients == 64 ? .atMost(0.125) : nil),
            ]
            try await fleet.settle(within: 120)
        }
        return figures
    }

    /// Until the ticket service has stated that many tickets; then what the process holds in memory.
    private static func fill(_ plan: BenchPlan, _ fleet: Fleet, _ load: BenchLoad) async throws -> [Figure] {
        guard let store = fleet.member(.tickets)?.store else { return [] }
        while await store.head().seq < plan.tickets {
            _ = try await load.run(clients: 64, seconds: 5, path: path, body: body)
        }
        try await fleet.settle(within: 600)
        return [
            Figure("resident memory after \(await store.head().seq) facts of tickets", residentMegabytes(), "MB")
        ]
    }
}
