public import Foundation
public import OpsContracts
public import OpsDomain

/// What happened to a ticket.
public enum TicketEvent: DomainEvent {
    case opened(TicketOpened)
    case accepted(TicketAccepted)
    case dispatched(TicketDispatched)
    case arrived(TicketArrived)
    case started(WorkStarted)
    case noted(WorkNoted)
    case reported(FaultReported)
    case suspended(TicketSuspended)
    case resumed(TicketResumed)
    case escalated(TicketEscalated)
    case returned(TicketReturned)
    case partReplaced(PartReplaced)
    case resolved(TicketResolved)
    case confirmed(TicketConfirmed)
    case closed(TicketClosed)
    case reopened(TicketReopened)
    case cancelled(TicketCancelled)
    case levelChanged(PriorityChanged)
    case breached(TargetBreached)
    case breachWithdrawn(TargetBreachWithdrawn)
    case recomputed(TargetsRecomputed)

    public var contract: any TicketFact {
        switch self {
        case .opened(let fact): fact
        case .accepted(let fact): fact
        case .dispatched(let fact): fact
        case .arrived(let fact): fact
        case .started(let fact): fact
        case .noted(let fact): fact
        case .reported(let fact): fact
        case .suspended(let fact): fact
        case .resumed(let fact): fact
        case .escalated(let fact): fact
        case .returned(let fact): fact
        case .partReplaced(let fact): fact
        case .resolved(let fact): fact
        case .confirmed(let fact): fact
        case .closed(let fact): fact
        case .reopened(let fact): fact
        case .cancelled(let fact): fact
        case .levelChanged(let fact): fact
        case .breached(let fact): fact
        case .breachWithdrawn(let fact): fact
        case .recomputed(let fact): fact
        }
    }

    public var fact: any FactContract { contract }

    public init?(type: FactType, data: Data) throws {
        guard let decode = Self.decoders[type] else { return nil }
        self = try decode(data)
    }

    private typealias Decode = @Sendable (Data) throws -> TicketEvent

    private static let decoders: [FactType: Decode] = Dictionary(
        uniqueKeysWithValues: [
            decoder(TicketOpened.self) { .opened($0) },
            decoder(TicketAccepted.self) { .accepted($0) },
            decoder(TicketDispatched.self) { .dispatched($0) },
            decoder(TicketArrived.self) { .arrived($0) },
            decoder(WorkStarted.self) { .started($0) },
            decoder(WorkNoted.self) { .noted($0) },
            decoder(FaultReported.self) { .reported($0) },
            decoder(TicketSuspended.self) { .suspended($0) },
            decoder(TicketResumed.self) { .resumed($0) },
            decoder(TicketEscalated.self) { .escalated($0) },
            decoder(TicketReturned.self) { .returned($0) },
            decoder(PartReplaced.self) { .partReplaced($0) },
            decoder(TicketResolved.self) { .resolved($0) },
            decoder(TicketConfirmed.self) { .confirmed($0) },
            decoder(TicketClosed.self) { .closed($0) },
            decoder(TicketReopened.self) { .reopened($0) },
            decoder(TicketCancelled.self) { .cancelled($0) },
            decoder(PriorityChanged.self) { .levelChanged($0) },
            decoder(TargetBreached.self) { .breached($0) },
            decoder(TargetBreachWithdrawn.self) { .breachWithdrawn($0) },
            decoder(TargetsRecomputed.self) { .recomputed($0) },
        ])

    private static func decoder<F: TicketFact>(
        _ contract: F.Type, _ wrap: @escaping @Sendable (F) -> TicketEvent
    ) -> (FactType, Decode) {
        (contract.type, { wrap(try ContractCoding.decode(contract, from: $0)) })
    }
}
