import OpsContracts
import OpsMessaging
public import OpsServer

/// The central office, assembled; read this first.
public func composeOffice(_ host: ServiceHost) throws -> ServiceModule {
    let store = try host.open(
        StoreDefinition(
            service: .office, migrations: OfficeSchema.migrations,
            models: [
                DirectoryList(), CalendarList(), TicketBoard(), RoundBoard(), ScoreBoard(), Feed(), host.directory,
            ], knownTypes: host.knownTypes))
    let clock = host.clock
    let sessions = Sessions(store: store, clock: clock)
    let signIn = SignIn(store: store, clock: clock)
    let api =
        OfficeRoutes(store: store, clock: clock).all
        + AccountRoutes(store: store, clock: clock, sessions: sessions, signIn: signIn).all
    let pages = OfficePages(
        store: store, clock: clock, sessions: sessions, signIn: signIn, forms: host.forms,
        secure: host.setting("OPS_HTTP_PUBLIC_URL")?.hasPrefix("https:") == true)
    return ServiceModule(
        store: store, routes: api + pages.all, admin: ScriptTokens(store: store, sessions: sessions).routes,
        startUp: { now in
            try await sessions.prepare()
            try await FirstPasswords.load(store, now: now, host)
        })
}
