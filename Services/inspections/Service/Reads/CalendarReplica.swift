import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// The working calendars of the office, as far as they are published.
struct CalendarReplica: ReadModel {
    let name = "calendar-replica"
    let shape = 1
    let tables = ["calendar"]
    let schema = """
        CREATE TABLE {calendar}(
          calendar TEXT PRIMARY KEY, version INTEGER NOT NULL, data TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = [CalendarPublished.type.family]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let published = try fact.decode(CalendarPublished.self)
        try db.run(
            """
            INSERT INTO {calendar}(calendar, version, data) VALUES (?,?,?)
            ON CONFLICT(calendar) DO UPDATE SET version = excluded.version, data = excluded.data
              WHERE excluded.version > version
            """, [published.calendar, published.version, String(decoding: fact.data, as: UTF8.self)])
    }
}

extension ReadDatabase {
    /// The calendar all sites work by; nil until the office has published one.
    func workCalendar() throws -> WorkCalendar? {
        let published = try first(
            "SELECT data FROM {calendar} ORDER BY calendar = 'CN' DESC, calendar LIMIT 1"
        ) { try ContractCoding.decode(CalendarPublished.self, from: Data($0.text(0).utf8)) }
        return try published.map { try WorkCalendar($0) }
    }
}
