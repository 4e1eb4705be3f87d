import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import TicketsDomain

/// A ticket as the queue, the day board and the API's list show it.
struct TicketRow: Encodable, Sendable {
    var ticket: TicketID
    var site: SiteCode
    var kind: TicketKind
    var title: String
    var priority: Priority
    var state: TicketStatus.Stage
    var pendingReason: PendingReason?
    var item: ItemID?
    var itemName: String?
    var unit: UnitID?
    var engineer: AccountID?
    var source: TicketSource
    var openedAt: Timestamp
    var updatedAt: Timestamp
    var version: Int64
    /// The limit that comes next, and whether it was missed already.
    var nextTarget: TargetKind?
    var nextDue: DueTime?
    var isMissed: Bool

    /// What the pages draw clocks from; not part of the JSON.
    var folded: Ticket

    private enum CodingKeys: String, CodingKey {
        case ticket, site, kind, title, priority, state, pendingReason, item, itemName, unit, engineer, source
        case openedAt, updatedAt, version, nextTarget, nextDue, isMissed
    }

    static let columns = "ticket, site, itemName, unit, source, openedAt, updatedAt, version, state, sortKey"

    /// - Parameter folded: the state, where it is known; else it is decoded from the row.
    init(_ row: borrowing Row, folded known: Ticket? = nil) throws {
        let folded = try known ?? ContractCoding.decode(Ticket.self, from: row.blob(8))
        ticket = TicketID(row.text(0))
        site = SiteCode(row.text(1))
        itemName = row.optionalText(2)
        unit = row.optionalText(3).map { UnitID($0) }
        source = TicketSource(rawValue: row.text(4))
        openedAt = Timestamp(row.int(5))
        updatedAt = Timestamp(row.int(6))
        version = row.int(7)
        kind = folded.kind
        title = folded.title
        priority = folded.priority
        state = folded.status.stage
        if case .pending(let reason, _) = folded.status { pendingReason = reason }
        item = folded.item
        engineer = folded.engineer
        let next = folded.next
        nextTarget = next?.kind
        nextDue = next?.terms.due
        isMissed = next?.isMissed ?? false
        self.folded = folded
    }
}

/// Which tickets a list shows.
struct TicketFilter: Sendable, Equatable {
    enum Scope: String, CaseIterable, Sendable {
        case open, ended
        /// Open faults of level one and two.
        case major
        case secondLine = "second-line"
        /// Opened by the reader.
        case reported
        /// In the hands of the reader.
        case mine
    }

    var scope: Scope = .open
    /// Nil: all the reader may see.
    var site: SiteCode?
    /// Only what was due before; nil: all.
    var lateAt: Timestamp?
    /// The reader's sites; empty: all.
    var allowed: Set<SiteCode> = []
    var reader: AccountID

    /// The same view, not only what is late.
    var ofAllTimes: TicketFilter {
        var filter = self
        filter.lateAt = nil
        return filter
    }
}

/// Where a page of tickets ends: keyset, so that new tickets never shift a page.
struct TicketCursor: Codable, Sendable {
    var key: Int64
    var ticket: TicketID
}

extension TicketRow {
    /// At most `limit` rows behind the cursor, each list by an index of its own. What a reporter has reported begins with
    /// what is still open.
    static func list(
        _ filter: TicketFilter, after cursor: TicketCursor?, limit: Int, _ db: ReadDatabase
    ) throws -> (rows: [TicketRow], next: TicketCursor?) {
        var found: [Found] = []
        for part in parts(filter) {
            // Keys of ended tickets are negative: a cursor tells by itself which part it lies in.
            if let cursor, part == .open, cursor.key < 0 { continue }
            let start = part == .ended && cursor.map { $0.key >= 0 } ?? false ? nil : cursor
            let rest = limit + 1 - found.count
            if rest > 0 { found += try page(filter, part, after: start, limit: rest, db) }
        }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { TicketCursor(key: $0.key, ticket: $0.row.ticket) } : nil
        return (page.map(\.row), next)
    }

    /// A list is of one part or of both, one after the other: each is in order by itself.
    enum Part: Sendable { case open, ended }
    private typealias Found = (key: Int64, row: TicketRow)

    static func parts(_ filter: TicketFilter) -> [Part] {
        let all: [Part] =
            switch filter.scope {
            case .ended: [.ended]
            case .reported: [.open, .ended]
            case .open, .major, .secondLine, .mine: [.open]
            }
        // What has ended is not late any more.
        return filter.lateAt == nil ? all : all.filter { $0 == .open }
    }

    private static func page(
        _ filter: TicketFilter, _ part: Part, after cursor: TicketCursor?, limit: Int, _ db: ReadDatabase
    ) throws -> [Found] {
        // A reader of few sites asks each site's index; more rows than one page are never read of any.
        var sites: [SiteCode?] = filter.allowed.isEmpty ? [nil] : filter.allowed.sorted()
        if let site = filter.site { sites = [site] }
        var found: [Found] = []
        for site in sites {
            let (sql, values) = query(filter, part, site: site)
            found += try db.rows(sql, values + [cursor?.key ?? Int64.min, cursor?.ticket.rawValue ?? "", limit]) {
                (key: $0.int(9), row: try TicketRow($0))
            }
        }
        if sites.count > 1 { found.sort { ($0.key, $0.row.ticket) < ($1.key, $1.row.ticket) } }
        return Array(found.prefix(limit))
    }

