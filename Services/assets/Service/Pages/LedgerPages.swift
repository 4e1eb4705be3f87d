import AssetsDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// `/assets/…`: the ledger for people.
struct LedgerPages: Sendable {
    let desk: LedgerDesk

    var all: [Route] {
        [
            Route(.get, "/assets/", LedgerDesk.readers) { try await LedgerListPage(desk: desk).show($0) },
            Route(.get, "/assets/ledger.csv", LedgerDesk.readers) { try await LedgerListPage(desk: desk).export($0) },
            Route(.get, "/assets/print", LedgerDesk.readers) { try await LedgerPrintPage(desk: desk).list($0) },
            Route(.get, "/assets/{item}/print", LedgerDesk.readers) { try await LedgerPrintPage(desk: desk).card($0) },
            Route(.get, "/assets/new", LedgerDesk.writers) { try await RegisterPage(desk: desk).show($0) },
            Route(.post, "/assets/new", LedgerDesk.writers, needsKey: true) {
                try await RegisterPage(desk: desk).submit($0)
            },
            Route(.get, "/assets/q/{label}", LedgerDesk.readers) { try await byLabel($0) },
            Route(.get, "/assets/{item}", LedgerDesk.readers) { try await ItemPage(desk: desk).show($0) },
            Route(.get, "/assets/{item}/correct", LedgerDesk.writers) { try await CorrectPage(desk: desk).show($0) },
            Route(.post, "/assets/{item}/correct", LedgerDesk.writers, needsKey: true) {
                try await CorrectPage(desk: desk).submit($0)
            },
            Route(.get, "/assets/{item}/change-state", LedgerDesk.writers) {
                try await StatePage(desk: desk).show($0)
            },
            Route(.post, "/assets/{item}/change-state", LedgerDesk.writers, needsKey: true) {
                try await StatePage(desk: desk).submit($0)
            },
        ]
    }

    /// Where a scanned label leads.
    private func byLabel(_ request: Request) async throws -> Response {
        let label = try request.parameter("label").uppercased()
        guard let row = try await desk.store.read({ try $0.ledgerItem(label: label) }) else { throw Problem.notFound }
        try request.require(row.site)
        return .redirect303(to: Paths.item(row.item))
    }
}
