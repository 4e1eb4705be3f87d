import OpsConsole
import OpsContracts
import OpsMessaging
public import OpsServer

/// The assessments service, assembled; read this first.
public func composeAssessments(_ host: ServiceHost) throws -> ServiceModule {
    let store = try host.open(
        StoreDefinition(
            service: .assessments,
            models: [SheetGrid(), PostBook(), DutyBook(), CalendarReplica(), PeopleReplica(), host.directory],
            reactions: EvidenceReactions.all, knownTypes: host.knownTypes))
    let desk = AssessmentsDesk(store: store, clock: host.clock, forms: host.forms)
    return ServiceModule(
        store: store,
        routes: SheetRoutes(desk: desk).all + StaffRoutes(desk: desk).all + AssessmentsPages(desk: desk).all
            + ConsoleAssets.routes(of: .assessments),
        work: [SheetFreezer(store: store).work],
        startUp: { now in try await AssessmentsStartUp.load(store, now: now) },
        errorPage: { ErrorPages.response($0, $1, host.forms) })
}
