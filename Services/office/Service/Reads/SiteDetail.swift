import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// A ticket as lists of the centre show it.
struct TicketRow: Codable, Sendable, Equatable {
    var ticket: TicketID
    var site: SiteCode
    var priority: Priority
    /// Nil until its opening is known here.
    var title: String?
    var status: String
    var openedAt: Timestamp
    var dueAt: Timestamp?
    var dueTarget: TargetKind?
    var engineer: AccountID?
    /// When its last quarter begins, or how much working time that is; see `NearLimits`.
    var nearAt: Timestamp?
    var nearQuarter: Int64?

    private enum CodingKeys: String, CodingKey {
        case ticket, site, priority, title, status, openedAt, dueAt, dueTarget, engineer
    }
}

struct RoundRow: Codable, Sendable, Equatable {
    var round: RoundID
    var name: String
    var dueAt: Timestamp
    /// planned, started, done, late, missed, skipped
    var status: String
}

struct SiteMonthRow: Codable, Sendable, Equatable {
    var month: YearMonth
    var sheet: SheetID
    var score: Score
    /// draft, published, objected, frozen
    var state: String
}

struct DeductionRow: Codable, Sendable, Equatable {
    var quarter: String
    var fee: Money
    var deduction: Money
}

struct PaymentRow: Codable, Sendable, Equatable {
    var quarter: String
    var base: Money?
    var deduction: Money?
    var pay: Money?
    var dueOn: Day?
    /// issued, approved, fiscal-approved, funds-awaited, paid
    var state: String
    var reason: String?
    var paidOn: Day?
}

/// A day's tickets of one site, or of all.
struct TicketDayRow: Codable, Sendable, Equatable {
    var day: Day
    var opened: Int
    var closed: Int
    var breached: Int
}

/// Everything the page of one site shows.
struct SiteDetail: Codable, Sendable, Equatable {
    var figures: SiteFigures
    /// Open ones, the next due first, at most 50.
    var tickets: [TicketRow]
    /// Of the day.
    var rounds: [RoundRow]
    /// The newest first, at most 12.
    var months: [SiteMonthRow]
    var deductions: [DeductionRow]
    /// The last 30 days, the oldest first, days without tickets included.
    var trend: [TicketDayRow]
    var periods: [PeriodRow]
}

extension ReadDatabase {
    /// - Returns: nil for a site that is not in the directory.
    func siteDetail(_ site: SiteCode, at now: Timestamp) throws -> SiteDetail? {
        guard let figures = try overview(at: now, sites: [site]).sites.first else { return nil }
        return SiteDetail(
            figures: figures, tickets: try openTickets(at: site, limit: 50), rounds: try rounds(at: site, on: now.day),
            months: try months(of: site), deductions: try deductions(of: site),
            trend: try trend(at: site, until: now.day), periods: try periods(on: now.day, at: site))
    }

    private static let ticketColumns =
        "no, site, priority, title, status, openedAt, dueAt, dueTarget, engineer, nearAt, nearQuarter"

    /// The next due first, then what nothing is due of: two walks along the index instead of a sort.
    func openTickets(at site: SiteCode, limit: Int) throws -> [TicketRow] {
        let due = try rows(
            """
            SELECT \(Self.ticketColumns) FROM {ticket} INDEXED BY {ticket}_open
            WHERE open = 1 AND site = ? AND dueAt NOTNULL ORDER BY dueAt, no LIMIT ?
            """, [site, limit], ticket)
        guard due.count < limit else { return due }
        return due
            + (try rows(
                """
                SELECT \(Self.ticketColumns) FROM {ticket} INDEXED BY {ticket}_open
                WHERE open = 1 AND site = ? AND dueAt IS NULL ORDER BY no LIMIT ?
                """, [site, limit - due.count], ticket))
    }

    /// A condition that leaves the sites a reader may see; the rows of an index that has the site are passed by unread.
    private func among(_ visible: Set<SiteCode>?) throws -> (sql: String, values: [any SQLConvertible]) {
        guard let visible else { return ("", []) }
        let list = String(decoding: try ContractCoding.encode(visible.sorted()), as: UTF8.self)
        return (" AND +site IN (SELECT value FROM json_each(?))", [list])
    }

    /// What is past a due time at any of the sites, the oldest first.
    func overdueTickets(at now: Timestamp, sites visible: Set<SiteCode>? = nil, limit: Int = 50) throws -> [TicketRow] {
        let among = try among(visible)
        return try rows(
            """
            SELECT \(Self.ticketColumns) FROM {ticket} INDEXED BY {ticket}_due
            WHERE open = 1 AND dueAt < ?\(among.sql) ORDER BY dueAt LIMIT ?
            """, [now] + among.values + [limit], ticket)
    }

