import BillingDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// A contract year with all that stands around it: folded from its own facts, some two hundred at most.
struct YearFile: Sendable {
    let contract: ContractSigned
    let terms: BillingTerms
    let year: ContractYear
    /// Of the subject, for If-Match.
    let version: Int64
    let facts: [Fact]
    /// Scores as far as they are known, frozen or not.
    let scores: [SiteMonth: KnownScore]
    let calendar: WorkCalendar?

    /// - Returns: nil where the year has no contract.
    init?(_ id: ContractID, _ db: ReadDatabase) throws {
        facts = try db.facts(of: ContractDecider.subject(id))
        var state: ContractYear?
        for fact in facts {
            if let event = try ContractEvent.read(fact) {
                state = ContractDecider.evolve(state, event)
            }
        }
        guard let state, let contract = state.contract else { return nil }
        (year, self.contract) = (state, contract)
        terms = try BillingTerms(contract)
        version = facts.last?.version ?? 0
        scores = try ScoreReplica.of(contract.year, db)
        calendar = try db.workCalendar()
    }

    var quarters: [Quarter] { Quarter.all(of: terms.year) }

    /// The quarter's deduction as frozen, or as it would be by what is known now.
    func deduction(_ quarter: Quarter) -> DeductionFrozen {
        if let frozen = year.deduction(of: quarter) { return frozen }
        let expected = QuarterDeduction(terms, quarter, fines: year.fines(of: quarter, terms)) { siteMonth in
            if let known = scores[siteMonth] { return SiteMonthScore(version: known.version, score: known.score) }
            return year.scores[siteMonth] ?? SiteMonthScore(version: 0, score: .full)
        }
        return DeductionFrozen(
            contract: contract.contract, quarter: quarter, lines: expected.lines,
            scoreDeduction: expected.scoreDeduction, waivedByCap: expected.waivedByCap, fines: expected.fines,
            total: expected.total)
    }

    /// A payment as issued, or as it would be by what is known now.
    func figures(_ quarter: Quarter) -> PaymentFigures {
        PaymentFigures(
            terms, payment: quarter, carryIn: carryIn(quarter), adjustments: year.adjustments(landingIn: quarter),
            deduction: { deduction($0).total })
    }

    /// Whether a site-month has a score, final or not; without one its deduction is not nothing but unknown.
    func isKnown(_ siteMonth: SiteMonth) -> Bool {
        year.deduction(of: Quarter(siteMonth.month)) != nil || scores[siteMonth] != nil
            || year.scores[siteMonth] != nil
    }

    /// The site-months of a quarter that nobody has scored yet.
    func unknown(_ quarter: Quarter) -> [SiteMonth] { terms.siteMonths(quarter).filter { !isKnown($0) } }

    /// What a quarter costs as far as it is known; nil where nothing is: no score and no fine.
    func knownTotal(_ quarter: Quarter) -> Money? {
        let deduction = deduction(quarter)
        let isBlank = unknown(quarter).count == deduction.lines.count && deduction.fines == .zero
        return isBlank ? nil : deduction.total
    }

    /// What a payment takes off as far as it is known; nil where nothing is.
    func knownDeduction(by payment: Quarter) -> Money? {
        let amounts = figures(payment).deducted.compactMap { knownTotal($0.quarter) }
        return amounts.isEmpty ? nil : amounts.reduce(.zero, +)
    }

    /// The fines that count in a quarter's deduction.
    func fines(countedIn quarter: Quarter) -> [FineImposed] {
        year.fines.filter { terms.fineCounts(of: $0.quarter) == quarter }
    }

    /// The sheets that must be frozen before the payment's statement can be issued.
    func blockers(_ quarter: Quarter) -> [SiteMonth] {
        terms.deducted(by: quarter).filter { year.deduction(of: $0) == nil }.flatMap { year.missing($0, terms) }
    }

    func isIssued(_ quarter: Quarter) -> Bool { year.payment(of: quarter) != nil }

    func due(_ quarter: Quarter) -> Day? {
        if let statement = year.payment(of: quarter)?.statement { return statement.dueOn }
        guard let calendar else { return nil }
        return (try? PaymentSchedule.due(quarter, signedOn: contract.signedOn, calendar: calendar)) ?? nil
    }

    private func carryIn(_ quarter: Quarter) -> Money {
        guard quarter.number > 1, let before = Quarter(year: quarter.year, number: quarter.number - 1) else {
            return .zero
        }
        return figures(before).carryOut
    }
}
