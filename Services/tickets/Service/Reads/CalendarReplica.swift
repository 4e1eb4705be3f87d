import OpsContracts
import OpsMessaging
import OpsSQLite

/// The calendars as published, each in its newest version.
struct CalendarReplica: ReadModel {
    let name = "calendars"
    let shape = 1
    let tables = ["calendar"]
    let schema = """
        CREATE TABLE {calendar}(calendar TEXT PRIMARY KEY, version INTEGER NOT NULL, published BLOB NOT NULL)
            STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = ["office.calendar-published"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let calendar = try fact.decode(CalendarPublished.self)
        try db.run(
            """
            INSERT INTO {calendar}(calendar, version, published) VALUES (?,?,?)
            ON CONFLICT(calendar) DO UPDATE SET version = excluded.version, published = excluded.published
                WHERE excluded.version > version
            """, [calendar.calendar, calendar.version, fact.data])
    }
}
