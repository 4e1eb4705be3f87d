import OpsConsole
import OpsContracts
import OpsServer
import TicketsDomain

/// `/tickets/…`: the service for people.
struct TicketPages: Sendable {
    let desk: TicketDesk
    let forms: FormGuard

    var all: [Route] { staff + publicPages + TicketVerb.allCases.flatMap(verb) + ConsoleAssets.routes(of: .tickets) }

    private var staff: [Route] {
        let readers = Access.roles(TicketRights.readers)
        let openers = Access.roles(TicketRights.openers)
        return [
            Route(.get, "/tickets/today", readers) { try await TodayPage(desk: desk, forms: forms).show($0) },
            Route(.get, "/tickets/", readers) { try await QueuePage(desk: desk, forms: forms).show($0) },
            Route(.get, "/tickets/list.csv", readers) { try await QueuePage(desk: desk, forms: forms).export($0) },
            Route(.get, Paths.board, .roles(TicketRights.roles(.dispatch))) {
                try await BoardPage(desk: desk, forms: forms).show($0)
            },
            Route(.get, "/tickets/reports", readers) { _ in .redirect303(to: "\(Paths.queue)?view=reported") },
            Route(.get, "/tickets/new", openers) { try await NewTicketPage(desk: desk, forms: forms).show($0) },
            Route(.post, "/tickets/new", openers, bodyLimit: BlobStore.formLimit, needsKey: true) {
                try await NewTicketPage(desk: desk, forms: forms).submit($0)
            },
            Route(.get, "/tickets/policies", readers) { try await PoliciesPage(desk: desk, forms: forms).show($0) },
            Route(.get, "/tickets/live", readers) { try await LiveStream(desk: desk).open($0) },
            Route(.get, "/tickets/{ticket}", readers) { try await TicketPage(desk: desk, forms: forms).show($0) },
            Route(.get, "/tickets/{ticket}/print", readers) { try await PrintPage(desk: desk).show($0) },
        ]
    }

    private var publicPages: [Route] {
        let report = ReportPage(desk: desk, forms: forms)
        let own = ReporterPage(desk: desk, forms: forms)
        return [
            Route(.get, "/tickets/report", .anyone) { try await report.show($0) },
            Route(.post, "/tickets/report", .anyone, bodyLimit: BlobStore.formLimit, needsKey: true) {
                try await report.submit($0)
            },
            Route(.get, "/tickets/s/{secret}", .anyone) { try await own.show($0) },
        ]
            + [TicketVerb.note, .confirm, .reopen].map { verb in
                Route(
                    .post, "/tickets/s/{secret}/\(verb.rawValue)", .anyone,
                    bodyLimit: verb.takesPhotos ? BlobStore.formLimit : 32 << 10, needsKey: true,
                    perform: own.submit(verb))
            }
    }

    private func verb(_ verb: TicketVerb) -> [Route] {
        let page = VerbPage(desk: desk, forms: forms, verb: verb)
        let access = Access.roles(TicketRights.roles(verb))
        return [
            Route(.get, "/tickets/{ticket}/\(verb.rawValue)", access) { try await page.show($0) },
            Route(
                .post, "/tickets/{ticket}/\(verb.rawValue)", access,
                bodyLimit: verb.takesPhotos ? BlobStore.formLimit : 256 << 10, needsKey: true
            ) { try await page.submit($0) },
        ]
    }
}
