import OpsConsole
import OpsContracts
import OpsMessaging
import OpsSQLite
import OpsServer

/// One list somebody opens, as them.
struct ListCase: Sendable {
    enum Reader: String, Sendable, CaseIterable {
        case centre, lead, engineer, hotline

        /// All of them belong to the same site; the centre sees every one.
        var identity: Identity {
            let site = SiteCode.xz
            return switch self {
            case .centre: Identity(account: AccountID("office"), name: "中心", roles: [.office, .admin])
            case .lead: Identity(account: AccountID("lead-xz"), name: "科长", roles: [.siteLead], sites: [site])
            case .engineer:
                Identity(account: HistorySeed.engineer(site, 0), name: "工程师", roles: [.engineer], sites: [site])
            case .hotline: Identity(account: HistorySeed.hotline, name: "热线", roles: [.reporter])
            }
        }
    }

    var name: String
    var reader: Reader
    var path: String
    /// Exports are no lists: they bear no aim.
    var isExport = false

    init(_ name: String, _ reader: Reader, _ path: String, isExport: Bool = false) {
        (self.name, self.reader, self.path, self.isExport) = (name, reader, path, isExport)
    }
}

extension ListCase {
    private static let api = "/api/tickets/v1/tickets"

    /// Every list of the ticket service and of the office, first pages and pages in the middle of the history.
    static func all(_ places: DeepPlaces) -> [ListCase] { queue(places) + api(places) + work(places) + office }

    private static func queue(_ places: DeepPlaces) -> [ListCase] {
        [
            ListCase("queue: open", .centre, "/tickets/"),
            ListCase("queue: open, of one site", .centre, "/tickets/?site=XZ"),
            ListCase("queue: open, late", .centre, "/tickets/?state=late"),
            ListCase("queue: major", .centre, "/tickets/?view=major"),
            ListCase("queue: major, of one site", .centre, "/tickets/?view=major&site=XZ"),
            ListCase("queue: second line", .centre, "/tickets/?view=second-line"),
            ListCase("queue: ended", .centre, "/tickets/?view=ended"),
            ListCase("queue: ended, half-way", .centre, "/tickets/?view=ended&cursor=\(places.ended)"),
            ListCase(
                "queue: ended, of one site, half-way", .centre, "/tickets/?view=ended&site=XZ&cursor=\(places.ended)"),
            ListCase("queue: ended and late (none)", .centre, "/tickets/?view=ended&state=late"),
            ListCase("queue: own site, open", .lead, "/tickets/"),
            ListCase("queue: own site, late", .lead, "/tickets/?state=late"),
            ListCase("queue: own site, ended, half-way", .lead, "/tickets/?view=ended&cursor=\(places.endedAtSite)"),
            ListCase("queue: mine", .engineer, "/tickets/?view=mine"),
            ListCase("queue: what I reported", .hotline, "/tickets/?view=reported"),
            ListCase("queue: what I reported, half-way", .hotline, "/tickets/?view=reported&cursor=\(places.reported)"),
            ListCase("export of 1 000 ended", .centre, "/tickets/list.csv?view=ended", isExport: true),
        ]
    }

    private static func api(_ places: DeepPlaces) -> [ListCase] {
        [
            ListCase("API: open", .centre, api),
            ListCase("API: open, 200", .centre, "\(api)?limit=200"),
            ListCase("API: ended, half-way", .centre, "\(api)?view=ended&cursor=\(places.ended)"),
            ListCase("API: ended, of one site", .lead, "\(api)?view=ended&site=XZ"),
            ListCase("API: major", .lead, "\(api)?view=major"),
            ListCase("API: mine", .engineer, "\(api)?view=mine"),
            ListCase("API: what I reported", .hotline, "\(api)?view=reported"),
        ]
    }

    private static func work(_ places: DeepPlaces) -> [ListCase] {
        [
            ListCase("today", .engineer, "/tickets/today"),
            ListCase("today, of all sites", .centre, "/tickets/today"),
            ListCase("dispatch board", .centre, "/tickets/board"),
            ListCase("one ticket, log of the seed", .engineer, "/tickets/\(places.ticket)"),
            ListCase("API: its timeline, log of the seed", .engineer, "\(api)/\(places.ticket)/timeline"),
        ]
    }

    private static let office = [
        ListCase("overview", .centre, "/office/"),
        ListCase("wall", .centre, "/office/wall"),
        ListCase("site page", .lead, "/office/sites/XZ"),
        ListCase("search by number", .centre, "/office/search?q=XZ-20"),
        ListCase("audit, log of the seed", .centre, "/office/audit"),
        ListCase("accounts", .centre, "/office/accounts"),
        ListCase("system", .centre, "/office/system"),
        ListCase("API: overview", .centre, "/api/office/v1/overview"),
        ListCase("API: site", .lead, "/api/office/v1/sites/XZ"),
    ]
}

/// Cursors in the middle of long lists, and a ticket with a whole life.
struct DeepPlaces: Sendable {
    var ended: String
    var endedAtSite: String
    var reported: String
    var ticket: TicketID

    private struct Place: Encodable {
        var key: Int64
        var ticket: TicketID
    }

    init(_ store: Store) async throws {
        (ended, endedAtSite, reported, ticket) = try await store.read { db in
            func middle(_ what: String) throws -> String {
                let count = try db.first("SELECT count(*) FROM {ticketQueue} WHERE \(what)") { $0.int(0) as Int } ?? 0
                let sql = """
                    SELECT sortKey, ticket FROM {ticketQueue} WHERE \(what)
                    ORDER BY isOpen DESC, sortKey, ticket LIMIT 1 OFFSET ?
                    """
                let place = try db.first(sql, [count / 2]) { Place(key: $0.int(0), ticket: TicketID($0.text(1))) }
                return try place.map { try Cursor.encode($0) } ?? ""
            }
            let whole = try db.first(
                "SELECT ticket FROM {ticketQueue} WHERE site = 'XZ' AND stage = 'closed' ORDER BY day DESC LIMIT 1"
            ) { TicketID($0.text(0)) }
            return (
                try middle("isOpen = 0"), try middle("isOpen = 0 AND site = 'XZ'"),
                try middle("openedBy = '\(Actor(account: HistorySeed.hotline))'"), whole ?? TicketID("none")
            )
        }
    }
}
