import Foundation
import OpsContracts

/// `ops bench`: how close the system comes to what this machine can do at all, floor and system in the same run.
enum BenchCommand {
    static let all = [bench]

    static let bench = Command(
        path: ["bench"],
        summary: "Measure writes, the bus, lists, latency, memory and start-up against floors of the same run.",
        options: [
            .optional("facts", "N", "Size of the backlogs. Default: 100000."),
            .optional("log", "N", "Facts in the start-up log. Default: 1000000."),
            .optional("tickets", "N", "Tickets' facts in the all-in-one before its memory is read. Default: 100000."),
            .optional("history", "N", "Tickets in the longest history that lists are read from. Default: 1000000."),
            .optional("samples", "N", "Requests by list. Default: 200."),
            .optional("seconds", "N", "Length of each load. Default: 4."),
            .optional(
                "only", "PARTS",
                "Some of \(BenchPart.allCases.map(\.rawValue).joined(separator: ",")). Default: all."),
            .flag("quick", "A hundredth of everything: shows that it runs, not how fast."),
            .optional(
                "kafka", "BOOTSTRAP",
                "Also measure relay, latency and pipe over this broker, which must be empty: topics are made and left."
            ),
            .optional("json", "FILE", "Where the figures are written as JSON. Default: ./bench.json."),
        ]
    ) { arguments in
        let plan = try BenchPlan(arguments)
        var table = BenchTable(machine: machine())
        func add(_ name: String, _ figures: [Figure]) {
            table.sections.append(BenchTable.Section(name: name, figures: figures))
            FileHandle.standardError.write(Data("measured: \(name)\n".utf8))
        }
        let file = arguments.value("json") ?? "bench.json"
        defer { plan.forgetAll() }
        var failure: (any Error)?
        do {
            for part in BenchPart.allCases where plan.parts.contains(part) { try await part.run(plan, add) }
        } catch { failure = error }
        // What was measured before something failed took minutes, too.
        say(table.text)
        try ContractCoding.encode(table).write(to: URL(fileURLWithPath: file))
        say("\nJSON: \(file)")
        if let failure { throw failure }
    }

    private static func machine() -> String {
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        let average = load.split(separator: " ").first.map(String.init) ?? "unknown"
        var build = "release build"
        assert(
            {
                build = "debug build: the figures say nothing of speed"
                return true
            }())
        return "\(ProcessInfo.processInfo.activeProcessorCount) cores, load average \(average), \(build)"
    }
}

/// What can be measured alone.
enum BenchPart: String, CaseIterable, Sendable {
    case http, apply, relay, pipe, lists, sites, start

    func run(_ plan: BenchPlan, _ add: (String, [Figure]) -> Void) async throws {
        switch self {
        case .http: try await HTTPBench.run(plan, add)
        case .apply: add("Apply", try await ApplyBench.run(plan))
        case .relay:
            guard let bootstrap = plan.kafka else { return }
            add("Relay, over Kafka", try await RelayBench.run(plan, bootstrap: bootstrap))
            add("Latency, over Kafka", try await LatencyBench.overKafka(plan, bootstrap: bootstrap))
        case .pipe: try await PipeBench.run(plan, add)
        case .lists: try await ListBench.run(plan, add)
        case .sites: try await SitesBench.run(plan, add)
        case .start: add("Start-up", try await StartBench.run(plan))
        }
    }
}

struct BenchPlan: Sendable {
    var backlog: Int
    var log: Int
    var tickets: Int
    var history: Int
    var samples: Int
    var seconds: Int
    var kafka: String?
    var parts: Set<BenchPart>
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ops-bench-\(UUID().uuidString)").path

    /// - Throws: `UsageError` for a part there is not, and for less than nothing.
    init(_ arguments: Arguments) throws {
        let share = arguments.has("quick") ? 100 : 1
        func number(_ name: String, _ usual: Int) throws -> Int {
            let value = Int(try arguments.integer(name) ?? Int64(usual))
            guard value > 0 else { throw UsageError("--\(name) must be more than 0") }
            return value
        }
        backlog = try number("facts", 100_000 / share)
        log = try number("log", 1_000_000 / share)
        tickets = try number("tickets", 100_000 / share)
        history = try number("history", 1_000_000 / share)
        samples = try number("samples", max(20, 200 / share))
        seconds = try number("seconds", share == 1 ? 4 : 1)
        kafka = arguments.value("kafka")
        let names = arguments.value("only")?.split(separator: ",").map(String.init) ?? []
        parts = Set(
            try names.map { name in
                guard let part = BenchPart(rawValue: name) else {
                    throw UsageError("--only: there is no part “\(name)”")
                }
                return part
            })
        if parts.isEmpty { parts = Set(BenchPart.allCases) }
    }

    func directory(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// Gives the disk its room back.
    func forget(_ directory: String) { try? FileManager.default.removeItem(atPath: directory) }
    func forgetAll() { forget(folder) }
}
