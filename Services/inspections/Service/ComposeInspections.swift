import OpsConsole
import OpsContracts
import OpsMessaging
public import OpsServer

/// The inspections service, assembled; read this first.
///
/// - Throws: `StoreError`, `SQLiteError`.
public func composeInspections(_ host: ServiceHost) throws -> ServiceModule {
    let store = try host.open(
        StoreDefinition(
            service: .inspections, migrations: DraftAnswer.migrations + [BlobStore.migration],
            models: [
                Rounds(), Findings(), Plans(), CalendarReplica(), PeopleReplica(), ItemNames(), RoundPhotos.model,
                host.directory,
            ],
            reactions: TicketReactions.all, knownTypes: host.knownTypes))
    let photos = BlobStore(host, store: store, model: RoundPhotos.model, drafts: DraftAnswer.namesPhoto)
    let desk = InspectionDesk(store: store, clock: host.clock, forms: host.forms, photos: photos)
    let (planner, sweep) = (RoundPlanner(store: store), RoundSweep(store: store))
    return ServiceModule(
        store: store,
        routes: RoundRoutes(desk: desk).all + FindingRoutes(desk: desk).all + PlanRoutes(desk: desk).all
            + InspectionPages(desk: desk).all + RoundPhotos(desk: desk).routes + ConsoleAssets.routes(of: .inspections),
        work: [
            .every(60_000, "plan-rounds") { now in try await planner.plan(at: now) },
            .every(30_000, "sweep-rounds") { now in try await sweep.sweep(at: now) }, photos.sweep,
        ], files: photos,
        startUp: { now in
            try await InspectionsStartUp.load(store, now: now)
            try await planner.plan(at: now)
        }, errorPage: { ErrorPages.response($0, $1, host.forms) })
}
