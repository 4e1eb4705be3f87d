import InspectionsDomain
public import OpsContracts
import OpsDomain
public import OpsMessaging

/// Publishes the default plans where the store has none of that number; a plan somebody changed stays theirs.
public enum InspectionsStartUp {
    /// - Throws: `StoreError`, `Rejection`.
    public static func load(_ store: Store, now: Timestamp) async throws {
        for plan in DefaultPlans.all {
            try await store.perform(.own("start-up:plan:\(plan.plan)", by: .inspections, now: now)) { tx in
                guard try tx.state(Plan.self, plan.plan) == nil else { return }
                try tx.execute(Plan.self, plan.plan, .publish(plan), site: plan.site)
            }
        }
    }
}
