import Foundation
import OpsContracts
import OpsMessaging
import OpsServer

/// Durable ticket creation over HTTP, and how soon the office shows it.
enum HTTPBench {
    static func run(_ plan: BenchPlan, _ add: (String, [Figure]) -> Void) async throws {
        let memory = residentMegabytes()
        let noop = try await NoOpServer.floors(plan)
        // As in production: the service that owns tickets in a process of its own, its neighbours known but elsewhere.
        let alone = try plan.directory("http-alone")
        try await BenchFleet.with(allServices, in: alone, startUp: true) { _, _ in }
        add(
            "Create a ticket over HTTP, tickets alone",
            try await BenchFleet.with(allServices.filter { $0.0 == .tickets }, in: alone) { fleet, load in
                try await create(plan, fleet, load, noop, alone) + (try await direct(plan, fleet, load, alone))
            })
        let together = try plan.directory("http-all-in-one")
        let (figures, latency, memories) = try await BenchFleet.with(allServices, in: together, startUp: true) {
            fleet, load in
            // What the loads before left behind is in it; StartBench looks at a process that has done nothing yet.
            let idle = Figure("all seven opened, after the load on tickets alone", residentMegabytes(), "MB")
            return (
                try await create(plan, fleet, load, noop, together),
                try await LatencyBench.measure(fleet, load, "local", plan),
                [Figure("nothing opened", memory, "MB"), idle] + (try await fill(plan, fleet, load))
            )
        }
        add("Create a ticket over HTTP, all seven services in one process", figures)
        add("Latency, local", latency)
        add("Resident memory of the bench itself, clients included", memories)
    }

    static let path = "/api/tickets/v1/tickets"
    static let body: @Sendable (Int) -> String = { number in
        body(at: SiteCode.contractOrder[number % 9], number)
    }

    static func body(at site: SiteCode, _ number: Int) -> String {
        #"{"site":"\#(site)","kind":"incident","title":"大屏黑屏 \#(number)","description":"屏幕全黑，指示灯亮","impact":"system","urgency":"high"}"#
    }

    private static func create(
        _ plan: BenchPlan, _ fleet: Fleet, _ load: BenchLoad, _ noop: [Int: Double], _ directory: String
    ) async throws -> [Figure] {
        guard let store = fleet.member(.tickets)?.store else { return [] }
        var figures: [Figure] = []
        for clients in [1, 8, 64] {
            let commits = await store.commitCount()
            let result = try await load.run(clients: clients, seconds: plan.seconds, path: path, body: body)
            let perCommand = Double(await store.commitCount() - commits) / Double(max(1, result.count))
            try await fleet.settle(within: 120)
            let (floor, commit) = try bare(perCommand, plan, directory, "floor-\(clients)")
            figures += [
                Figure("floor: no-op POST, \(clients) clients", noop[clients] ?? 0, "/s"), floor,
                Figure(
                    "create, \(clients) clients", result.perSecond, "/s", p50: result.p50, p99: result.p99,
                    floor: min(noop[clients] ?? 0, commit), aim: clients == 64 ? .ratioAtLeast(0.5) : nil),
                Figure(
                    "syncs per command, \(clients) clients", perCommand, "",
                    aim: clients == 1 ? .atMost(1) : clients == 64 ? .atMost(0.125) : nil),
            ]
        }
        return figures
    }

    /// The same commands put to the service by tasks: rights, routing, JSON and the store, but no socket and no client's work.
    private static func direct(
        _ plan: BenchPlan, _ fleet: Fleet, _ load: BenchLoad, _ directory: String
    ) async throws -> [Figure] {
        guard let store = fleet.member(.tickets)?.store else { return [] }
        let (commits, counter, began) = (await store.commitCount(), Counter(), ContinuousClock.now)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    var answered = 0
                    while ContinuousClock.now - began < .seconds(plan.seconds) {
                        let answer = await fleet.ask(load.request(path, body(counter.next())))
                        guard answer.status < 300 else { throw CommandFailure("a command got \(answer.status)") }
                        answered += 1
                    }
                    return answered
                }
            }
            return try await group.reduce(0, +)
        }
        let perSecond = Double(count) / ((ContinuousClock.now - began) / .seconds(1))
        let perCommand = Double(await store.commitCount() - commits) / Double(max(1, count))
        try await fleet.settle(within: 120)
        let (floor, commit) = try bare(perCommand, plan, directory, "floor-direct")
        return [
            floor,
            Figure("create, 64 tasks, without HTTP", perSecond, "/s", floor: commit, aim: .ratioAtLeast(0.7)),
        ]
    }

    /// What a command writes, bare, as many a transaction as were seen.
    private static func bare(
        _ perCommand: Double, _ plan: BenchPlan, _ directory: String, _ name: String
    ) throws -> (Figure, Double) {
        let batch = max(1, Int((1 / max(perCommand, 0.001)).rounded()))
        let loop = BareLoop(
            path: "\(directory)/\(name).sqlite", rows: try BareRows.command(directory), batch: batch)
        let commit = try loop.run(seconds: plan.seconds)
        return (Figure("floor: the same rows bare, \(batch) a transaction", commit, "/s"), commit)
    }

    /// Until the ticket service has stated that many tickets; then what the process holds in memory.
    private static func fill(_ plan: BenchPlan, _ fleet: Fleet, _ load: BenchLoad) async throws -> [Figure] {
        guard let store = fleet.member(.tickets)?.store else { return [] }
        while await store.head().seq < plan.tickets {
            _ = try await load.run(clients: 64, seconds: 5, path: path, body: body)
        }
        try await fleet.settle(within: 600)
        let facts = BenchTable.number(Double(await store.head().seq))
        return [Figure("all-in-one, after \(facts) facts of tickets", residentMegabytes(), "MB")]
    }
}

/// The HTTP server with a route that does nothing: what accepting a body and answering costs by itself.
enum NoOpServer {
    /// - Returns: what `body` returned, which got a load of requests like a ticket's, without a token.
    static func with<T>(_ body: (BenchLoad) async throws -> T) async throws -> T {
        let noop = Route(.post, path, .anyone) { _ in try .json(["ok": true], status: 201) }
        let server = try HTTPServer(Edge([ServiceRoutes(.office, [noop])]), on: .tcp(host: "127.0.0.1", port: 0))
        do {
            let value = try await body(BenchLoad(port: server.port, token: nil))
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }

    static let path = "/api/office/v1/noop"

    /// Requests per second by number of clients.
    static func floors(_ plan: BenchPlan) async throws -> [Int: Double] {
        try await with { load in
            var floors: [Int: Double] = [:]
            for clients in [1, 8, 64] {
                floors[clients] = try await load.run(
                    clients: clients, seconds: plan.seconds, path: path, body: HTTPBench.body
                ).perSecond
            }
            return floors
        }
    }
}
