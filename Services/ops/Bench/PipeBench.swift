import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsSQLite
import OpsServer

/// The whole way of a ticket: asked for over HTTP, committed, relayed, applied at the office; steadily, against the
/// slowest of its stages when all of them run bare on the same cores at once.
struct PipeBench: Sendable {
    let plan: BenchPlan
    /// Nil for the local bus.
    let kafka: KafkaHome?
    /// Holds start-up data.
    let directory: String

    private var label: String { kafka == nil ? "local" : "over Kafka" }

    static func run(_ plan: BenchPlan, _ add: (String, [Figure]) -> Void) async throws {
        let directory = try plan.directory("pipe")
        try await BenchFleet.with(allServices, in: directory, startUp: true) { _, _ in }
        let local = PipeBench(plan: plan, kafka: nil, directory: directory)
        add("Pipe, local", try await local.pipe())
        add("One consumer out, local", try await local.outage())
        guard let bootstrap = plan.kafka else { return }
        let home = try await KafkaHome.prepare(plan, bootstrap)
        let pipe = PipeBench(plan: plan, kafka: home, directory: home.directory)
        add("Pipe, over Kafka", try await pipe.pipe())
    }

    private func pipe() async throws -> [Figure] {
        let steady = try await self.steady([.tickets, .office])
        let floors = try await PipeFloors(plan: plan, directory: directory, kafka: kafka, batches: steady.batches).run()
        return floors.figures + [
            Figure(
                "ticket asked for → applied at the office", steady.perSecond, "/s", p50: steady.p50, p99: steady.p99,
                floor: floors.least, aim: .ratioAtLeast(0.4))
        ] + steady.figures
    }

    /// The office away: what that costs the others, and how soon it has caught up.
    private func outage() async throws -> [Figure] {
        let all = try await steady([.tickets, .notify, .office])
        let others = try await steady([.tickets, .notify])
        // From before its store is open to the moment it has applied all: nobody writes meanwhile.
        let behind = try Backlog.count(directory)
        let back = try await timed { try await members([.tickets, .office]) { _, _, _ in } }
        return [
            Figure("commands, nobody out", all.perSecond, "/s"),
            Figure(
                "commands, office out", others.perSecond, "/s", floor: all.perSecond, aim: .ratioAtLeast(0.9)),
            Figure("facts lost with the office out", Double(others.lost), "", aim: .atMost(0)),
            Figure(
                "office catches up with \(behind) facts", Double(behind) / back, "facts/s",
                floor: all.perSecond, aim: .ratioAtLeast(3)),
        ]
    }

    private func members<T: Sendable>(
        _ services: [ServiceName], _ body: @escaping @Sendable (Fleet, BenchLoad, KafkaBus?) async throws -> T
    ) async throws -> T {
        let chosen = allServices.filter { services.contains($0.0) }
        guard let kafka else {
            return try await BenchFleet.with(chosen, in: directory) { try await body($0, $1, nil) }
        }
        let bus = try kafka.bus()
        let value = try await BenchFleet.with(chosen, in: directory, bus: bus) { try await body($0, $1, bus) }
        _ = await bus.close()
        return value
    }

    /// A load of 64 clients for a while, watched.
    private func steady(_ services: [ServiceName]) async throws -> Steady {
        let seconds = plan.seconds * 2
        return try await members(services) { fleet, load, bus in
            guard let tickets = fleet.member(.tickets)?.store else { throw CommandFailure("tickets do not run") }
            let readers = fleet.members.filter { $0.service != .tickets }
            var watch = try await Watch(fleet, tickets, readers.map(\.store), bus)
            let watching = Task { [watch] in await watch.run() }
            let result = try await load.run(
                clients: 64, seconds: seconds, path: HTTPBench.path, body: HTTPBench.body)
            // What is on its way when the load ends is not counted.
            let reached = try await watch.positions()
            watching.cancel()
            let seen = await watching.value
            try await fleet.settle(within: 120)
            watch.seen = seen
            return try await Steady(result, watch, reached: reached, seconds: Double(seconds))
        }
    }
}

/// What a steady load came to.
private struct Steady: Sendable {
    var perSecond: Double
    var p50: Double
    var p99: Double
    /// Acknowledged tickets that a log or the office has not, or has twice.
    var lost: Int64
    var batches: (command: Int, apply: Int)
    var figures: [Figure]

