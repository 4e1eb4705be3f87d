public import Foundation
public import OpsContracts
public import OpsDomain

/// What may be asked of a sheet. The sheet comes into being with its first evidence or its first score.
public enum SheetCommand: Sendable {
    /// Idempotent for one cause and rule.
    /// - Parameter besideOnly: true where the source says that an equal or larger miss of the same ticket and item was
    ///   stated before: then it is recorded only beside that one, not on another month's sheet.
    case propose(EvidenceProposed, besideOnly: Bool)
    /// The cause was taken back. Does nothing where no such evidence stands.
    case withdraw(subject: String, rules: [RuleCode], occurredAt: Timestamp, reason: String)
    case rule(EvidenceID, upheld: Bool, reason: String?, by: AccountID)
    case score(SheetKey, ScoreRulesPublished, hasPosts: Bool, veto: Veto?, vetoReason: String?, by: AccountID)
    case publish(objectionUntil: Timestamp, by: AccountID)
    case object(evidence: EvidenceID?, text: String, by: AccountID)
    case ruleObjection(Int, granted: Bool, reason: String, by: AccountID)
    /// - Parameter regular: the start of working day 8; before it only a sheet nobody objected to may freeze.
    case freeze(regular: Timestamp, hasPosts: Bool, heads: [SourceHead])
    case reopen(reason: String, by: AccountID)
}

public enum SheetEvent: DomainEvent {
    case proposed(EvidenceProposed)
    case ruled(EvidenceRuled)
    case withdrawn(EvidenceWithdrawn)
    case scored(SheetScored)
    case published(SheetPublished)
    case objected(SheetObjected)
    case objectionRuled(ObjectionRuled)
    case frozen(SheetFrozen)
    case reopened(SheetReopened)

    public var fact: any FactContract {
        switch self {
        case .proposed(let fact): fact
        case .ruled(let fact): fact
        case .withdrawn(let fact): fact
        case .scored(let fact): fact
        case .published(let fact): fact
        case .objected(let fact): fact
        case .objectionRuled(let fact): fact
        case .frozen(let fact): fact
        case .reopened(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        func read<F: FactContract>(_ contract: F.Type) throws -> F { try ContractCoding.decode(contract, from: data) }
        switch type {
        case EvidenceProposed.type: self = .proposed(try read(EvidenceProposed.self))
        case EvidenceRuled.type: self = .ruled(try read(EvidenceRuled.self))
        case EvidenceWithdrawn.type: self = .withdrawn(try read(EvidenceWithdrawn.self))
        case SheetScored.type: self = .scored(try read(SheetScored.self))
        case SheetPublished.type: self = .published(try read(SheetPublished.self))
        case SheetObjected.type: self = .objected(try read(SheetObjected.self))
        case ObjectionRuled.type: self = .objectionRuled(try read(ObjectionRuled.self))
        case SheetFrozen.type: self = .frozen(try read(SheetFrozen.self))
        case SheetReopened.type: self = .reopened(try read(SheetReopened.self))
        default: return nil
        }
    }
}
