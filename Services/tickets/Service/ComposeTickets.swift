import OpsContracts
import OpsMessaging
public import OpsServer

/// The tickets service, assembled; read this first.
public func composeTickets(_ host: ServiceHost) throws -> ServiceModule {
    let opening = TicketOpening(book: TermsBook())
    let store = try host.open(
        StoreDefinition(
            service: .tickets, migrations: TicketsSchema.migrations,
            models: [
                TicketQueue(), PolicyBook(), ItemReplica(), DutyReplica(), CalendarReplica(), PeopleReplica(),
                RoundStrip(), host.directory,
            ],
            reactions: [InspectionFacts.findingOpensTicket(opening)], knownTypes: host.knownTypes))
    let desk = TicketDesk(store: store, clock: host.clock, opening: opening)
    return ServiceModule(
        store: store, routes: TicketRoutes(desk).all + TicketPages(desk: desk, forms: host.forms).all,
        work: [SLASweep(store: store, book: opening.book).work, CalendarSweep(store: store, book: opening.book).work],
        startUp: { now in try await TicketsStartUp.load(store, now: now) })
}
