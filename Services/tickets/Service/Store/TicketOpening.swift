import OpsContracts
import OpsDomain
import OpsMessaging
import TicketsDomain

/// Opening a ticket inside a transaction: for people, for the public form, for reactions.
struct TicketOpening: Sendable {
    let book: TermsBook

    /// Fills in what the replicas know, opens, and keeps the way back for the reporter.
    @discardableResult
    func open(
        _ request: OpenTicket, by author: Author, contact: ReporterContact?, _ tx: WriteTransaction
    ) throws -> TicketFile {
        var ticket = request
        let now = tx.context.now
        if let item = ticket.item { try link(item, &ticket, tx.reads) }
        if ticket.duty == nil, let duty = try OnDuty.at(ticket.site, now, tx.reads) {
            (ticket.duty, ticket.dutyPost) = (duty.account, duty.post)
        }
        let terms = try book.terms(for: ticket.site, tx.reads)
        let outcome = try tx.execute(
            TicketDecider.self, ticket.ticket, TicketCommand(by: author, .open(ticket, terms)), site: ticket.site,
            sealed: try contact.map { try ContractCoding.encode($0) })
        if let contact {
            try tx.run(
                "INSERT INTO reportLink(secret, ticket) VALUES (?,?)",
                [contact.secret, ticket.ticket])
        }
        return try TicketFile(opened: ticket.ticket, outcome, contact, tx.reads)
    }

    /// The public form takes no more while a hundred tickets of the site wait for somebody to accept them.
    func checkFlood(_ site: SiteCode, _ db: ReadDatabase) throws {
        guard try TicketRow.waiting(at: site, upTo: 100, db) >= 100 else { return }
        throw Rejection(
            .conflict, "too-many-reports", zh: "报修太多，暂时不能在网上报修。请打站区值班电话。",
            en: "Too many reports are waiting; please call the station.")
    }

    /// The day's next number at a site; the aggregates have the last word, whatever state the queue is in.
    func nextNumber(_ site: SiteCode, _ tx: WriteTransaction) throws -> TicketID {
        let day = tx.context.now.day
        var count = try TicketRow.lastNumber(site, day, tx.reads) + 1
        while try tx.version(TicketDecider.self, TicketNumber(site: site, day: day, count: count).id) > 0 { count += 1 }
        return TicketNumber(site: site, day: day, count: count).id
    }

    /// An item the replica does not know, or knows elsewhere, gives an unverified link, never a refusal.
    private func link(_ item: ItemID, _ ticket: inout OpenTicket, _ db: ReadDatabase) throws {
        guard let known = try KnownItem.find(item, db), known.site == ticket.site else {
            ticket.unverified.append(.item)
            return
        }
        ticket.itemName = known.name
        if ticket.unit == nil { ticket.unit = known.orgUnit }
    }
}
