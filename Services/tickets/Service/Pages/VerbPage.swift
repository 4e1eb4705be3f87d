import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// `/tickets/<no>/<verb>`: GET shows the form, POST does it.
struct VerbPage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard
    let verb: TicketVerb

    func show(_ request: Request) async throws -> Response {
        try await form(request, Fields(), []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let id: TicketID = try request.parameter("ticket")
        let (input, refusal) = try await desk.input(request)
        return try await submitting(unless: refusal) {
            try await desk.act(request, verb, id, input) { _ in
                .redirect303(to: "\(Paths.ticket(id))?done=\(verb.rawValue)")
            }
        } refused: { status, errors in
            // Shows why, with everything that was typed; a command without fields has the ticket itself to show.
            guard !TicketActions.oneTap.contains(verb) else {
                let page = TicketPage(desk: desk, forms: forms)
                return try await page.refused(request, id, status, errors.first?.sentence ?? "")
            }
            let isStale = status == 412
            return try await form(request, input.fields, isStale ? [] : errors, isStale: isStale)
                .response(to: request, status: status)
        }
    }

    /// What somebody else did since the form was opened, beside what was typed here.
    private func changed(
        _ file: TicketFile, _ identity: Identity, _ names: [AccountID: String]
    ) -> ChangedMeanwhile {
        let last = file.entries.map { TimelineEntry($0, names: names) }
            .last { !identity.isOnlyReporter || $0.kind == .status || $0.kind == .public }
        let theirs = last.map { [$0.what, $0.text].compactMap(\.self).joined(separator: "：") }
        return ChangedMeanwhile(
            "没有保存：你打开后，此单已被他人改动。", [("最近一条", "\(verb.zh)，还没有保存", theirs)],
            theirs: Paths.ticket(file.row.ticket))
    }

    /// Who works at its site, and the names of whom it was given to.
    private func people(of file: TicketFile) async throws -> (team: [OnDuty], names: [AccountID: String]) {
        try await desk.store.read { db in
            (try OnDuty.team(of: file.row.site, db), try db.names(of: file.entries.compactMap(\.event.engineer)))
        }
    }

    private func form(
        _ request: Request, _ values: Fields, _ errors: [FieldError], isStale: Bool = false
    ) async throws -> Page {
        let identity = try request.requireIdentity()
        let file = try await desk.file(try request.parameter("ticket"), for: identity)
        let (team, names) = try await people(of: file)
        let path = Paths.ticket(file.row.ticket, verb.rawValue)
        let head = PageHead(
            verb.zh, section: file.row.ticket.rawValue,
            back: NamedLink(file.row.ticket.rawValue, Paths.ticket(file.row.ticket))
        ) {
            PriorityMark(file.row.priority)
            Chip(ChipState(file.row.state))
            span { file.row.title }
        }
        return Page(
            head, service: .tickets, viewer: try Viewer(request, forms), path: path,
            failed: !errors.isEmpty || isStale
        ) {
            if isStale { changed(file, identity, names) }
            if verb == .reopen, !errors.isEmpty {
                let old = file.row
                p { link("\(Paths.newTicket)?site=\(old.site)&reopens=\(old.ticket)", "报单，接续 \(old.ticket)") }
            }
            if errors.isEmpty, !verb.isPossible(in: file.row.state) {
                StateNote.notNow("此单\(file.row.state.zh)，现在不能“\(verb.zh)”。\(verb.hint(in: file.row.state))")
                p { link(Paths.ticket(file.row.ticket), "返回", .class("btn")) }
            } else {
                CommandForm(
                    path, FormKeys(request, forms, version: file.row.version),
                    verb: isStale ? ChangedMeanwhile.mine : verb.zh,
                    back: NamedLink("返回", Paths.ticket(file.row.ticket)), draft: path, errors: errors,
                    grave: verb == .cancel, files: verb.takesPhotos
                ) {
                    VerbForm(verb: verb, file: file, team: team, values: values, errors: errors).fields
                    if verb.takesPhotos { desk.photoField(request, values, errors) }
                }
            }
        }
    }
}
