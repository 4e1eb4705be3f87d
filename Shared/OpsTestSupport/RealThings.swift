import Foundation
import OpsContracts
import OpsMessaging
import OpsServer

/// Things that exist, by the names that routes give them.
public struct RealThings: Sendable {
    /// What could not be made, and why.
    private struct NotMade: Error { var description: String }

    private var ids = ["site": "XZ", "item": "XZ-LED1", "contract": "2026", "quarter": "2026-q1", "month": "2026-01"]
    /// Good answers to what most forms ask.
    public let fields = [
        ("title", "黑屏"), ("reason", "误报"), ("text", "已看"), ("result", "已修好"), ("note", "等备件"), ("measure", "已加固"),
        ("passed", "true"), ("active", "true"), ("engineer", "xz-1"), ("day", "2026-01-05"),
    ]

    /// - Parameter fleet: all seven services with their start-up data.
    public static func make(_ fleet: TestFleet) async throws -> RealThings {
        let office = fleet.client(as: "office", roles: Role.all.filter { $0 != .wall }, sites: [])
        var real = RealThings()
        try await fleet.advance(by: 3_600_000)
        let made = [
            ("/api/tickets/v1/tickets", #"{"site":"XZ","title":"屏黑","item":"XZ-LED1"}"#),
            (
                "/api/inspections/v1/findings",
                #"{"site":"XZ","title":"线缆松动","detail":"机柜内","severity":"medium","fault":false}"#
            ), ("/api/notify/v1/channels/duty/configure", #"{"kind":"wecom","name":"值班群","url":"12345678-abcd"}"#),
        ]
        for (path, body) in made {
            let answer = try await office.post(path, body)
            guard answer.status < 300 else { throw NotMade(description: "\(path): \(answer.text)") }
        }
        try await fleet.settle()
        let lists = [
            ("ticket", "tickets/v1/tickets?site=XZ"), ("round", "inspections/v1/rounds?site=XZ"),
            ("finding", "inspections/v1/findings?site=XZ"), ("plan", "inspections/v1/plans?site=XZ"),
            ("channel", "notify/v1/channels"), ("post", "assessments/v1/posts"), ("account", "office/v1/accounts"),
        ]
        for (name, list) in lists {
            let items = try await office.get("/api/\(list)").json()["items"] as? [[String: Any]]
            guard let id = items?.first?[name] as? String else { throw NotMade(description: "no \(name)") }
            real.ids[name] = id
        }
        return real
    }

    /// Of a thing of this kind; nil where there is none.
    public func id(_ kind: String) -> String? { ids[kind] }

    /// Whether everything that the pattern names exists.
    public func has(_ pattern: String) -> Bool {
        pattern.matches(of: #/\{([a-z]+)\}/#).allSatisfy { ids[String($0.output.1)] != nil }
    }

    /// The pattern with real names in it; where there is no such thing, one that could be.
    public func path(_ pattern: String) -> String {
        pattern.replacing(#/\{([a-z]+)\}/#) { ids[String($0.output.1)] ?? "none" }
    }

    /// How many facts each service has stated.
    public static func heads(_ fleet: TestFleet) async throws -> [Int64] {
        try await fleet.settle()
        var heads: [Int64] = []
        for member in fleet.fleet.members { heads.append(await member.store.head().seq) }
        return heads
    }
}
