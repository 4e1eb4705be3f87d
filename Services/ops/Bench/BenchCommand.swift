import Foundation
import OpsContracts

/// `ops bench`: how close the system comes to what this machine can do at all, floor and system in the same run.
enum BenchCommand {
    static let all = [bench]

    static let bench = Command(
        path: ["bench"],
        summary: "Measure writes, the bus, latency, memory and start-up against floors of the same run.",
        options: [
            .optional("facts", "N", "Size of the backlog. Default: 100000."),
            .optional("log", "N", "Facts in the start-up log. Default: 1000000."),
            .optional("tickets", "N", "Tickets' facts in the all-in-one before its memory is read. Default: 100000."),
            .optional("seconds", "N", "Length of each load. Default: 4."),
            .optional(
                "kafka", "BOOTSTRAP",
                "Also measure the relay and the latency over this broker, which must be empty: topics are made and left."
            ),
            .optional("json", "FILE", "Write the figures there too."),
        ]
    ) { arguments in
        let plan = BenchPlan(
            backlog: Int(try arguments.integer("facts") ?? 100_000),
            log: Int(try arguments.integer("log") ?? 1_000_000),
            tickets: Int(try arguments.integer("tickets") ?? 100_000),
            seconds: Int(try arguments.integer("seconds") ?? 4), kafka: arguments.value("kafka"))
        var figures: [Figure] = []
        func add(_ more: [Figure]) {
            figures += more
            for figure in more { print(figure.line) }
            fflush(nil)
        }
        add(try await HTTPBench.run(plan))
        add(try await ApplyBench.run(plan))
        if let bootstrap = plan.kafka {
            add(try await RelayBench.run(plan, bootstrap: bootstrap))
            add(try await LatencyBench.overKafka(plan, bootstrap: bootstrap))
        }
        add(try await StartBench.run(plan))
        if let file = arguments.value("json") {
            try ContractCoding.encode(figures).write(to: URL(fileURLWithPath: file))
        }
    }
}

struct BenchPlan: Sendable {
    var backlog: Int
    var log: Int
    var tickets: Int
    var seconds: Int
    var kafka: String?
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ops-bench-\(UUID().uuidString)").path

    func directory(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}

/// One line of the table.
struct Figure: Codable, Sendable {
    var name: String
    var value: Double
    var unit: String
    /// What the same machine did bare, in the same run; nil where there is none.
    var floor: Double?
    /// What is wanted of value/floor, or of the value; words.
    var aim: String?

    var line: String {
        let ratio = floor.map { String(format: "  %.2f of floor %.0f", value / $0, $0) } ?? ""
        let wanted = aim.map { "  (aim \($0))" } ?? ""
        return String(format: "%@  %.2f %@", name.padding(toLength: 44, withPad: " ", startingAt: 0), value, unit)
            + ratio + wanted
    }
}

/// Seconds that `body` took.
func timed(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    return (ContinuousClock.now - start) / .seconds(1)
}

/// Seconds that `body` took, without a suspension.
func timedNow(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
}

extension [Double] {
    /// 0.5 for the median.
    func percentile(_ share: Double) -> Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[Swift.min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}
