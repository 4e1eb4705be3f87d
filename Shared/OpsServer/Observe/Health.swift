import OpsContracts
import Synchronization

/// Whether this process can serve, and why not.
public final class Health: Sendable {
    /// - Returns: nil where all is well, else the reason in words for whoever is on duty.
    public typealias Check = @Sendable () async -> String?

    private let checks = Mutex<[String: Check]>([:])

    public init() {}

    /// A check of the same name replaces the one before. It should answer within a second.
    public func register(_ name: String, _ check: @escaping Check) { checks.withLock { $0[name] = check } }

    public struct Report: Codable, Sendable, Equatable {
        public struct Line: Codable, Sendable, Equatable {
            public var name: String
            public var ok: Bool
            public var reason: String?
        }
        public var ready: Bool
        public var checks: [Line]
    }

    public func report() async -> Report {
        let checks = checks.withLock { $0 }
        var lines: [Report.Line] = []
        for (name, check) in checks.sorted(by: { $0.key < $1.key }) {
            let reason = await check()
            lines.append(Report.Line(name: name, ok: reason == nil, reason: reason))
        }
        return Report(ready: lines.allSatisfy(\.ok), checks: lines)
    }
}

/// The addresses machines look at; reached from inside only, a gateway does not pass them on.
public enum OperationalRoutes {
    public static func make(health: Health, metrics: Metrics) -> [Route] {
        [
            Route(.get, "/health/live", .anyone) { _ in try .json(["live": true]) },
            Route(.get, "/health/ready", .anyone) { _ in
                let report = await health.report()
                return try .json(report, status: report.ready ? 200 : 503)
            },
            Route(.get, "/metrics", .anyone) { _ in
                var response = Response.text(metrics.text())
                response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
                return response
            },
        ]
    }
}
