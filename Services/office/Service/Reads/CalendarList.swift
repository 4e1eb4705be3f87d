import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite

/// Calendars in their newest version, and the special periods.
struct CalendarList: ReadModel {
    let name = "calendar-list"
    let shape = 1
    let tables = ["calendar", "period"]
    let schema = """
        CREATE TABLE {calendar}(code TEXT PRIMARY KEY, published BLOB NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE {period}(
            id TEXT PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, firstDay TEXT NOT NULL, lastDay TEXT NOT NULL,
            confirmed INTEGER NOT NULL, sites TEXT NOT NULL, cancelled TEXT, version INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        CREATE INDEX {period}_by_day ON {period}(firstDay);
        """
    let families: Set<String> = [
        "office.calendar-published", "office.period-declared", "office.period-cancelled",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "office.calendar-published":
            let calendar = try fact.decode(CalendarPublished.self)
            try db.run(
                "INSERT OR REPLACE INTO {calendar}(code, published, at) VALUES (?,?,?)",
                [calendar.calendar, fact.data, fact.time])
        case "office.period-declared":
            let period = try fact.decode(PeriodDeclared.self)
            try db.run(
                """
                INSERT OR REPLACE INTO {period}(id, code, name, firstDay, lastDay, confirmed, sites, version)
                VALUES (?,?,?,?,?,?,?,?)
                """,
                [
                    period.period, period.code, period.name, period.from, period.to, period.confirmed,
                    DirectoryList.list(period.sites), fact.version,
                ])
        default:
            let cancelled = try fact.decode(PeriodCancelled.self)
            try db.run(
                "UPDATE {period} SET cancelled = ?, version = ? WHERE id = ?",
                [cancelled.reason, fact.version, cancelled.period])
        }
    }
}

struct PeriodRow: Codable, Sendable, Equatable {
    var period: PeriodID
    var code: String
    var name: String
    var from: Day
    var to: Day
    var confirmed: Bool
    /// Empty: all.
    var sites: [SiteCode]
    /// Why it does not take place.
    var cancelled: String?
    var version: Int64
}

extension ReadDatabase {
    func calendars() throws -> [CalendarPublished] {
        try rows("SELECT published FROM {calendar} ORDER BY code") {
            try ContractCoding.decode(CalendarPublished.self, from: $0.blob(0))
        }
    }

    func calendar(_ code: CalendarID) throws -> CalendarPublished? {
        try first("SELECT published FROM {calendar} WHERE code = ?", [code]) {
            try ContractCoding.decode(CalendarPublished.self, from: $0.blob(0))
        }
    }

    /// By their first day, cancelled ones included.
    func periods() throws -> [PeriodRow] {
        try rows(
            """
            SELECT id, code, name, firstDay, lastDay, confirmed, sites, cancelled, version FROM {period}
            ORDER BY firstDay LIMIT 200
            """
        ) { row in
            PeriodRow(
                period: PeriodID(row.text(0)), code: row.text(1), name: row.text(2),
                from: Day(row.text(3)) ?? Day(ordinal: 0), to: Day(row.text(4)) ?? Day(ordinal: 0),
                confirmed: row.bool(5), sites: DirectoryList.codes(row.text(6)).map { SiteCode($0) },
                cancelled: row.optionalText(7), version: row.int(8))
        }
    }

    /// What a site is in on that day.
    func periods(on day: Day, at site: SiteCode? = nil) throws -> [PeriodRow] {
        try periods().filter { period in
            period.cancelled == nil && period.from <= day && day <= period.to
                && (period.sites.isEmpty || site.map { period.sites.contains($0) } ?? true)
        }
    }
}
