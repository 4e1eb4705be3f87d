import InspectionsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// Plans the rounds that today and tomorrow belong to, so that a service that was down for a night owes nothing more.
///
/// A round whose due time has passed is never planned: nobody could have done it.
struct RoundPlanner: Sendable {
    let store: Store

    /// - Returns: how many rounds were planned.
    @discardableResult
    func plan(at now: Timestamp) async throws -> Int {
        let missing = try await store.read { db -> [RoundPlanned] in
            guard let calendar = try db.workCalendar() else { return [] }
            var owed: [RoundID: RoundPlanned] = [:]
            for plan in try db.activePlans() {
                for day in [now.day, now.day.adding(days: 1)] {
                    guard let round = try Self.round(plan, day, calendar), round.dueAt > now else { continue }
                    owed[round.round] = round
                }
            }
            return try owed.values.filter { try !db.hasRound($0.round) }.sorted { $0.round < $1.round }
        }
        for round in missing {
            try await store.perform(.own("round:\(round.round):planned", by: .inspections, now: now)) { tx in
                _ = try tx.execute(Round.self, round.round, .plan(round), site: round.site)
            }
        }
        return missing.count
    }

    /// A year that is not loaded stops nothing: the round is planned once the calendar comes.
    private static func round(_ plan: PlanPublished, _ day: Day, _ calendar: WorkCalendar) throws -> RoundPlanned? {
        do throws(CalendarError) {
            return try plan.round(owedIn: day, by: calendar)
        } catch {
            guard case .yearNotLoaded = error else { throw error }
            return nil
        }
    }
}

extension ReadDatabase {
    func activePlans() throws -> [PlanPublished] {
        try plans(site: nil, allowed: [], after: nil, limit: 9_999).filter(\.active)
    }
}
