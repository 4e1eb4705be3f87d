public import OpsContracts
public import OpsDomain

/// What of a contract decides its money: amounts, shares, cap, policies (requirements section 7).
public struct BillingTerms: Codable, Sendable, Equatable {
    /// Ten billion yuan: enough for any contract, and every product below stays far inside 64 bits.
    public static let largestAmount = Money(fen: 1_000_000_000_000)

    public let year: Int
    /// Four.
    public let quarters: [Money]
    /// In contract site order; they add up to 10 000.
    public let shares: [SiteShare]
    public let scoreCapBp: BasisPoints?
    public let q4Deducts: Q4Policy
    public let finesEveryQuarter: Bool

    /// - Throws: `Rejection.invalid` with the field and the figure that is wrong.
    public init(
        year: Int, quarters: [Money], shares: [SiteShare], scoreCapBp: BasisPoints?,
        q4Deducts: Q4Policy = .thirdAndFourth, finesEveryQuarter: Bool = true
    ) throws(Rejection) {
        guard (1...9999).contains(year) else {
            throw .invalid("year", zh: "年度应为四位数字，现在是\(year)。", en: "No such year: \(year).")
        }
        try Self.check(quarters: quarters)
        try Self.check(shares: shares)
        if let cap = scoreCapBp, !(0...10_000).contains(cap.rawValue) {
            throw .invalid(
                "scoreCapBp", zh: "扣款上限应在0到10000基点之间，现在是\(cap.rawValue)。",
                en: "The cap must be 0 to 10000 basis points, not \(cap.rawValue).")
        }
        guard Q4Policy.all.contains(q4Deducts) else {
            throw .invalid(
                "q4Deducts", zh: "第四季度扣款口径只能是\(Q4Policy.all.map(\.rawValue).joined(separator: "、"))。",
                en: "Unknown policy: \(q4Deducts).")
        }
        self.year = year
        self.quarters = quarters
        self.shares = shares.sorted { $0.site < $1.site }
        self.scoreCapBp = scoreCapBp
        self.q4Deducts = q4Deducts
        self.finesEveryQuarter = finesEveryQuarter
    }

    public init(_ contract: ContractSigned) throws(Rejection) {
        try self.init(
            year: contract.year, quarters: contract.quarters, shares: contract.shares,
            scoreCapBp: contract.scoreCapBp, q4Deducts: contract.q4Deducts,
            finesEveryQuarter: contract.finesEveryQuarter)
    }

    public var annual: Money { quarters.reduce(.zero, +) }
    public var sites: [SiteCode] { shares.map(\.site) }
    public func base(_ quarter: Quarter) -> Money { quarters[quarter.number - 1] }

    /// The site-months of a quarter, by site, then month: 27 where there are nine sites.
    public func siteMonths(_ quarter: Quarter) -> [SiteMonth] {
        sites.flatMap { site in quarter.months.map { SiteMonth(site: site, month: $0) } }
    }

    /// The quarters whose deductions a payment takes off: none, D1, D2, then by policy (A2).
    public func deducted(by payment: Quarter) -> [Quarter] {
        let all = Quarter.all(of: year)
        guard payment.number == 4 else { return payment.number == 1 ? [] : [all[payment.number - 2]] }
        return switch q4Deducts {
        case .third: [all[2]]
        case .fourth: [all[3]]
        default: [all[2], all[3]]
        }
    }

    /// False where the policy for the fourth payment leaves the quarter's deduction uncollected.
    public func collects(_ quarter: Quarter) -> Bool {
        Quarter.all(of: year).contains { deducted(by: $0).contains(quarter) }
    }

    /// The quarter in whose deduction a fine of `quarter` counts (A24).
    public func fineCounts(of quarter: Quarter) -> Quarter {
        finesEveryQuarter ? quarter : Quarter(year: quarter.year, number: 4) ?? quarter
    }

    /// The default split of a year: three equal quarters rounded down, the fourth takes the rest.
    public static func defaultQuarters(annual: Money) -> [Money] {
        let part = Money(fen: annual.fen / 4)
        return [part, part, part, Money(fen: annual.fen - 3 * part.fen)]
    }

    /// The sample of requirements section 7: seven per cent a person, two for the site without posts.
    public static let sampleShares: [SiteShare] = zip(
        SiteCode.contractOrder, [1400, 1400, 2100, 1400, 1400, 700, 700, 700, 200]
    ).map { SiteShare(site: $0, bp: BasisPoints($1)) }

    private static func check(quarters: [Money]) throws(Rejection) {
        guard quarters.count == 4 else {
            throw .invalid(
                "quarters", zh: "合同分四个季度，现在有\(quarters.count)个金额。",
                en: "A contract has four quarters, not \(quarters.count).")
        }
        if let wrong = quarters.first(where: { $0 < .zero || $0 > largestAmount }) {
            throw .invalid(
                "quarters", zh: "季度金额应在0到100亿元之间，现在是\(wrong.fen)分。",
                en: "A quarter's amount must be 0 to \(largestAmount.fen) fen, not \(wrong.fen).")
        }
    }

    private static func check(shares: [SiteShare]) throws(Rejection) {
        if let wrong = shares.first(where: { !(0...10_000).contains($0.bp.rawValue) }) {
            throw .invalid(
                "shares", zh: "\(wrong.site.shortNameZH)的分摊应在0到10000基点之间，现在是\(wrong.bp.rawValue)。",
                en: "The share of \(wrong.site) is \(wrong.bp.rawValue) basis points.")
        }
        let sum = shares.reduce(0) { $0 + $1.bp.rawValue }
        guard sum == 10_000 else {
            throw .invalid(
                "shares", zh: "各站分摊之和应为10000基点，现在是\(sum)。", en: "The shares add up to \(sum), not 10000.")
        }
        guard Set(shares.map(\.site)).count == shares.count else {
            throw .invalid("shares", zh: "同一站区的分摊写了两次，请合并。", en: "A site has two shares.")
        }
    }
}
