import OpsConsole
import OpsContracts
import OpsMessaging
public import OpsServer

/// The billing service, assembled; read this first.
public func composeBilling(_ host: ServiceHost) throws -> ServiceModule {
    let store = try host.open(
        StoreDefinition(
            service: .billing, models: [ContractList(), ScoreReplica(), CalendarReplica(), host.directory],
            reactions: FrozenSheets.all, knownTypes: host.knownTypes))
    let desk = BillingDesk(store: store, clock: host.clock, forms: host.forms)
    return ServiceModule(
        store: store,
        routes: BillingRoutes(desk: desk).all + BillingPages(desk: desk).all + ConsoleAssets.routes(of: .billing),
        startUp: { now in try await BillingStartUp.load(store, now: now) },
        errorPage: { ErrorPages.response($0, $1, host.forms) })
}