    /// The index is named, for SQLite knows no numbers and would often take one that has to be sorted. Conditions stand as
    /// the partial indexes have them, word for word: it believes nothing else.
    private static func query(_ filter: TicketFilter, _ part: Part, site: SiteCode?) -> (String, [any SQLConvertible]) {
        let plain = site == nil ? "open" : "site"
        let scope: (index: String, sql: String, values: [any SQLConvertible]) =
            switch filter.scope {
            case .open: (plain, "isOpen = 1", [])
            case .ended: (plain, "isOpen = 0", [])
            case .major:
                (
                    site == nil ? "major" : "majorAt",
                    "isOpen = 1 AND kind = 'incident' AND priority IN ('p1','p2')", []
                )
            case .secondLine: ("second", "stage = 'second-line'", [])
            case .reported:
                ("reporter", "openedBy = ? AND isOpen = \(part == .open ? 1 : 0)", [Actor(account: filter.reader)])
            case .mine: ("engineer", "engineer = ? AND isOpen = 1", [filter.reader])
            }
        var place = site == nil ? "" : " AND site = ?"
        if filter.lateAt != nil { place += " AND stage <> 'pending' AND sortKey < ?" }
        return (
            """
            SELECT \(columns) FROM {ticketQueue} INDEXED BY {ticketQueue}_\(scope.index) WHERE \(scope.sql)\(place)
                AND (sortKey, ticket) > (?, ?) ORDER BY sortKey, ticket LIMIT ?
            """, scope.values + (site.map { [$0] } ?? []) + (filter.lateAt.map { [$0] } ?? [])
        )
    }

    static func find(_ ticket: TicketID, folded: Ticket? = nil, _ db: ReadDatabase) throws -> TicketRow? {
        try db.first("SELECT \(columns) FROM {ticketQueue} WHERE ticket = ?", [ticket]) {
            try TicketRow($0, folded: folded)
        }
    }

    /// The ticket a finding led to.
    static func ticket(of finding: FindingID, _ db: ReadDatabase) throws -> TicketID? {
        try db.first("SELECT ticket FROM {ticketQueue} WHERE finding = ?", [finding]) { TicketID($0.text(0)) }
    }

    /// Tickets of one item since a moment, the newest first.
    static func ofItem(_ item: ItemID, since: Timestamp, limit: Int, _ db: ReadDatabase) throws -> [TicketRow] {
        try db.rows(
            "SELECT \(columns) FROM {ticketQueue} WHERE item = ? AND openedAt >= ? ORDER BY openedAt DESC LIMIT ?",
            [item, since, limit]
        ) { try TicketRow($0) }
    }

    /// How many tickets of a site nobody has accepted yet, counted to `limit`.
    static func waiting(at site: SiteCode, upTo limit: Int, _ db: ReadDatabase) throws -> Int {
        try db.first(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM {ticketQueue} INDEXED BY {ticketQueue}_waiting WHERE stage = 'new' AND site = ? LIMIT ?)
            """, [site, limit]
        ) { $0.int(0) } ?? 0
    }

    /// What nobody has been sent to yet, the next due first, of all sites or of some; at most `limit`. The
    /// condition stands as the partial indexes have it: what is in hand already, most of what is open, is not looked at.
    static func unassigned(at sites: [SiteCode]?, limit: Int, _ db: ReadDatabase) throws -> [TicketRow] {
        let places: [SiteCode?] = sites.map { $0.map(Optional.some) } ?? [nil]
        var found: [Found] = []
        for site in places {
            let sql = """
                SELECT \(columns) FROM {ticketQueue} INDEXED BY {ticketQueue}_\(site == nil ? "unsent" : "unsentAt")
                WHERE stage IN ('new','accepted','reopened')\(site == nil ? "" : " AND site = ?")
                ORDER BY sortKey, ticket LIMIT ?
                """
            let values: [any SQLConvertible] = site.map { [$0] } ?? []
            found += try db.rows(sql, values + [limit]) { (key: $0.int(9), row: try TicketRow($0)) }
        }
        if places.count > 1 { found.sort { ($0.key, $0.row.ticket) < ($1.key, $1.row.ticket) } }
        return found.prefix(limit).map(\.row)
    }

    /// How many open tickets somebody has in hand at a site, and how many of them are late.
    static func load(
        of engineer: AccountID, at site: SiteCode, _ now: Timestamp, _ db: ReadDatabase
    ) throws -> (open: Int, late: Int) {
        try db.first(
            """
            SELECT count(*), coalesce(sum(stage <> 'pending' AND sortKey < ?), 0)
            FROM {ticketQueue} INDEXED BY {ticketQueue}_engineer WHERE engineer = ? AND isOpen = 1 AND site = ?
            """, [now, engineer, site]
        ) { (open: $0.int(0), late: $0.int(1)) } ?? (0, 0)
    }

    /// The highest number given at a site on a day.
    static func lastNumber(_ site: SiteCode, _ day: Day, _ db: ReadDatabase) throws -> Int {
        try db.first("SELECT max(number) FROM {ticketQueue} WHERE site = ? AND day = ?", [site, day]) { $0.int(0) } ?? 0
    }
}
