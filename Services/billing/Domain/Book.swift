import OpsContracts
import OpsDomain

/// A signed contract year: the rules of fines, deductions and statements.
struct Book {
    let year: ContractYear
    let contract: ContractSigned
    let terms: BillingTerms

    func check(_ quarter: Quarter) throws(Rejection) {
        guard quarter.year == terms.year else {
            throw .invalid(
                "quarter", zh: "\(quarter.zh)不属于\(terms.year)年度合同。", en: "\(quarter) is not of \(terms.year).")
        }
    }

    func impose(_ fine: FineImposed) throws(Rejection) -> [ContractEvent] {
        try check(fine.quarter)
        guard fine.contract == contract.contract else {
            throw .invalid("contract", zh: "罚款的合同编号不对。", en: "The fine names another contract.")
        }
        guard fine.amount > .zero, fine.amount <= BillingTerms.largestAmount else {
            throw .invalid("amount", zh: "罚款金额应大于0，现在是\(fine.amount.fen)分。", en: "A fine is more than nothing.")
        }
        guard !fine.reason.isEmpty, fine.reason.count <= 500 else {
            throw .invalid("reason", zh: "填写罚款事由，最多500字。", en: "Give a reason in at most 500 characters.")
        }
        if let site = fine.site, !terms.sites.contains(site) {
            throw .invalid("site", zh: "合同里没有站区\(site)。", en: "\(site) is no site of the contract.")
        }
        if year.fines.contains(fine) { return [] }
        guard !year.usedFines.contains(fine.fine) else {
            throw Rejection(.conflict, "fine-exists", zh: "罚款编号\(fine.fine)已用过。", en: "The id \(fine.fine) is taken.")
        }
        try requireOpen(fine.quarter)
        return [.fineImposed(fine)]
    }

    func withdraw(_ id: FineID, _ reason: String, _ by: AccountID) throws(Rejection) -> [ContractEvent] {
        guard !reason.isEmpty, reason.count <= 500 else {
            throw .invalid("reason", zh: "填写撤回理由，最多500字。", en: "Give a reason in at most 500 characters.")
        }
        guard let fine = year.fines.first(where: { $0.fine == id }) else {
            if year.usedFines.contains(id) { return [] }
            throw .missing("罚款", id.rawValue)
        }
        try requireOpen(fine.quarter)
        return [
            .fineWithdrawn(
                FineWithdrawn(
                    contract: contract.contract, fine: id, quarter: fine.quarter, amount: fine.amount, reason: reason,
                    by: by))
        ]
    }

    private func requireOpen(_ quarter: Quarter) throws(Rejection) {
        let counts = terms.fineCounts(of: quarter)
        guard year.deduction(of: counts) == nil else {
            throw Rejection(
                .conflict, "deduction-frozen", zh: "\(counts.zh)扣款已定。请记入下一季度。",
                en: "The deduction of \(counts) is frozen; use the next quarter.", field: "quarter")
        }
    }

    func freeze(_ quarter: Quarter) throws(Rejection) -> DeductionFrozen {
        try check(quarter)
        guard year.deduction(of: quarter) == nil else {
            throw Rejection(
                .conflict, "deduction-frozen", zh: "\(quarter.zh)扣款已定。", en: "The deduction of \(quarter) is frozen.")
        }
        let missing = year.missing(quarter, terms)
        guard missing.isEmpty else {
            throw Rejection(
                .conflict, "sheets-missing",
                zh: "\(quarter.zh)还有\(missing.count)张考核表未冻结：\(missing.map(\.zh).joined(separator: "、"))。",
                en: "\(missing.count) sheets are not frozen: \(missing.map(\.description).joined(separator: ", ")).")
        }
        let computed = deduction(quarter, year.scores)
        return DeductionFrozen(
            contract: contract.contract, quarter: quarter, lines: computed.lines,
            scoreDeduction: computed.scoreDeduction, waivedByCap: computed.waivedByCap, fines: computed.fines,
            total: computed.total)
    }

