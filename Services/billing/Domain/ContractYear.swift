public import OpsContracts

/// A contract year: the carry ties its four payments together, so one aggregate holds them.
///
/// Scores may come before the contract is entered; then only `scores` is filled.
public struct ContractYear: Codable, Sendable, Equatable {
    public internal(set) var contract: ContractSigned?
    public internal(set) var scores: [SiteMonth: SiteMonthScore] = [:]
    public internal(set) var fines: [FineImposed] = []
    /// Every fine id ever used: a withdrawn one is not free again.
    public internal(set) var usedFines: Set<FineID> = []
    /// In quarter order.
    public internal(set) var deductions: [DeductionFrozen] = []
    public internal(set) var adjustments: [AdjustmentMade] = []
    /// In quarter order, as far as statements were issued.
    public internal(set) var payments: [Payment] = []

    public struct Payment: Codable, Sendable, Equatable {
        public internal(set) var statement: StatementIssued
        public internal(set) var state: PaymentState
    }

    /// How far an issued payment is. Planned and scored are what it was before its statement.
    public enum PaymentState: Codable, Sendable, Equatable {
        case issued
        case fiscallyApproved(document: String, on: Day)
        case approved
        case awaitingFunds(reason: String)
        case paid(on: Day)
    }

    public func deduction(of quarter: Quarter) -> DeductionFrozen? { deductions.first { $0.quarter == quarter } }
    public func payment(of quarter: Quarter) -> Payment? { payments.first { $0.statement.quarter == quarter } }

    /// The fines that count in a quarter's deduction.
    public func fines(of quarter: Quarter, _ terms: BillingTerms) -> Money {
        fines.filter { terms.fineCounts(of: $0.quarter) == quarter }.reduce(.zero) { $0 + $1.amount }
    }

    /// What a payment takes of corrections made after a freeze.
    public func adjustments(landingIn payment: Quarter) -> Money {
        adjustments.filter { $0.landsIn == payment }.reduce(.zero) { $0 + $1.amount }
    }

    /// The site-months of a quarter that have no frozen sheet yet.
    public func missing(_ quarter: Quarter, _ terms: BillingTerms) -> [SiteMonth] {
        terms.siteMonths(quarter).filter { scores[$0] == nil }
    }

    /// Where each payment stands, for screens: 计划 → 已评分 → 扣款已定 → 已审批 → 已支付.
    public func stage(_ payment: Quarter, _ terms: BillingTerms) -> PaymentStage {
        switch self.payment(of: payment)?.state {
        case .issued: .frozen
        case .fiscallyApproved: .fiscalApproved
        case .approved: .approved
        case .awaitingFunds: .awaitingFunds
        case .paid: .paid
        case nil: terms.deducted(by: payment).allSatisfy { missing($0, terms).isEmpty } ? .scored : .planned
        }
    }
}

/// The states of a payment (requirements section 7); only the fourth passes `fiscalApproved`.
public enum PaymentStage: String, CaseIterable, Codable, Sendable {
    case planned, scored, frozen, fiscalApproved, approved, awaitingFunds, paid

    public var zh: String {
        switch self {
        case .planned: "计划"
        case .scored: "已评分"
        case .frozen: "扣款已定"
        case .fiscalApproved: "已批复"
        case .approved: "已审批"
        case .awaitingFunds: "待财政资金"
        case .paid: "已支付"
        }
    }
}
