/// The fiscal authority approved next year's budget: the first gate of the fourth payment (财政批复, R99).
public struct FiscalApproved: FactContract {
    public static let type: FactType = "billing.fiscal-approved.v1"
    public var contract: ContractID
    public var quarter: Quarter
    /// The approval's document number.
    public var document: String
    public var approvedOn: Day
    public var by: AccountID

    public init(contract: ContractID, quarter: Quarter, document: String, approvedOn: Day, by: AccountID) {
        self.contract = contract
        self.quarter = quarter
        self.document = document
        self.approvedOn = approvedOn
        self.by = by
    }
}

/// The payment was approved inside the committee (审批).
public struct PaymentApproved: FactContract {
    public static let type: FactType = "billing.payment-approved.v1"
    public var contract: ContractID
    public var quarter: Quarter
    public var amount: Money
    public var by: AccountID

    public init(contract: ContractID, quarter: Quarter, amount: Money, by: AccountID) {
        self.contract = contract
        self.quarter = quarter
        self.amount = amount
        self.by = by
    }
}

/// Fiscal funds have not arrived: the payment waits, and nobody is in default (R100).
public struct FundsAwaited: FactContract {
    public static let type: FactType = "billing.funds-awaited.v1"
    public var contract: ContractID
    public var quarter: Quarter
    public var reason: String
    /// The notice or letter that says so.
    public var document: String?
    public var by: AccountID

    public init(contract: ContractID, quarter: Quarter, reason: String, document: String?, by: AccountID) {
        self.contract = contract
        self.quarter = quarter
        self.reason = reason
        self.document = document
        self.by = by
    }
}

public struct PaymentMade: FactContract {
    public static let type: FactType = "billing.payment-made.v1"
    public var contract: ContractID
    public var quarter: Quarter
    public var amount: Money
    public var paidOn: Day
    /// When the funds arrived (到位); known for the fourth payment.
    public var fundsArrivedOn: Day?
    public var by: AccountID

    public init(
        contract: ContractID, quarter: Quarter, amount: Money, paidOn: Day, fundsArrivedOn: Day?, by: AccountID
    ) {
        self.contract = contract
        self.quarter = quarter
        self.amount = amount
        self.paidOn = paidOn
        self.fundsArrivedOn = fundsArrivedOn
        self.by = by
    }
}
