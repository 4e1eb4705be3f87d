import OpsContracts

extension Sheet {
    mutating func apply(_ fact: SheetScored) {
        scoring = Scoring(
            rulesVersion: fact.rulesVersion,
            weights: fact.items.map { ScoreWeight(item: $0.code, full: $0.full) }, score: fact.score,
            items: fact.items, veto: fact.veto, vetoReason: fact.vetoReason, vetoCap: fact.vetoCap)
        // Scored again behind a publication: the window that was opened stays.
        if status == .draft { status = .scored }
    }

    mutating func apply(_ event: SheetEvent) {
        switch event {
        case .proposed, .scored: break
        case .ruled(let fact): set(fact.evidence, fact.upheld ? .upheld : .rejected)
        case .withdrawn(let fact): set(fact.evidence, .withdrawn)
        case .published(let fact): status = .published(until: fact.objectionUntil)
        case .objected(let fact):
            objections.append(
                Objection(
                    number: fact.objection, version: version, evidence: fact.evidence, text: fact.text, granted: nil))
            if case .published(let until) = status { status = .disputed(until: until) }
        case .objectionRuled(let fact):
            for index in objections.indices where objections[index].number == fact.objection {
                objections[index].granted = fact.granted
            }
            if openObjections.isEmpty, case .disputed(let until) = status { status = .published(until: until) }
        case .frozen(let fact): status = .frozen(at: fact.frozenAt)
        case .reopened(let fact):
            version = fact.version
            status = .draft
        }
    }

    private mutating func set(_ id: EvidenceID, _ ruling: Ruling) {
        for index in evidence.indices where evidence[index].fact.evidence == id { evidence[index].ruling = ruling }
    }
}
