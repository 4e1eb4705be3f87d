import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import OpsServer
import TicketsDomain

/// Monitoring alerts in: an alarm that fires opens one ticket, however often it repeats; that it cleared is noted there.
struct AlarmDesk: Sendable {
    let desk: TicketDesk

    func take(_ request: Request) async throws -> Response {
        let input = try CommandInput(request)
        let site = try input.site()
        let author = try request.require(site).author
        let key = try input.required("key", "告警标识", limit: 120)
        let state = try input.required("state", "告警状态", limit: 8)
        guard ["firing", "cleared"].contains(state) else {
            throw Rejection.invalid("state", zh: "可选：firing、cleared。", en: "One of firing, cleared.")
        }
        // A repeated alarm opens nothing, and is read as closely as the first one.
        if state == "firing" { _ = try input.openTicket(TicketID("unnumbered"), site: site) }
        return try await desk.store.respond(to: request) { tx in
            try tx.reads.requireKnown(site)
            let file = try state == "firing" ? fire(input, site, key, author, tx) : clear(input, site, key, author, tx)
            return try Response.json(TicketDetail(file), etag: file.row.version)
        }
    }

    private func fire(
        _ input: CommandInput, _ site: SiteCode, _ key: String, _ author: Author, _ tx: WriteTransaction
    ) throws -> TicketFile {
        if let open = try current(site, key, tx), open.row.state.isOpen { return open }
        var ticket = try input.openTicket(try desk.opening.nextNumber(site, tx), site: site)
        (ticket.kind, ticket.source) = (.incident, .monitoring)
        ticket.unverified.append(.priority)
        let file = try desk.opening.open(ticket, by: author, contact: nil, tx)
        try tx.run(
            """
            INSERT INTO alarm(site, key, ticket) VALUES (?,?,?)
            ON CONFLICT(site, key) DO UPDATE SET ticket = excluded.ticket
            """, [site, key, ticket.ticket])
        return file
    }

    /// Nobody is told that it is over: people confirm that. The log says that the monitoring sees it again.
    private func clear(
        _ input: CommandInput, _ site: SiteCode, _ key: String, _ author: Author, _ tx: WriteTransaction
    ) throws -> TicketFile {
        guard let file = try current(site, key, tx) else { throw Rejection.missing("告警", key) }
        guard TicketVerb.note.isPossible(in: file.row.state) else { return file }
        let note = WorkNote(text: "监控恢复：\(try input.required("title", "标题", limit: 80))")
        try tx.execute(
            TicketDecider.self, file.row.ticket, TicketCommand(by: author, .note(note)), site: file.row.site)
        return try TicketFile.require(file.row.ticket, tx.reads)
    }

    private func current(_ site: SiteCode, _ key: String, _ tx: WriteTransaction) throws -> TicketFile? {
        let ticket = try tx.reads.first("SELECT ticket FROM alarm WHERE site = ? AND key = ?", [site, key]) {
            TicketID($0.text(0))
        }
        return try ticket.flatMap { try TicketFile.read($0, tx.reads) }
    }
}