    init(_ load: BenchLoad.Result, _ watch: Watch, reached: [Int64], seconds: Double) async throws {
        (p50, p99) = (load.p50, load.p99)
        let end = try await watch.counts()
        let acknowledged = Int64(load.count)
        // The same number everywhere: what was answered, what is in the log, what each reader has of it.
        let stated = end.logged - watch.start.logged
        lost = end.board.map { abs(acknowledged - ($0 - (watch.start.board ?? 0))) } ?? abs(acknowledged - stated)
        lost = max(lost, abs(acknowledged - stated), end.behind)
        let applied = zip(reached, watch.start.positions).map { $0 - $1 }.min() ?? stated
        perSecond = lost == 0 ? Double(min(applied, stated)) / seconds : 0
        let commands = max(1, end.commits - watch.start.commits)
        batches = (
            max(1, Int(acknowledged / commands)),
            max(1, Int(applied / max(1, end.readerCommits - watch.start.readerCommits)))
        )
        figures = [
            Figure("  answered 2xx", Double(acknowledged), "tickets"),
            Figure("  of them lost or doubled", Double(lost), "tickets", aim: .atMost(0)),
            Figure("  duplicates dropped by readers", Double(end.duplicates), "facts"),
            Figure("  gaps met, Kafka clients thrown away", Double(end.retries), ""),
            Figure("  most a reader was behind", Double(watch.seen.lag), "facts"),
            Figure("  oldest fact not yet applied", Double(watch.seen.age), "ms"),
            Figure("  oldest fact not yet on the bus", Double(watch.seen.outbox), "ms"),
        ]
    }
}

/// Counts facts and tickets in the stores themselves, and looks every 20 ms how far behind anybody is.
private struct Watch: Sendable {
    struct Counts: Sendable {
        var logged: Int64 = 0
        var board: Int64?
        var positions: [Int64] = []
        var behind: Int64 = 0
        var commits: Int64 = 0
        var readerCommits: Int64 = 0
        var duplicates: Int64 = 0
        var retries: Int64 = 0
    }
    struct Seen: Sendable {
        var lag: Int64 = 0
        var age: Int64 = 0
        var outbox: Int64 = 0
    }

    let fleet: Fleet
    let tickets: Store
    let readers: [Store]
    let bus: KafkaBus?
    var start = Counts()
    var seen = Seen()

    init(_ fleet: Fleet, _ tickets: Store, _ readers: [Store], _ bus: KafkaBus?) async throws {
        (self.fleet, self.tickets, self.readers, self.bus) = (fleet, tickets, readers, bus)
        start = try await counts()
    }

    static func position(_ reader: Store, _ tickets: Store) async -> Int64 {
        (try? await reader.read { try $0.position(of: tickets.definition.topic)?.seq ?? 0 }) ?? 0
    }

    func positions() async throws -> [Int64] {
        var result: [Int64] = []
        for reader in readers { result.append(await Self.position(reader, tickets)) }
        return result
    }

    func counts() async throws -> Counts {
        var counts = Counts()
        counts.logged = try await tickets.read { db in
            try db.first("SELECT count(*) FROM {ticketQueue}") { $0.int(0) as Int64 } ?? 0
        }
        if let office = fleet.member(.office)?.store {
            counts.board = try await office.read { db in
                try db.first("SELECT count(*) FROM {ticket}") { $0.int(0) as Int64 } ?? 0
            }
        }
        counts.positions = try await positions()
        let head = await tickets.head().seq
        counts.behind = counts.positions.map { head - $0 }.max() ?? 0
        counts.commits = await tickets.commitCount()
        if let reader = readers.first { counts.readerCommits = await reader.commitCount() }
        for consumer in consumers {
            counts.duplicates += consumer.status.duplicates
            counts.retries += consumer.status.gaps
        }
        if let used = bus?.statistics { counts.retries += used.producersDiscarded + used.consumersDiscarded }
        return counts
    }

    private var consumers: [Consumer] {
        fleet.members.flatMap(\.consumers).filter { $0.source == tickets.definition.topic }
    }

    /// Until cancelled.
    func run() async -> Seen {
        var seen = Seen()
        let relay = fleet.member(.tickets)?.relay
        while !Task.isCancelled {
            let (head, now) = (await tickets.head().seq, tickets.clock.now().rawValue)
            for consumer in consumers {
                let status = consumer.status
                seen.lag = max(seen.lag, head - status.seq)
                if let since = status.waitsSince { seen.age = max(seen.age, now - since.rawValue) }
            }
            if let age = try? await relay?.oldestUnpublishedAge() { seen.outbox = max(seen.outbox, age) }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return seen
    }
}