    private func deduction(_ quarter: Quarter, _ scores: [SiteMonth: SiteMonthScore]) -> QuarterDeduction {
        QuarterDeduction(terms, quarter, fines: year.fines(of: quarter, terms)) {
            scores[$0] ?? SiteMonthScore(version: 0, score: .full)
        }
    }

    /// What a corrected score changes once its quarter is frozen: the capped deduction before less the one after.
    func adjustment(for received: ScoreReceived) -> AdjustmentMade? {
        let quarter = Quarter(received.month)
        let key = SiteMonth(site: received.site, month: received.month)
        guard year.deduction(of: quarter) != nil, terms.collects(quarter), let held = year.scores[key] else {
            return nil
        }
        var corrected = year.scores
        corrected[key] = SiteMonthScore(version: received.sheetVersion, score: received.score)
        let amount =
            deduction(quarter, year.scores).scoreDeduction - deduction(quarter, corrected).scoreDeduction
        guard amount != .zero else { return nil }
        return AdjustmentMade(
            contract: contract.contract, adjustment: AdjustmentID("\(terms.year)-a\(year.adjustments.count + 1)"),
            site: received.site, month: received.month, fromVersion: held.version, toVersion: received.sheetVersion,
            amount: amount, landsIn: nextPayment(after: quarter))
    }

    /// The first payment behind a quarter whose statement is still to come; nil after the fourth.
    private func nextPayment(after quarter: Quarter) -> Quarter? {
        Quarter.all(of: terms.year).first {
            $0.number >= min(quarter.number + 1, 4) && year.payment(of: $0) == nil
        }
    }

    func issue(
        _ quarter: Quarter, _ calendar: WorkCalendar?, _ heads: [SourceHead]
    ) throws(Rejection) -> [ContractEvent] {
        try check(quarter)
        guard year.payment(of: quarter) == nil else {
            throw Rejection(
                .conflict, "statement-issued", zh: "\(quarter.zh)结算单已出。", en: "The statement of \(quarter) is issued.")
        }
        guard year.payments.count == quarter.number - 1 else {
            throw Rejection(
                .conflict, "previous-statement-missing", zh: "先出上一季度的结算单，结转要从那里来。",
                en: "Issue the statement of the quarter before first: the carry comes from it.")
        }
        var frozen: [Quarter: DeductionFrozen] = [:]
        var events: [ContractEvent] = []
        for deducted in terms.deducted(by: quarter) {
            if let held = year.deduction(of: deducted) {
                frozen[deducted] = held
            } else {
                let now = try freeze(deducted)
                frozen[deducted] = now
                events.append(.deductionFrozen(now))
            }
        }
        let figures = PaymentFigures(
            terms, payment: quarter, carryIn: year.payments.last?.statement.carryOut ?? .zero,
            adjustments: year.adjustments(landingIn: quarter), deduction: { frozen[$0]?.total ?? .zero })
        return events + [.statementIssued(statement(quarter, figures, calendar, heads))]
    }

    private func statement(
        _ quarter: Quarter, _ figures: PaymentFigures, _ calendar: WorkCalendar?, _ heads: [SourceHead]
    ) -> StatementIssued {
        // A year that is not loaded never stops work: the statement then carries no due day.
        let due = calendar.flatMap {
            (try? PaymentSchedule.due(quarter, signedOn: contract.signedOn, calendar: $0)) ?? nil
        }
        return StatementIssued(
            contract: contract.contract, statement: StatementID(quarter.description), quarter: quarter,
            base: figures.base, deducted: figures.deducted, carryIn: figures.carryIn,
            adjustments: figures.adjustments, net: figures.net, pay: figures.pay, carryOut: figures.carryOut,
            receivable: quarter.number == 4 ? figures.carryOut : .zero, dueOn: due, heads: heads)
    }
}
