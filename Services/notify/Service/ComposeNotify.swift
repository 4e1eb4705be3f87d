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
            models: [Channels(), Rules(), Contacts(), RoleHolders(), host.directory], knownTypes: host.knownTypes))
    let setting = host.setting
    return ServiceModule(
        store: store, routes: [],
        startUp: { now in try await NotifyStartUp.load(store, now: now, setting: setting) })
}
