import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// The newest version of each calendar as the central office published it.
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

    /// The common calendar; nil while none has come.
    static func common(_ db: ReadDatabase) throws -> WorkCalendar? {
        let published = try db.first(
            "SELECT published FROM {calendar} ORDER BY calendar = 'CN' DESC, calendar LIMIT 1"
        ) { $0.blob(0) }
        return try published.map { try WorkCalendar(ContractCoding.decode(CalendarPublished.self, from: $0)) }
    }
}
