public import Foundation
public import OpsContracts
public import OpsDomain

/// An inspection round (巡检任务): planned → started → completed, or missed, or skipped.
public struct Round: Codable, Sendable, Equatable {
    public var planned: RoundPlanned
    public var status: Status

    public enum Status: Codable, Sendable, Equatable {
        case planned
        case started(by: AccountID)
        case completed(late: Bool)
        case missed
        case skipped
    }

    public init(planned: RoundPlanned, status: Status) {
        self.planned = planned
        self.status = status
    }

    /// Who began in time may finish this long after the due time: late, but not missed. Milliseconds.
    public static let grace: Int64 = 12 * 3_600_000
}

public enum RoundCommand: Sendable, Equatable {
    /// From the plan; does nothing where the round exists.
    case plan(RoundPlanned)
    case start(by: AccountID)
    /// Begins the round too where nobody has, so that a phone needs one request.
    case complete(by: AccountID, [Reading])
    /// From the sweep; does nothing while the round is in time or once it has ended.
    case miss
    case skip(reason: String, approver: AccountID)
}

public enum RoundEvent: DomainEvent {
    case planned(RoundPlanned)
    case started(RoundStarted)
    case completed(RoundCompleted)
    case missed(RoundMissed)
    case skipped(RoundSkipped)

    public var fact: any FactContract {
        switch self {
        case .planned(let fact): fact
        case .started(let fact): fact
        case .completed(let fact): fact
        case .missed(let fact): fact
        case .skipped(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case RoundPlanned.type: self = .planned(try ContractCoding.decode(RoundPlanned.self, from: data))
        case RoundStarted.type: self = .started(try ContractCoding.decode(RoundStarted.self, from: data))
        case RoundCompleted.type: self = .completed(try ContractCoding.decode(RoundCompleted.self, from: data))
        case RoundMissed.type: self = .missed(try ContractCoding.decode(RoundMissed.self, from: data))
        case RoundSkipped.type: self = .skipped(try ContractCoding.decode(RoundSkipped.self, from: data))
        default: return nil
        }
    }
}
