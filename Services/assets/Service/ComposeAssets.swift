import OpsConsole
import OpsContracts
import OpsMessaging
public import OpsServer

/// The assets service, assembled; read this first.
///
/// - Throws: `StoreError`, `SQLiteError`.
public func composeAssets(_ host: ServiceHost) throws -> ServiceModule {
    let store = try host.open(
        StoreDefinition(
            service: .assets, models: [Ledger(), ItemTickets(), PeopleReplica(), host.directory],
            reactions: TicketReactions.all, knownTypes: host.knownTypes))
    let desk = LedgerDesk(store: store, clock: host.clock, forms: host.forms)
    return ServiceModule(
        store: store,
        routes: AssetsRoutes(desk: desk).all + LedgerPages(desk: desk).all
            + ConsoleAssets.routes(of: .assets),
        startUp: { now in try await AssetsStartUp.load(store, now: now) },
        errorPage: { ErrorPages.response($0, $1, host.forms) })
}
