import Foundation
import OpsContracts
import OpsCrypto
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

    let port: UInt16
    var token: String?
    /// Signs tokens for others than the load's own sender; nil where nobody is asked for one.
    var tokens: (@Sendable (Identity) throws -> String)?

    /// - Parameters:
    ///   - perSecond: how many requests all clients together send; nil for as many as are answered.
    ///   - body: the JSON of the request with this number.
    /// - Throws: `CommandFailure` where an answer is not 2xx.
    func run(
        clients: Int, seconds: Int, perSecond: Double? = nil, path: String, body: @escaping @Sendable (Int) -> String
    ) async throws -> Result {
        let pause = perSecond.map { Double(clients) / $0 }
        let (end, counter) = (ContinuousClock.now + .seconds(seconds), Counter())
        let began = ContinuousClock.now
        // Threads, not tasks: a client that waits for its answer must not take a thread of the pool that makes it.
        let threads = BlockingThreads(width: clients)
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for number in 0..<clients {
                let first = began + .seconds((pause ?? 0) * Double(number) / Double(clients))
                group.addTask {
                    try await threads.run {
                        Swift.Result { try client(from: first, until: end, pause, counter, path, body) }
                    }.get()
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Result(
            perSecond: Double(times.count) / ((ContinuousClock.now - began) / .seconds(1)),
            p50: times.percentile(0.5), p99: times.percentile(0.99), count: times.count)
    }

    private func client(
        from first: ContinuousClock.Instant, until end: ContinuousClock.Instant, _ pause: Double?, _ counter: Counter,
        _ path: String, _ body: (Int) -> String
    ) throws -> [Double] {
        let client = try KeepAliveClient(port: port)
        var (times, turn): ([Double], ContinuousClock.Instant) = ([], first)
        while ContinuousClock.now < end {
            if let pause {
                // Waits for its turn on a thread of its own: this is how a client asks at a given rate, not a wait for something to happen.
                let early = turn - .now
                if early > .zero { Thread.sleep(forTimeInterval: early / .seconds(1)) }
                turn += .seconds(pause)
            }
            let sent = ContinuousClock.now
            try ask(client, path, body(counter.next()))
            times.append((ContinuousClock.now - sent) / .milliseconds(1))
        }
        return times
    }

    /// The same request without a connection.
    func request(_ path: String, _ body: String) -> IncomingRequest {
        var headers: Headers = ["Content-Type": "application/json", "Idempotency-Key": UUID().uuidString]
        if let token { headers["Authorization"] = "Bearer \(token)" }
        return IncomingRequest(method: "POST", target: path, headers: headers, body: Data(body.utf8))
    }

    func ask(_ client: KeepAliveClient, _ path: String, _ body: String) throws {
        let key = UUID().uuidString
        let sign = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        let answer = try client.post(
            path, headers: "Content-Type: application/json\r\nIdempotency-Key: \(key)\r\n\(sign)", body: body)
        guard answer.status < 300 else {
            throw CommandFailure("\(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
        }
    }
}

final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}

/// A process's resident memory in MB.
/// - Parameter process: its number; this one by default.
func residentMegabytes(of process: String = "self") -> Double {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (Double(line.split(separator: " ").dropFirst().first ?? "") ?? 0) / 1024
}
