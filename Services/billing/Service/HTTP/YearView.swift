import BillingDomain
import OpsContracts
import OpsDomain

/// A contract year as the API shows it.
struct YearView: Encodable, Sendable {
    var contract: ContractSigned
    var version: Int64
    var quarters: [QuarterView]
    var fines: [FineImposed]
    var adjustments: [AdjustmentMade]

    init(_ file: YearFile) {
        contract = file.contract
        version = file.version
        quarters = file.quarters.map { QuarterView(file, $0) }
        fines = file.year.fines
        adjustments = file.year.adjustments
    }
}

/// A quarter: its own deduction, and the payment that bears its name.
struct QuarterView: Encodable, Sendable {
    var quarter: Quarter
    /// planned, scored, frozen, fiscalApproved, approved, awaitingFunds, paid.
    var stage: PaymentStage
    /// Nil where only funds decide, or the calendar is not loaded.
    var dueOn: Day?
    /// False: the figures of the payment are an expectation (预计).
    var isIssued: Bool
    /// False: the figures of the deduction are an expectation.
    var isDeductionFrozen: Bool
    var deduction: DeductionFrozen
    /// Site-months without a frozen sheet.
    var missing: [String]
    var base: Money
    var deducted: [QuarterAmount]
    var carryIn: Money
    var adjustments: Money
    var net: Money
    var pay: Money
    var carryOut: Money
    var heads: [SourceHead]
    var paidOn: Day?

    init(_ file: YearFile, _ quarter: Quarter) {
        self.quarter = quarter
        let figures = file.figures(quarter)
        let payment = file.year.payment(of: quarter)
        stage = file.year.stage(quarter, file.terms)
        dueOn = file.due(quarter)
        isIssued = payment != nil
        isDeductionFrozen = file.year.deduction(of: quarter) != nil
        deduction = file.deduction(quarter)
        missing = isDeductionFrozen ? [] : file.year.missing(quarter, file.terms).map(\.description)
        base = figures.base
        deducted = figures.deducted
        carryIn = figures.carryIn
        adjustments = figures.adjustments
        net = figures.net
        pay = figures.pay
        carryOut = figures.carryOut
        heads = payment?.statement.heads ?? []
        if case .paid(let day) = payment?.state { paidOn = day }
    }
}

/// What a year comes to by what is known now.
struct ForecastView: Encodable, Sendable {
    var contract: ContractID
    var deductionFen: [Int64]
    var paymentFen: [Int64]
    var carryFen: [Int64]
    var receivableFen: Int64
    /// Site-months that are not frozen yet; they count as scored so far, or as 100.0.
    var open: Int

    init(_ file: YearFile) {
        contract = file.contract.contract
        let figures = file.quarters.map { file.figures($0) }
        deductionFen = file.quarters.map { file.deduction($0).total.fen }
        paymentFen = figures.map(\.pay.fen)
        carryFen = figures.map(\.carryOut.fen)
        receivableFen = figures.last?.carryOut.fen ?? 0
        open = file.quarters.reduce(0) { $0 + file.year.missing($1, file.terms).count }
    }
}
