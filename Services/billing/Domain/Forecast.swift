public import OpsContracts
public import OpsDomain

/// A whole contract year computed from what is known of it so far.
public struct Forecast: Codable, Sendable, Equatable {
    /// D of the four quarters.
    public let deductionFen: [Int64]
    public let paymentFen: [Int64]
    /// What each payment leaves to the next; the fourth's is the receivable.
    public let carryFen: [Int64]
    /// What the supplier owes after the fourth payment.
    public let receivableFen: Int64

    /// A frozen, or assumed, sheet.
    public struct Month: Sendable, Equatable {
        public var site: SiteCode
        public var month: YearMonth
        public var version: Int
        public var score: Score

        public init(site: SiteCode, month: YearMonth, version: Int = 1, score: Score) {
            self.site = site
            self.month = month
            self.version = version
            self.score = score
        }
    }

    /// A site-month without a sheet counts as 100.0. Of several versions of a sheet the highest counts; the same version
    /// twice is one.
    /// - Parameters:
    ///   - fines: by the quarter they arose in.
    ///   - adjustments: signed, by the payment that takes them; more than zero: more is paid.
    /// - Throws: `Rejection.invalid` for a site or month that is none of the contract's, a score outside 0…100.0, a
    ///   quarter of another year, or an amount too large to be meant.
    public static func run(
        _ terms: BillingTerms, months: [Month] = [], fines: [QuarterAmount] = [], adjustments: [QuarterAmount] = []
    ) throws(Rejection) -> Forecast {
        for month in months { try check(month, terms) }
        for fine in fines { try check(fine, terms, "fines", atLeast: .zero) }
        for adjustment in adjustments {
            try check(adjustment, terms, "adjustments", atLeast: -BillingTerms.largestAmount)
        }
        let scores = newest(months)
        let quarters = Quarter.all(of: terms.year)
        let deductions = quarters.map { quarter in
            let counted = fines.filter { terms.fineCounts(of: $0.quarter) == quarter }
            return QuarterDeduction(terms, quarter, fines: sum(counted)) {
                scores[$0] ?? SiteMonthScore(version: 0, score: .full)
            }.total
        }
        var (payments, carries) = ([Money](), [Money]())
        for payment in quarters {
            let figures = PaymentFigures(
                terms, payment: payment, carryIn: carries.last ?? .zero,
                adjustments: sum(adjustments.filter { $0.quarter == payment }),
                deduction: { deductions[$0.number - 1] })
            payments.append(figures.pay)
            carries.append(figures.carryOut)
        }
        return Forecast(
            deductionFen: deductions.map(\.fen), paymentFen: payments.map(\.fen), carryFen: carries.map(\.fen),
            receivableFen: carries.last?.fen ?? 0)
    }

    private static func newest(_ months: [Month]) -> [SiteMonth: SiteMonthScore] {
        var newest: [SiteMonth: SiteMonthScore] = [:]
        for month in months {
            let key = SiteMonth(site: month.site, month: month.month)
            if let held = newest[key], held.version >= month.version { continue }
            newest[key] = SiteMonthScore(version: month.version, score: month.score)
        }
        return newest
    }

    private static func sum(_ amounts: [QuarterAmount]) -> Money { amounts.reduce(.zero) { $0 + $1.amount } }

    private static func check(_ month: Month, _ terms: BillingTerms) throws(Rejection) {
        guard terms.sites.contains(month.site) else {
            throw .invalid("months", zh: "合同里没有站区\(month.site)。", en: "\(month.site) is no site of the contract.")
        }
        guard month.month.year == terms.year else {
            throw .invalid(
                "months", zh: "\(month.month)不在\(terms.year)年度内。", en: "\(month.month) is not in \(terms.year).")
        }
        guard (0...1000).contains(month.score.tenths) else {
            throw .invalid(
                "months", zh: "\(month.site)\(month.month)的得分应为0到1000（十分之一分），现在是\(month.score.tenths)。",
                en: "\(month.site) \(month.month) scores \(month.score.tenths) tenths; 0 to 1000 are possible.")
        }
    }

    private static func check(
        _ entry: QuarterAmount, _ terms: BillingTerms, _ field: String, atLeast least: Money
    ) throws(Rejection) {
        guard entry.quarter.year == terms.year else {
            throw .invalid(
                field, zh: "\(entry.quarter.zh)不在\(terms.year)年度内。", en: "\(entry.quarter) is not in \(terms.year).")
        }
        guard entry.amount >= least, entry.amount <= BillingTerms.largestAmount else {
            throw .invalid(
                field, zh: "\(entry.quarter.zh)的金额\(entry.amount.fen)分超出范围。",
                en: "\(entry.amount.fen) fen in \(entry.quarter) is out of range.")
        }
    }
}
