public import Foundation
public import OpsContracts
public import OpsDomain

/// What can have happened to an item.
public enum ItemEvent: DomainEvent {
    case registered(ItemRegistered)
    case corrected(ItemCorrected)
    case stateChanged(ItemStateChanged)
    case partRecorded(PartRecorded)
    case faultRecorded(FaultRecorded)

    public var fact: any FactContract {
        switch self {
        case .registered(let fact): fact
        case .corrected(let fact): fact
        case .stateChanged(let fact): fact
        case .partRecorded(let fact): fact
        case .faultRecorded(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case ItemRegistered.type: self = .registered(try ContractCoding.decode(ItemRegistered.self, from: data))
        case ItemCorrected.type: self = .corrected(try ContractCoding.decode(ItemCorrected.self, from: data))
        case ItemStateChanged.type: self = .stateChanged(try ContractCoding.decode(ItemStateChanged.self, from: data))
        case PartRecorded.type: self = .partRecorded(try ContractCoding.decode(PartRecorded.self, from: data))
        case FaultRecorded.type: self = .faultRecorded(try ContractCoding.decode(FaultRecorded.self, from: data))
        default: return nil
        }
    }
}
