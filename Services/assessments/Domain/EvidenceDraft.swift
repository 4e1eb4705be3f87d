public import OpsContracts
import OpsDomain

/// What a fact of another service costs by the rules, before it has a number and a sheet.
public struct EvidenceDraft: Sendable, Equatable {
    public var site: SiteCode
    public var rule: RuleCode
    public var basis: Basis
    public var occurredAt: Timestamp
    public var note: String
    /// See `SheetCommand.propose`.
    public var besideOnly: Bool

    /// - Returns: nil where the round was our own default: it is no duty of the supplier's.
    public init?(_ fact: RoundMissed) {
        guard fact.basis.isScored else { return nil }
        self.init(
            site: fact.site, rule: .roundMissed, basis: fact.basis, occurredAt: fact.dueAt, note: "\(fact.name)漏做",
            besideOnly: false)
    }

    /// - Returns: nil where the round was in time, or our own default.
    public init?(_ fact: RoundCompleted) {
        guard fact.late, fact.basis.isScored else { return nil }
        self.init(
            site: fact.site, rule: .roundLate, basis: fact.basis, occurredAt: fact.dueAt, note: "\(fact.name)迟做",
            besideOnly: false)
    }

    init(
        site: SiteCode, rule: RuleCode, basis: Basis, occurredAt: Timestamp, note: String, besideOnly: Bool
    ) {
        self.site = site
        self.rule = rule
        self.basis = basis
        self.occurredAt = occurredAt
        self.note = String(note.prefix(200))
        self.besideOnly = besideOnly
    }

    /// The sheet of the month it happened in, by the stations' clocks.
    public var sheet: SheetKey { SheetKey(site: site, month: YearMonth(occurredAt.day)) }

    /// - Parameter id: the same for the same cause and rule.
    /// - Returns: nil where the rules in force do not know the event.
    public func proposal(_ id: EvidenceID, cause: EvidenceCause, by rules: ScoreRulesPublished) -> EvidenceProposed? {
        guard let (item, rule) = rules.rule(rule) else { return nil }
        return EvidenceProposed(
            sheet: sheet.id, evidence: id, site: site, month: sheet.month, item: item, tenths: rule.tenths,
            emptiesItem: rule.emptiesItem, rule: rule.event, basis: basis, cause: cause, note: note,
            occurredAt: occurredAt)
    }

    /// The rules a miss of this target may have been recorded under, whatever the priority was then.
    public static func rules(_ target: TargetKind) -> [RuleCode] {
        switch target {
        case .respond: [.responseMissed, .responseMissedMajor]
        case .arrive: [.arrivalMissed, .arrivalMissedMajor]
        case .resolve: [.resolveOverdueP1, .resolveOverdueP2, .resolveOverdue]
        default: []
        }
    }
}
