import InspectionsDomain
import OpsContracts
import OpsMessaging

/// States that rounds were missed, found by the index on the time they are missed at.
struct RoundSweep: Sendable {
    let store: Store

    func sweep(at now: Timestamp) async throws {
        let overdue = try await store.read { try $0.roundsToMiss(at: now, limit: 200) }
        for id in overdue {
            try await store.perform(.own("round:\(id):missed", by: .inspections, now: now)) { tx in
                guard let round = try tx.state(Round.self, id) else { return }
                try tx.execute(Round.self, id, .miss, site: round.planned.site)
            }
        }
    }
}
