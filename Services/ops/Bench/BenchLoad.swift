import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import Synchronization

/// Many clients that keep one connection each and send the next request when the last is answered.
struct BenchLoad: Sendable {
    struct Result: Sendable {
        var perSecond: Double
        /// Milliseconds.
        var p50: Double
        var p99: Double
        var count: Int
    }

    let base: String
    let token: String?

    func run(clients: Int, seconds: Int, path: String, body: @escaping @Sendable (Int) -> String) async throws -> Result
    {
        let end = ContinuousClock.now + .seconds(seconds)
        let http = HTTPClient(width: clients)
        let counter = Counter()
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<clients {
                group.addTask {
                    var times: [Double] = []
                    while ContinuousClock.now < end {
                        let number = counter.next()
                        let sent = ContinuousClock.now
                        do {
                            var headers: Headers = [
                                "Content-Type": "application/json",
                                "Idempotency-Key": "bench-\(number)-\(UUID().uuidString)",
                            ]
                            if let token { headers["Authorization"] = "Bearer \(token)" }
                            let answer = try await http.send(
                                HTTPClient.Call(.post, base + path, headers: headers, body: Data(body(number).utf8)))
                            guard answer.status < 300 else { throw CommandFailure("\(answer.status): \(answer.text)") }
                        }
                        times.append((ContinuousClock.now - sent) / .milliseconds(1))
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Result(
            perSecond: Double(times.count) / Double(seconds), p50: times.percentile(0.5), p99: times.percentile(0.99),
            count: times.count)
    }
}

final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}

/// A fleet in a folder of its own, for the length of a closure.
enum BenchFleet {
    struct Open: Authenticating {
        func identity(of token: String) -> Identity? {
            Identity(account: AccountID("office"), name: "bench", roles: [.office, .engineer, .siteLead, .reporter])
        }
    }

    static func with<T: Sendable>(
        _ services: [(ServiceName, Compose)], in directory: String,
        _ body: @escaping @Sendable (Fleet) async throws -> T
    ) async throws -> T {
        let fleet = try Fleet(
            services,
            options: Fleet.Options(
                dataDirectory: directory, binding: .tcp(host: "127.0.0.1", port: 0), clock: SystemClock(),
                bus: LocalBus(),
                authenticator: Open()))
        let (results, yield) = AsyncStream<T>.makeStream()
        let running = Task {
            defer { yield.finish() }
            try await fleet.run { fleet in
                try await fleet.loadStartUpData()
                yield.yield(try await body(fleet))
            }
        }
        var result: T?
        for await value in results {
            result = value
            running.cancel()
        }
        do { try await running.value } catch is CancellationError {}
        guard let result else { throw CommandFailure("the bench ended without a result") }
        return result
    }
}

/// This process's resident memory in MB.
func residentMegabytes() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (Double(line.split(separator: " ").dropFirst().first ?? "") ?? 0) / 1024
}
