import OpsConsole
import OpsContracts
import OpsMessaging
public import OpsServer

/// The notify service, assembled; read this first.
///
/// - Throws: `StoreError`, `SQLiteError`.
public func composeNotify(_ host: ServiceHost) throws -> ServiceModule {
    let store = try host.open(
        StoreDefinition(
            service: .notify, migrations: NotifySchema.migrations,
            models: [Channels(), Rules(), Contacts(), RoleHolders(), host.directory],
            reactions: NoticeReactions.all, knownTypes: host.knownTypes))
    let desk = NotifyDesk(store: store, clock: host.clock, forms: host.forms)
    let caller = Caller(
        http: HTTPClient(width: Sender.sideBySide), base: baseAddress(host.setting("OPS_HTTP_PUBLIC_URL")))
    let attempts = host.metrics.counter(
        "notify_attempts_total", "Calls to the other side, by kind of channel and outcome.",
        labels: ["kind", "outcome"])
    let sender = Sender(store: store, caller: caller, log: host.log, attempts: attempts)
    let digest = Digest(store: store)
    let setting = host.setting
    return ServiceModule(
        store: store,
        routes: ChannelRoutes(desk: desk).all + RuleRoutes(desk: desk).all + DeliveryRoutes(desk: desk).all
            + NotifyPages(desk: desk).all + ConsoleAssets.routes(of: .notify),
        work: [
            .every(60_000, "digest") { now in try await digest.step(now) },
            .afterCommits(of: store, atLeastEvery: 1_000, "sender") { _ in try await sender.step() },
        ],
        startUp: { now in try await NotifyStartUp.load(store, now: now, setting: setting) },
        errorPage: { ErrorPages.response($0, $1, host.forms) })
}

/// Where the links of messages lead.
private func baseAddress(_ setting: String?) -> String {
    var base = setting ?? "http://127.0.0.1:8080"
    while base.hasSuffix("/") { base.removeLast() }
    return base
}
