import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import OpsServer

/// How long the lists of tickets and office take with a long history, and at many sites.
///
/// Asked over HTTP by one client, so the times hold the way there and back and are never below the server's own. Nobody writes
/// meanwhile, and the first five requests of each, which meet a cold cache, do not count.
enum ListBench {
    static let aim = Aim.atMost(30)

    static func run(_ plan: BenchPlan, _ add: (String, [Figure]) -> Void) async throws {
        let directory = try plan.directory("lists")
        let sizes = [10_000, 100_000, 1_000_000].filter { $0 <= plan.history }
        let filled = try await History(directory: directory, sites: 9, seed: min(10_000, plan.history))
        for size in sizes.isEmpty ? [plan.history] : sizes {
            try filled.grow(to: size)
            let label = "\(BenchTable.number(Double(size))) tickets"
            let measured = try await measure(plan, directory)
            add("Lists at \(label), 9 sites", measured.figures + [try filled.bytes()])
        }
        plan.forget(directory)
    }

    struct Measured: Sendable {
        var figures: [Figure]
        var slowest: Double
    }

    /// - Parameter cases: nil for all.
    static func measure(_ plan: BenchPlan, _ directory: String) async throws -> Measured {
        let services = allServices.filter { [.tickets, .office].contains($0.0) }
        return try await BenchFleet.with(services, in: directory, isStepped: true) { fleet, load in
            guard let store = fleet.member(.tickets)?.store else { return Measured(figures: [], slowest: 0) }
            let counts = try await store.read { db in
                try db.first("SELECT count(*), sum(isOpen) FROM {ticketQueue}") { ($0.int(0) as Int, $0.int(1) as Int) }
            }
            var measured = Measured(
                figures: [
                    Figure("tickets", Double(counts?.0 ?? 0), ""), Figure("of them open", Double(counts?.1 ?? 0), ""),
                ], slowest: 0)
            for list in ListCase.all(try await DeepPlaces(store)) {
                let times = try ask(list, load, plan)
                let p99 = times.percentile(0.99)
                measured.figures.append(
                    Figure(
                        "\(list.name) (\(list.reader.rawValue))", p99, "ms p99", p50: times.percentile(0.5),
                        aim: list.isExport ? nil : aim))
                if !list.isExport { measured.slowest = max(measured.slowest, p99) }
            }
            return measured
        }
    }

    /// Milliseconds of each request: 200 of them, or what three seconds hold, after five that do not count.
    private static func ask(_ list: ListCase, _ load: BenchLoad, _ plan: BenchPlan) throws -> [Double] {
        let client = try KeepAliveClient(port: load.port)
        let token = try load.tokens?(list.reader.identity) ?? ""
        let headers = "Authorization: Bearer \(token)\r\nAccept: text/html, application/json\r\n"
        var times: [Double] = []
        let end = ContinuousClock.now + .seconds(3)
        for number in 0..<(plan.samples + 5) {
            let took = try timedNow {
                let answer = try client.get(list.path, headers: headers)
                guard answer.status == 200 else {
                    throw CommandFailure(
                        "\(list.path): \(answer.status) \(String(decoding: answer.body.prefix(300), as: UTF8.self))")
                }
            }
            if number >= 5 { times.append(took * 1000) }
            if ContinuousClock.now > end, times.count >= 20 { break }
        }
        return times
    }
}

/// A data directory with a history in it.
final class History {
    let directory: String
    private let seed: Int
    private let firstDay: Day
    private var copies = 1

    /// Plays the seed at so many sites.
    init(directory: String, sites count: Int, seed: Int) async throws {
        let now = SystemClock().now()
        let play = HistorySeed(tickets: seed, sites: HistorySeed.sites(count), now: now)
        try await BenchFleet.with(allServices, in: directory, startUp: true) { _, _ in }
        let services = allServices.filter { [.tickets, .office].contains($0.0) }
        try await BenchFleet.with(services, in: directory, isStepped: true) { fleet, _ in
            guard let tickets = fleet.member(.tickets)?.store, let office = fleet.member(.office)?.store else { return }
            try await play.register(in: office)
            try await fleet.settle(within: 120)
            _ = try await play.play(in: tickets)
            try await fleet.settle(within: 600)
        }
        (self.directory, self.seed) = (directory, seed)
        firstDay = (now + -Int64(HistorySeed.days) * HistorySeed.dayMilliseconds).day
    }

    func grow(to tickets: Int) throws {
        let wanted = tickets / max(1, seed)
        guard wanted > copies else { return }
        try HistoryCopies(directory: directory, firstDay: firstDay).make(copies..<wanted)
        copies = wanted
    }

    /// Of both stores, by ticket: the log holds the seed's facts only.
    func bytes() throws -> Figure {
        let sum = try [ServiceName.tickets, .office].reduce(0.0) { sum, service in
            let path = "\(directory)/\(service.rawValue).sqlite"
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
            return sum + (size?.doubleValue ?? 0)
        }
        return Figure("bytes on disk per ticket, read models of both", sum / Double(copies * seed), "bytes")
    }
}
