public import OpsContracts

extension ScoreRulesPublished {
    /// The sheet of requirements section 3.2: 100 points over nine items, version 1.
    public static let standard = ScoreRulesPublished(
        version: 1,
        items: [
            item(.k1, 150, [(.absent, 30), (.lateOrEarly, 5), (.misconduct, 20)]),
            item(
                .k2, 150,
                [
                    (.responseMissed, 10), (.responseMissedMajor, 20), (.arrivalMissed, 10),
                    (.arrivalMissedMajor, 20),
                ]),
            item(
                .k3, 150, [(.resolveOverdueP1, 30), (.resolveOverdueP2, 20), (.resolveOverdue, 10), (.reopened, 5)]),
            item(.k4, 150, [(.roundMissed, 50), (.roundLate, 10), (.recordIncomplete, 5)]),
            item(.k5, 100, [(.sampleMismatch, 5), (.fieldsEmpty, 10)]),
            item(.k6, 100, [(.reportLate, 10), (.reportMissing, 20), (.reportFalsified, 30)]),
            item(.k7, 50, [(.guaranteeFailed, 30)]),
            item(.k8, 50, [(.satisfactionLow, 5), (.complaintUpheld, 10)]),
            item(.k9, 100, [(.rectificationOverdue, 10), (.securityBreach, 50)]),
        ], vetoCap: Score(tenths: 590))

    /// The item that a kind of event costs points in, and how many; nil where the rules know no such event.
    public func rule(_ event: RuleCode) -> (item: ScoreItemCode, rule: ScoreRule)? {
        for item in items {
            if let rule = item.rules.first(where: { $0.event == event }) { return (item.code, rule) }
        }
        return nil
    }

    private static func item(
        _ code: ScoreItemCode, _ weight: Int, _ rules: [(RuleCode, Int)]
    ) -> ScoreRuleItem {
        ScoreRuleItem(
            code: code, name: code.zh, weightTenths: weight,
            rules: rules.map {
                ScoreRule(event: $0.0, tenths: $0.1, emptiesItem: $0.0 == .reportFalsified ? true : nil)
            })
    }
}

extension ScoreItemCode {
    /// In these two a ticket counts at most once, by the largest that applied (section 3.1 a).
    var countsTicketOnce: Bool { self == .k2 || self == .k3 }
}
