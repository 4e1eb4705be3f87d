import OpsConsole
import OpsContracts
import OpsMessaging
public import OpsServer

/// The tickets service, assembled; read this first.
public func composeTickets(_ host: ServiceHost) throws -> ServiceModule {
    let opening = TicketOpening(book: TermsBook())
    let store = try host.open(
        StoreDefinition(
            service: .tickets, migrations: TicketsSchema.migrations + [BlobStore.migration],
            models: [
                TicketQueue(), PolicyBook(), ItemReplica(), DutyReplica(), CalendarReplica(), PeopleReplica(),
                UnitReplica(),
                RoundStrip(), TicketPhotos.model, host.directory,
            ],
            reactions: [InspectionFacts.findingOpensTicket(opening)], knownTypes: host.knownTypes))
    let photos = BlobStore(host, store: store, model: TicketPhotos.model)
    let desk = TicketDesk(store: store, clock: host.clock, opening: opening, photos: photos)
    return ServiceModule(
        store: store,
        routes: TicketRoutes(desk).all + TicketPages(desk: desk, forms: host.forms).all
            + TicketPhotos(desk: desk).routes,
        work: [
            SLASweep(store: store, book: opening.book).work, CalendarSweep(store: store, book: opening.book).work,
            photos.sweep,
        ],
        files: photos,
        startUp: { now in try await TicketsStartUp.load(store, now: now) },
        errorPage: { ErrorPages.response($0, $1, host.forms) })
}
