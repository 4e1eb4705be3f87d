/// A quarter's deduction was settled for good: later corrections become adjustments.
public struct DeductionFrozen: FactContract {
    public static let type: FactType = "billing.deduction-frozen.v1"
    public var contract: ContractID
    public var quarter: Quarter
    /// Every site-month, deducted or not, in contract site order and month order.
    public var lines: [DeductionLine]
    /// After the cap.
    public var scoreDeduction: Money
    public var waivedByCap: Money
    public var fines: Money
    /// `scoreDeduction + fines`.
    public var total: Money

    public init(
        contract: ContractID, quarter: Quarter, lines: [DeductionLine], scoreDeduction: Money, waivedByCap: Money,
        fines: Money, total: Money
    ) {
        self.contract = contract
        self.quarter = quarter
        self.lines = lines
        self.scoreDeduction = scoreDeduction
        self.waivedByCap = waivedByCap
        self.fines = fines
        self.total = total
    }
}

/// A score was corrected after its quarter had been frozen; the difference goes into a later payment.
public struct AdjustmentMade: FactContract {
    public static let type: FactType = "billing.adjustment-made.v1"
    public var contract: ContractID
    public var adjustment: AdjustmentID
    public var site: SiteCode
    public var month: YearMonth
    public var fromVersion: Int
    public var toVersion: Int
    /// More than zero: more is paid.
    public var amount: Money
    /// The payment that takes it; nil where all four are issued: a settlement entry.
    public var landsIn: Quarter?

    public init(
        contract: ContractID, adjustment: AdjustmentID, site: SiteCode, month: YearMonth, fromVersion: Int,
        toVersion: Int, amount: Money, landsIn: Quarter?
    ) {
        self.contract = contract
        self.adjustment = adjustment
        self.site = site
        self.month = month
        self.fromVersion = fromVersion
        self.toVersion = toVersion
        self.amount = amount
        self.landsIn = landsIn
    }
}

/// The statement of one payment: `net = base − Σ deducted − carryIn + adjustments`.
public struct StatementIssued: FactContract {
    public static let type: FactType = "billing.statement-issued.v1"
    public var contract: ContractID
    public var statement: StatementID
    /// The payment's quarter.
    public var quarter: Quarter
    public var base: Money
    /// The deductions it takes off, by the quarter they arose in.
    public var deducted: [QuarterAmount]
    public var carryIn: Money
    public var adjustments: Money
    /// May be below zero.
    public var net: Money
    public var pay: Money
    public var carryOut: Money
    /// What the supplier owes after the fourth payment.
    public var receivable: Money
    /// Nil where only funds decide (the fourth payment, R99) or the calendar of that year is not loaded.
    public var dueOn: Day?
    /// The log heads it was computed from.
    public var heads: [SourceHead]

    public init(
        contract: ContractID, statement: StatementID, quarter: Quarter, base: Money, deducted: [QuarterAmount],
        carryIn: Money, adjustments: Money, net: Money, pay: Money, carryOut: Money, receivable: Money, dueOn: Day?,
        heads: [SourceHead]
    ) {
        self.contract = contract
        self.statement = statement
        self.quarter = quarter
        self.base = base
        self.deducted = deducted
        self.carryIn = carryIn
        self.adjustments = adjustments
        self.net = net
        self.pay = pay
        self.carryOut = carryOut
        self.receivable = receivable
        self.dueOn = dueOn
        self.heads = heads
    }
}
