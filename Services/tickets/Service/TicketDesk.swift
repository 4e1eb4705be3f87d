import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// The service's face: every command and query of API, pages and reactions goes through here.
struct TicketDesk: Sendable {
    let store: Store
    let clock: any OpsClock
    let opening: TicketOpening
    let photos: BlobStore

    var book: TermsBook { opening.book }

    /// Opens a ticket for somebody signed in.
    func open(
        _ request: Request, _ input: CommandInput, answer: @escaping @Sendable (TicketFile) throws -> Response
    ) async throws -> Response {
        let site = try input.site()
        let identity = try request.require(site)
        let contact = try reporter(input)
        return try await store.respond(to: request) { tx in
            try tx.reads.requireKnown(site)
            let id = try opening.nextNumber(site, tx)
            var ticket = try input.openTicket(id, site: site)
            ticket.photos = try attached(input, request, tx)
            return try answer(try opening.open(ticket, by: identity.author, contact: contact, tx))
        }
    }

    /// Opens a ticket for whoever scanned a label or found the address; the level is a guess until the staff sets it.
    func report(
        _ request: Request, _ input: CommandInput, answer: @escaping @Sendable (String) throws -> Response
    ) async throws -> Response {
        let site = try input.site()
        let title = try input.required("title", "什么坏了", limit: 80)
        let description = try input.text("description", limit: 2000) ?? ""
        let (item, unit): (ItemID?, UnitID?) = (try input.id("item"), try input.id("unit"))
        let urgent = try input.flag("urgent")
        let contact = try reporter(input) ?? ReporterContact(secret: ReporterContact.newSecret())
        let author = request.identity?.author ?? Author(.anonymous, .requester)
        return try await store.respond(to: request) { tx in
            try opening.checkFlood(site, tx.reads)
            let ticket = OpenTicket(
                ticket: try opening.nextNumber(site, tx), kind: .incident, site: site, unit: unit, item: item,
                title: title,
                description: description, impact: .single, urgency: urgent ? .high : .medium, source: .web,
                photos: try attached(input, request, tx), unverified: [.priority])
            try opening.open(ticket, by: author, contact: contact, tx)
            return try answer(contact.secret)
        }
    }

    /// Does one verb to one ticket, whoever is signed in.
    func act(
        _ request: Request, _ verb: TicketVerb, _ id: TicketID, _ input: CommandInput,
        answer: @escaping @Sendable (TicketFile) throws -> Response
    ) async throws -> Response {
        let identity = try request.requireIdentity()
        let version = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            guard let ticket = try tx.state(TicketDecider.self, id), identity.maySee(ticket) else {
                throw Rejection.missing("工单", id.rawValue)
            }
            let terms = try book.terms(of: ticket, tx.reads)
            if verb.takesPhotos { _ = try attached(input, request, tx) }
            try tx.execute(
                TicketDecider.self, id, TicketCommand(by: identity.author, try input.action(verb, terms)),
                site: ticket.site, ifMatch: version)
            return try answer(try TicketFile.require(id, tx.reads))
        }
    }

    /// Does what the reporter's own page allows: add words, confirm, reopen.
    func answerReporter(
        _ request: Request, _ verb: TicketVerb, secret: String, _ input: CommandInput,
        answer: @escaping @Sendable () throws -> Response
    ) async throws -> Response {
        try await store.respond(to: request) { tx in
            guard [.note, .confirm, .reopen].contains(verb), let id = try ReporterContact.ticket(of: secret, tx.reads),
                let ticket = try tx.state(TicketDecider.self, id)
            else { throw Rejection.missing("报修单", "") }
            let terms = try book.terms(of: ticket, tx.reads)
            if verb.takesPhotos { _ = try attached(input, request, tx) }
            var action = try input.action(verb, terms)
            if case .note(var note) = action {
                (note.isPublic, note.isWorkaround) = (true, false)
                action = .note(note)
            }
            try tx.execute(
                TicketDecider.self, id, TicketCommand(by: Author(.anonymous, .requester), action), site: ticket.site)
            return try answer()
        }
    }

    /// The pictures a command names: those of whoever gives it, and on the disk.
    private func attached(_ input: CommandInput, _ request: Request, _ tx: WriteTransaction) throws -> [String] {
        let digests = try input.digests("photos")
        try photos.require(digests, by: request.actor, field: "photos", tx.reads)
        return digests
    }

    private func reporter(_ input: CommandInput) throws -> ReporterContact? {
        let (name, phone) = (try input.text("contactName", limit: 40), try input.text("contactPhone", limit: 40))
        guard name != nil || phone != nil else { return nil }
        return ReporterContact(name: name, phone: phone, secret: ReporterContact.newSecret())
    }

    /// - Throws: `Rejection` where there is no such ticket, or none this person may know of.
    func file(_ id: TicketID, for identity: Identity) async throws -> TicketFile {
        let file = try await store.read { try TicketFile.require(id, $0) }
        guard identity.maySee(file.ticket) else { throw Rejection.missing("工单", id.rawValue) }
        return file
    }
}
