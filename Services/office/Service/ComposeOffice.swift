import OpsConsole
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
    let sessions = Sessions(store: store, clock: clock, parties: TokenParties(setting: host.setting))
    let signIn = SignIn(store: store, clock: clock)
    let api =
        OfficeRoutes(store: store, clock: clock).all
        + AccountRoutes(store: store, clock: clock, sessions: sessions, signIn: signIn).all
    let pages = OfficePages(
        store: store, clock: clock, sessions: sessions, signIn: signIn, forms: host.forms,
        secure: host.setting("OPS_HTTP_PUBLIC_URL")?.hasPrefix("https:") == true)
    let loaded = host.metrics.gauge(
        "ops_calendar_last_year", "Last year the working calendar has, the earliest of all.")
    return ServiceModule(
        store: store, routes: api + pages.all,
        work: [
            .every(60_000, "calendar-figure") { _ in
                let last = try await store.read { try $0.calendars().compactMap { $0.years.max() }.min() }
                if let last { loaded.set(Double(last)) }
            }
        ], admin: ScriptTokens(store: store, sessions: sessions).routes,
        startUp: { now in
            try await sessions.prepare()
            try await FirstPasswords.load(store, now: now, host)
        }, errorPage: { ErrorPages.response($0, $1, host.forms) })
}
