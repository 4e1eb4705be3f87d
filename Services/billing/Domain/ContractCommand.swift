public import Foundation
public import OpsContracts
public import OpsDomain

/// What may be asked of a contract year.
public enum ContractCommand: Sendable {
    /// Enters the contract. Its id is the year's number, so that there is one a year.
    case sign(ContractSigned)
    /// A frozen sheet arrived; a version that is not newer than the held one changes nothing.
    case receiveScore(ScoreReceived)
    case imposeFine(FineImposed)
    case withdrawFine(FineID, reason: String, by: AccountID)
    /// Settles a quarter's deduction for good.
    case freezeDeduction(Quarter)
    /// Issues a payment's statement, and freezes the deductions it takes off where that has not happened.
    /// - Parameter calendar: nil while none has come; the statement then carries no due day.
    case issueStatement(Quarter, calendar: WorkCalendar?, heads: [SourceHead])
    case approveFiscally(Quarter, document: String, on: Day, by: AccountID)
    case approve(Quarter, by: AccountID)
    case awaitFunds(Quarter, reason: String, document: String?, by: AccountID)
    /// - Parameter amount: must be the statement's.
    case pay(Quarter, amount: Money, on: Day, fundsArrivedOn: Day?, by: AccountID)
}

/// What happens to a contract year.
public enum ContractEvent: DomainEvent {
    case signed(ContractSigned)
    case scoreReceived(ScoreReceived)
    case fineImposed(FineImposed)
    case fineWithdrawn(FineWithdrawn)
    case deductionFrozen(DeductionFrozen)
    case adjusted(AdjustmentMade)
    case statementIssued(StatementIssued)
    case fiscallyApproved(FiscalApproved)
    case approved(PaymentApproved)
    case fundsAwaited(FundsAwaited)
    case paid(PaymentMade)

    public var fact: any FactContract {
        switch self {
        case .signed(let fact): fact
        case .scoreReceived(let fact): fact
        case .fineImposed(let fact): fact
        case .fineWithdrawn(let fact): fact
        case .deductionFrozen(let fact): fact
        case .adjusted(let fact): fact
        case .statementIssued(let fact): fact
        case .fiscallyApproved(let fact): fact
        case .approved(let fact): fact
        case .fundsAwaited(let fact): fact
        case .paid(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        func read<F: FactContract>(_ contract: F.Type) throws -> F { try ContractCoding.decode(contract, from: data) }
        switch type {
        case ContractSigned.type: self = .signed(try read(ContractSigned.self))
        case ScoreReceived.type: self = .scoreReceived(try read(ScoreReceived.self))
        case FineImposed.type: self = .fineImposed(try read(FineImposed.self))
        case FineWithdrawn.type: self = .fineWithdrawn(try read(FineWithdrawn.self))
        case DeductionFrozen.type: self = .deductionFrozen(try read(DeductionFrozen.self))
        case AdjustmentMade.type: self = .adjusted(try read(AdjustmentMade.self))
        case StatementIssued.type: self = .statementIssued(try read(StatementIssued.self))
        case FiscalApproved.type: self = .fiscallyApproved(try read(FiscalApproved.self))
        case PaymentApproved.type: self = .approved(try read(PaymentApproved.self))
        case FundsAwaited.type: self = .fundsAwaited(try read(FundsAwaited.self))
        case PaymentMade.type: self = .paid(try read(PaymentMade.self))
        default: return nil
        }
    }
}
