/// Every fact of the tickets service, in the order of a ticket's life.
public enum TicketsContracts {
    public static let all: [any FactContract.Type] = [
        SLAPolicyPublished.self,
        TicketOpened.self,
        TicketAccepted.self,
        TicketDispatched.self,
        TicketArrived.self,
        WorkStarted.self,
        WorkNoted.self,
        FaultReported.self,
        TicketSuspended.self,
        TicketResumed.self,
        TicketEscalated.self,
        TicketReturned.self,
        PartReplaced.self,
        TicketResolved.self,
        TicketConfirmed.self,
        TicketClosed.self,
        TicketReopened.self,
        TicketCancelled.self,
        PriorityChanged.self,
        TargetBreached.self,
        TargetBreachWithdrawn.self,
        TargetsRecomputed.self,
    ]
}
