public import OpsContracts

/// What a quarter's scores and fines cost, to the fen.
public struct QuarterDeduction: Sendable, Equatable {
    /// By site, then month; every site-month of the quarter.
    public let lines: [DeductionLine]
    /// After the cap.
    public let scoreDeduction: Money
    public let waivedByCap: Money
    public let fines: Money
    public var total: Money { scoreDeduction + fines }

    /// - Parameter score: what a site-month scored; the caller says what holds where no sheet is.
    public init(
        _ terms: BillingTerms, _ quarter: Quarter, fines: Money, score: (SiteMonth) -> SiteMonthScore
    ) {
        let fees = Fees.siteMonths(terms, quarter)
        lines = terms.siteMonths(quarter).map { siteMonth in
            let (scored, fee) = (score(siteMonth), fees[siteMonth] ?? .zero)
            let rate = scored.score.deductionRate
            return DeductionLine(
                site: siteMonth.site, month: siteMonth.month, sheetVersion: scored.version, score: scored.score,
                fee: fee, rateBp: rate, deduction: fee.part(rate))
        }
        let raw = lines.reduce(Money.zero) { $0 + $1.deduction }
        let base = terms.base(quarter)
        let cap = terms.scoreCapBp.map { Money(fen: base.fen * Int64($0.rawValue) / 10_000) }
        scoreDeduction = min(raw, cap ?? raw)
        waivedByCap = raw - scoreDeduction
        self.fines = fines
    }
}

/// One payment's arithmetic: `net = base − Σ deducted − carryIn + adjustments`.
public struct PaymentFigures: Sendable, Equatable {
    public let base: Money
    public let deducted: [QuarterAmount]
    public let carryIn: Money
    public let adjustments: Money

    /// - Parameter deduction: D of a quarter.
    public init(
        _ terms: BillingTerms, payment: Quarter, carryIn: Money, adjustments: Money, deduction: (Quarter) -> Money
    ) {
        base = terms.base(payment)
        deducted = terms.deducted(by: payment).map { QuarterAmount(quarter: $0, amount: deduction($0)) }
        self.carryIn = carryIn
        self.adjustments = adjustments
    }

    public var net: Money { base - deducted.reduce(.zero) { $0 + $1.amount } - carryIn + adjustments }
    public var pay: Money { max(.zero, net) }
    /// What the payment could not cover goes into the next one.
    public var carryOut: Money { max(.zero, -net) }
}
