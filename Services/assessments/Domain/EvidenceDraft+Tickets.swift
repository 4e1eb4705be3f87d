public import OpsContracts
import OpsDomain

extension EvidenceDraft {
    /// Responding and arriving late cost K2, resolving late K3.
    /// - Returns: nil for a target the sheet knows no miss of.
    public init?(_ fact: TargetBreached) {
        guard let rule = Self.rule(fact.target, fact.priority) else { return nil }
        self.init(
            site: fact.site, rule: rule, basis: fact.basis, occurredAt: fact.breachedAt,
            note: "\(fact.priority.zh)\(fact.kind.zh)\(fact.target.zh)超时",
            besideOnly: fact.basis.isScored && !fact.scores)
    }

    public init(_ fact: TicketReopened) {
        self.init(
            site: fact.site, rule: .reopened, basis: fact.basis, occurredAt: fact.at, note: "重开：\(fact.reason)",
            besideOnly: false)
    }

    private static func rule(_ target: TargetKind, _ priority: Priority) -> RuleCode? {
        switch target {
        case .respond: priority.isMajor ? .responseMissedMajor : .responseMissed
        case .arrive: priority.isMajor ? .arrivalMissedMajor : .arrivalMissed
        case .resolve: priority == .p1 ? .resolveOverdueP1 : priority == .p2 ? .resolveOverdueP2 : .resolveOverdue
        default: nil
        }
    }
}
