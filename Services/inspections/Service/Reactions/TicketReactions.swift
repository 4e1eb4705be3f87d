import InspectionsDomain
import OpsContracts
import OpsDomain
import OpsMessaging

/// What tickets mean to findings: one opened takes care of it, closed clears it, cancelled gives it back.
enum TicketReactions {
    static let all = [
        Reaction("ticket-opened-tickets-finding", families: [TicketOpened.type.family], from: .beginning) { fact, tx in
            let opened = try fact.decode(TicketOpened.self)
            try tell(opened.finding, .attach(opened.ticket), tx)
        },
        Reaction("ticket-closed-clears-finding", families: [TicketClosed.type.family], from: .beginning) { fact, tx in
            let closed = try fact.decode(TicketClosed.self)
            try tell(closed.finding, .close(by: closed.ticket), tx)
        },
        Reaction("ticket-cancelled-returns-finding", families: [TicketCancelled.type.family], from: .beginning) {
            fact, tx in
            let cancelled = try fact.decode(TicketCancelled.self)
            try tell(cancelled.finding, .detach(cancelled.ticket, reason: cancelled.reason), tx)
        },
    ]

    /// A ticket may name a finding that was never ours; then there is nothing to do.
    private static func tell(_ id: FindingID?, _ command: FindingCommand, _ tx: WriteTransaction) throws {
        guard let id, let finding = try tx.state(Finding.self, id) else { return }
        try tx.execute(Finding.self, id, command, site: finding.site)
    }
}
