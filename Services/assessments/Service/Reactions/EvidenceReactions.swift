import AssessmentsDomain
import OpsContracts
import OpsDomain
import OpsMessaging

/// What happens in tickets and inspections becomes evidence on the sheet of its month. A person rules whether it counts.
enum EvidenceReactions {
    static let all = [ticketMisses, missedRounds, withdrawnMisses]

    static let ticketMisses = Reaction(
        "ticket-miss-is-evidence", families: ["tickets.target-breached", "tickets.ticket-reopened"], from: .beginning
    ) { fact, tx in
        if fact.type.family == "tickets.target-breached" {
            let breach = try fact.decode(TargetBreached.self)
            try propose(EvidenceDraft(breach), fact, "ticket/\(breach.ticket)", tx)
        } else {
            let reopened = try fact.decode(TicketReopened.self)
            try propose(EvidenceDraft(reopened), fact, "ticket/\(reopened.ticket)", tx)
        }
    }

    static let missedRounds = Reaction(
        "missed-round-is-evidence", families: ["inspections.round-missed", "inspections.round-completed"],
        from: .beginning
    ) { fact, tx in
        if fact.type.family == "inspections.round-missed" {
            let missed = try fact.decode(RoundMissed.self)
            try propose(EvidenceDraft(missed), fact, "round/\(missed.round)", tx)
        } else {
            let completed = try fact.decode(RoundCompleted.self)
            try propose(EvidenceDraft(completed), fact, "round/\(completed.round)", tx)
        }
    }

    static let withdrawnMisses = Reaction(
        "withdrawn-miss-withdraws-evidence", families: ["tickets.target-breach-withdrawn"], from: .beginning
    ) { fact, tx in
        let withdrawn = try fact.decode(TargetBreachWithdrawn.self)
        let key = SheetKey(site: withdrawn.site, month: YearMonth(withdrawn.breachedAt.day))
        try tx.execute(
            SheetDecider.self, key,
            .withdraw(
                subject: "ticket/\(withdrawn.ticket)", rules: EvidenceDraft.rules(withdrawn.target),
                occurredAt: withdrawn.breachedAt, reason: withdrawn.reason), site: key.site)
    }

    /// - Parameter subject: by the number people say, so that a page can link to it.
    private static func propose(
        _ draft: EvidenceDraft?, _ fact: Fact, _ subject: String, _ tx: WriteTransaction
    ) throws {
        let source = ServiceName(rawValue: fact.type.service) ?? .tickets
        let cause = EvidenceCause(
            topic: source.topic, factId: fact.id, seq: fact.seq, hash: fact.hash, subject: subject)
        guard let draft, let proposal = draft.proposal(id(of: fact), cause: cause, by: try CurrentRules.read(tx))
        else { return }
        try tx.execute(
            SheetDecider.self, draft.sheet, .propose(proposal, besideOnly: draft.besideOnly), site: draft.site)
    }

    /// From the random half of the fact's id: the same fact always makes the same evidence.
    private static func id(of fact: Fact) -> EvidenceID {
        EvidenceID("e-" + fact.id.filter { $0 != "-" }.suffix(16))
    }
}