    func majorTickets(sites visible: Set<SiteCode>? = nil) throws -> [TicketRow] {
        let among = try among(visible)
        return try rows(
            """
            SELECT \(Self.ticketColumns) FROM {ticket} INDEXED BY {ticket}_major
            WHERE open = 1 AND priority IN ('p1', 'p2')\(among.sql) ORDER BY priority, openedAt LIMIT 50
            """, among.values, ticket)
    }

    fileprivate func ticket(_ row: borrowing Row) -> TicketRow {
        TicketRow(
            ticket: TicketID(row.text(0)), site: SiteCode(row.text(1)), priority: Priority(rawValue: row.text(2)),
            title: row.optionalText(3), status: row.text(4), openedAt: Timestamp(row.int(5)),
            dueAt: row.optionalInt(6).map { Timestamp($0) },
            dueTarget: row.optionalText(7).map { TargetKind(rawValue: $0) },
            engineer: row.optionalText(8).map { AccountID($0) }, nearAt: row.optionalInt(9).map { Timestamp($0) },
            nearQuarter: row.optionalInt(10))
    }

    func rounds(at site: SiteCode, on day: Day) throws -> [RoundRow] {
        try rows(
            "SELECT id, name, dueAt, status FROM {round} WHERE site = ? AND day = ? ORDER BY dueAt, id LIMIT 100",
            [site, day]
        ) {
            RoundRow(
                round: RoundID($0.text(0)), name: $0.text(1), dueAt: Timestamp($0.int(2)), status: $0.text(3))
        }
    }

    func months(of site: SiteCode) throws -> [SiteMonthRow] {
        try rows(
            "SELECT month, sheet, score, state FROM {siteMonth} WHERE site = ? ORDER BY month DESC LIMIT 12", [site]
        ) { row in
            YearMonth(row.text(0)).map {
                SiteMonthRow(
                    month: $0, sheet: SheetID(row.text(1)), score: Score(tenths: row.int(2)), state: row.text(3))
            }
        }.compactMap(\.self)
    }

    func deductions(of site: SiteCode) throws -> [DeductionRow] {
        try rows(
            """
            SELECT quarter, sum(fee), sum(deduction) FROM {deductionLine} WHERE site = ?
            GROUP BY quarter ORDER BY quarter DESC LIMIT 8
            """, [site]
        ) { DeductionRow(quarter: $0.text(0), fee: Money(fen: $0.int(1)), deduction: Money(fen: $0.int(2))) }
    }

    func payments() throws -> [PaymentRow] {
        try rows(
            "SELECT quarter, base, deduction, pay, dueOn, state, reason, paidOn FROM {payment} ORDER BY quarter DESC LIMIT 8"
        ) { row in
            PaymentRow(
                quarter: row.text(0), base: row.optionalInt(1).map { Money(fen: $0) },
                deduction: row.optionalInt(2).map { Money(fen: $0) }, pay: row.optionalInt(3).map { Money(fen: $0) },
                dueOn: row.optionalText(4).flatMap { Day($0) }, state: row.text(5), reason: row.optionalText(6),
                paidOn: row.optionalText(7).flatMap { Day($0) })
        }
    }

    /// - Parameter site: nil sums all sites.
    func trend(at site: SiteCode?, until day: Day, days: Int = 30) throws -> [TicketDayRow] {
        let from = day.adding(days: 1 - days)
        let found = try rows(
            """
            SELECT day, sum(opened), sum(closed), sum(breached) FROM {ticketDay}
            WHERE day BETWEEN ? AND ?\(site == nil ? "" : " AND site = ?") GROUP BY day
            """, [from, day] + (site.map { [$0] } ?? [])
        ) { ($0.text(0), ($0.int(1) as Int, $0.int(2) as Int, $0.int(3) as Int)) }
        let byDay = Dictionary(found, uniquingKeysWith: { first, _ in first })
        return (0..<days).map { offset in
            let day = from.adding(days: offset)
            let (opened, closed, breached) = byDay[day.description] ?? (0, 0, 0)
            return TicketDayRow(day: day, opened: opened, closed: closed, breached: breached)
        }
    }
}

extension ReadDatabase {
    /// Tickets whose number begins so, the newest first, at most 20.
    func tickets(like prefix: String) throws -> [TicketRow] {
        let number = prefix.uppercased()
        guard TicketID(rawValue: number) != nil else { return [] }
        return try rows(
            """
            SELECT \(Self.ticketColumns) FROM {ticket}
            WHERE no >= ?1 AND no < ?1 || '~' ORDER BY no DESC LIMIT 20
            """, [number], ticket)
    }
}
