/// Every fact type the billing service states.
public enum BillingContracts {
    public static let all: [any FactContract.Type] = [
        ContractSigned.self, ScoreReceived.self, FineImposed.self, FineWithdrawn.self, DeductionFrozen.self,
        AdjustmentMade.self, StatementIssued.self, FiscalApproved.self, PaymentApproved.self, FundsAwaited.self,
        PaymentMade.self,
    ]
}
