import OpsContracts
import OpsDomain
import OpsMessaging

/// The simulated clock of a process, for whoever moves several in step; where the clock is the machine's there is none.
///
/// `GET /admin/clock`, `POST /admin/clock {"to":ms}`, `POST /admin/work`, `POST /admin/settle {"heads":{topic:seq}}`.
struct ClockRoutes {
    let fleet: Fleet

    var all: [Route] {
        guard let clock = fleet.options.clock as? ManualClock else { return [] }
        return [
            Route(.get, "/admin/clock", .anyone) { _ in try .json(["now": clock.now()]) },
            Route(.post, "/admin/clock", .anyone, needsKey: false) { request in
                struct Asked: Decodable { var to: Timestamp }
                clock.advance(to: try request.json(Asked.self).to)
                return try .json(["now": clock.now()])
            },
            Route(.post, "/admin/work", .anyone, needsKey: false) { _ in
                if fleet.members.count > 1 {
                    try await fleet.doWork()
                } else {
                    for member in fleet.members { try await fleet.doWork(of: member) }
                }
                return try .json(await heads())
            },
            Route(.post, "/admin/settle", .anyone, needsKey: false) { try await settle($0) },
        ]
    }

    /// How far the logs of this process are.
    private struct Heads: Codable {
        var heads: [String: Int64]
    }

    private func heads() async -> Heads {
        var heads: [String: Int64] = [:]
        for member in fleet.members { heads[member.store.definition.topic.rawValue] = await member.store.head().seq }
        return Heads(heads: heads)
    }

    /// Answers once the readers here have applied what is asked for, with how far the own logs are then: where that is
    /// what was asked for too, in every process, all is at rest.
    private func settle(_ request: Request) async throws -> Response {
        let asked = try request.json(Heads.self)
        for member in fleet.members {
            for consumer in member.consumers {
                guard let seq = asked.heads[consumer.source.rawValue] else { continue }
                guard try await member.store.waitUntilApplied(consumer.source, seq: seq, milliseconds: 30_000) else {
                    let state = "\(member.service) ← \(consumer.source): \(consumer.status.state)"
                    throw Rejection(.conflict, "behind", zh: "还没有读到。", en: "Still behind: \(state)")
                }
            }
        }
        return try .json(await heads())
    }
}
