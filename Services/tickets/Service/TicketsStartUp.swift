public import OpsContracts
public import OpsMessaging
import TicketsDomain

/// What the service needs before its first ticket: time limits. Repeatable; skips what exists.
public enum TicketsStartUp {
    public static func load(_ store: Store, now: Timestamp) async throws {
        try await store.perform(.own("start-up:sla-policy:standard", by: .tickets, now: now)) { tx in
            let policy = SLAPolicyPublished.standard
            guard try tx.version(SLAPolicyDecider.self, policy.policy) == 0 else { return }
            try tx.execute(SLAPolicyDecider.self, policy.policy, SLAPolicyDecider.Command(policy), site: nil)
        }
    }
}
