import OpsContracts
import OpsMessaging
import TicketsDomain

/// Facts of inspections.
enum InspectionFacts {
    /// A finding that is a fault opens a ticket (requirements §3.3); its level is a guess until the staff sets it.
    static func findingOpensTicket(_ opening: TicketOpening) -> Reaction {
        Reaction("finding-opens-ticket", families: ["inspections.finding-raised"], from: .beginning) { fact, tx in
            let finding = try fact.decode(FindingRaised.self)
            guard finding.fault, try TicketRow.ticket(of: finding.finding, tx.reads) == nil else { return }
            let isGrave = finding.severity == .high
            let ticket = OpenTicket(
                ticket: try opening.nextNumber(finding.site, tx), kind: .incident, site: finding.site,
                item: finding.item, title: String(finding.title.prefix(80)), description: finding.detail,
                impact: isGrave ? .system : .single, urgency: isGrave ? .high : .medium, source: .inspection,
                finding: finding.finding, unverified: [.priority])
            try opening.open(ticket, by: Author(Actor(service: .tickets), .system), contact: nil, tx)
        }
    }
}
