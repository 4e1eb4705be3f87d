import Foundation
import Glibc
import OpsContracts
import OpsMessaging
import OpsServer

/// What changes when there are not nine sites but nine thousand: the lists, and what one fact costs.
enum SitesBench {
    static func run(_ plan: BenchPlan, _ add: (String, [Figure]) -> Void) async throws {
        let tickets = max(1, plan.history / 10)
        var homes: [Int: String] = [:]
        for sites in [9, 90, 900, 9000] {
            let directory = try plan.directory("sites-\(sites)")
            let history = try await History(directory: directory, sites: sites, seed: min(10_000, tickets))
            try history.grow(to: tickets)
            let (all, places) = (BenchTable.number(Double(tickets)), BenchTable.number(Double(sites)))
            add("Lists at \(all) tickets, \(places) sites", try await ListBench.measure(plan, directory).figures)
            if [9, 9000].contains(sites) { homes[sites] = directory } else { plan.forget(directory) }
        }
        guard let few = homes[9], let many = homes[9000] else { return }
        add("Cost of a fact at 9 000 sites, floor: at 9", try await costs(plan, few: few, many: many))
        for directory in homes.values { plan.forget(directory) }
    }

    /// Microseconds of this process's cores for one.
    private struct Cost: Sendable {
        var create = Double.infinity
        var apply = Double.infinity

        func least(_ other: Cost) -> Cost {
            Cost(create: min(create, other.create), apply: min(apply, other.apply))
        }
    }

    /// Turn by turn, so that what the machine does besides meets both; the least disturbed turn counts.
    private static func costs(_ plan: BenchPlan, few: String, many: String) async throws -> [Figure] {
        // What client, socket and HTTP server take is the same for all: it must not hide a difference.
        let around = try await NoOpServer.with { load in
            try await spent {
                try await load.run(clients: 8, seconds: plan.seconds, path: NoOpServer.path, body: HTTPBench.body).count
            }
        }
        var (atFew, atMany) = (Cost(), Cost())
        for turn in 0..<3 {
            atFew = atFew.least(try await cost(plan, few, sites: 9, turn))
            atMany = atMany.least(try await cost(plan, many, sites: 9000, turn))
        }
        return [
            Figure("of it HTTP alone, taken off", around, "µs of a core"),
            Figure(
                "create a ticket", atMany.create - around, "µs of a core", floor: atFew.create - around,
                aim: .ratioAtMost(1.15)),
            Figure(
                "apply a ticket at the office", atMany.apply, "µs of a core", floor: atFew.apply,
                aim: .ratioAtMost(1.15)),
        ]
    }

    private static func cost(_ plan: BenchPlan, _ directory: String, sites: Int, _ turn: Int) async throws -> Cost {
        let codes = HistorySeed.sites(sites)
        let alone = allServices.filter { $0.0 == .tickets }
        let create = try await BenchFleet.with(alone, in: directory, isStepped: true) { _, load in
            try await spent {
                try await load.run(clients: 8, seconds: plan.seconds, path: HTTPBench.path) { number in
                    HTTPBench.body(at: codes[number % codes.count], number)
                }.count
            }
        }
        let both = allServices.filter { [.tickets, .office].contains($0.0) }
        let behind = try Backlog.count(directory)
        // The office reads what was stated while it was away: from the log's file, with nobody writing.
        let catchingUp = try await spent {
            try await BenchFleet.with(both, in: directory, isStepped: true) { _, _ in }
            return behind
        }
        // Opening both stores is in it, and would hide a difference: the same again with nothing to read.
        let opening = try await spent {
            try await BenchFleet.with(both, in: directory, isStepped: true) { _, _ in }
            return behind
        }
        return Cost(create: create, apply: catchingUp - opening)
    }

    /// Microseconds of cores that `body` took by what it returned.
    private static func spent(_ body: () async throws -> Int) async throws -> Double {
        let before = processorSeconds()
        let count = try await body()
        return (processorSeconds() - before) / Double(max(1, count)) * 1_000_000
    }

    private static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
