import OpsContracts
import OpsDomain

/// Evidence and score: what the site decides before it publishes.
extension Sheet {
    func rule(_ id: EvidenceID, _ upheld: Bool, _ reason: String?, _ by: AccountID) throws(Rejection) -> [SheetEvent] {
        guard let piece = evidence(id) else { throw .missing("证据", id.rawValue) }
        if piece.ruling == (upheld ? .upheld : .rejected) { return [] }
        guard piece.ruling != .withdrawn else {
            throw Rejection(
                .conflict, "evidence-withdrawn", zh: "这条证据的来源已撤回，不再扣分。", en: "The cause of this was withdrawn.")
        }
        guard upheld || !(reason ?? "").isEmpty else {
            throw .invalid("reason", zh: "不认定要写明理由。", en: "Say why it is rejected.")
        }
        switch status {
        case .draft, .scored: break
        case .published, .disputed:
            throw Rejection(
                .conflict, "sheet-published", zh: "考核表已发布，改动走异议；新证据记入下一版。",
                en: "The sheet is published: changes come through objections.")
        case .frozen: throw frozen
        }
        let ruled = EvidenceRuled(sheet: key.id, evidence: id, upheld: upheld, by: by, reason: reason)
        return rescored([.ruled(ruled)])
    }

    /// The events, and a new score where they change one that stands.
    func rescored(_ events: [SheetEvent]) -> [SheetEvent] {
        guard let scoring, !events.isEmpty else { return events }
        let after = events.reduce(self) { SheetDecider.evolve($0, $1) }
        let result = SheetResult(weights: scoring.weights, deductions: after.countedDeductions, cap: scoring.vetoCap)
        guard result.score != scoring.score || result.items != scoring.items else { return events }
        return events + [
            .scored(
                SheetScored(
                    sheet: key.id, site: key.site, month: key.month, version: version,
                    rulesVersion: scoring.rulesVersion, items: result.items, score: result.score,
                    veto: scoring.veto, vetoReason: scoring.vetoReason, vetoCap: scoring.vetoCap, by: nil))
        ]
    }

    func score(
        by rules: ScoreRulesPublished, _ hasPosts: Bool, _ veto: Veto?, _ vetoReason: String?, _ by: AccountID
    ) throws(Rejection) -> [SheetEvent] {
        switch status {
        case .draft, .scored: break
        case .published, .disputed:
            throw Rejection(
                .conflict, "sheet-published", zh: "考核表已发布，不能再评分。", en: "The sheet is published already.")
        case .frozen: throw frozen
        }
        guard undecided.isEmpty else {
            throw Rejection(
                .conflict, "evidence-undecided", zh: "还有\(undecided.count)条证据没有认定。先逐条认定或不认定。",
                en: "\(undecided.count) pieces of evidence are not ruled yet.")
        }
        guard veto == nil || !(vetoReason ?? "").isEmpty else {
            throw .invalid("vetoReason", zh: "一票否决要写明事由。", en: "Say what the veto stands on.")
        }
        guard (vetoReason ?? "").count <= 500 else {
            throw .invalid("vetoReason", zh: "事由最多500字。", en: "At most 500 characters.")
        }
        if let veto, !Veto.all.contains(veto) {
            throw .invalid("veto", zh: "没有“\(veto)”这种一票否决。", en: "There is no such veto: \(veto).")
        }
        let weights = ScoreWeight.of(rules, hasPosts: hasPosts)
        let cap = veto == nil ? nil : rules.vetoCap
        let result = SheetResult(weights: weights, deductions: countedDeductions, cap: cap)
        let scored = SheetScored(
            sheet: key.id, site: key.site, month: key.month, version: version, rulesVersion: rules.version,
            items: result.items, score: result.score, veto: veto, vetoReason: vetoReason,
            vetoCap: cap, by: by)
        return [.scored(scored)]
    }

    func withdraw(
        _ subject: String, _ rules: [RuleCode], _ occurredAt: Timestamp, _ reason: String
    ) -> [SheetEvent] {
        let gone = evidence.filter {
            $0.ruling != .withdrawn && $0.fact.cause?.subject == subject && rules.contains($0.fact.rule)
                && $0.fact.occurredAt == occurredAt
        }
        let events = gone.map {
            SheetEvent.withdrawn(EvidenceWithdrawn(sheet: key.id, evidence: $0.fact.evidence, reason: reason))
        }
        // A frozen score stands until somebody opens the next version.
        if case .frozen = status { return events }
        return rescored(events)
    }

    var frozen: Rejection {
        Rejection(
            .conflict, "sheet-frozen", zh: "考核表已冻结。要改请“更正”，出下一版。",
            en: "The sheet is frozen; a correction is its next version.")
    }
}
