public import OpsContracts
public import OpsDomain
public import OpsMessaging
import OpsSQLite

/// The calendars as the central office published them, each in its newest version; for services that reckon working time.
public struct CalendarReplica: ReadModel {
    public let name = "calendars"
    public let shape = 1
    public let tables = ["calendar"]
    public let schema = """
        CREATE TABLE {calendar}(calendar TEXT PRIMARY KEY, version INTEGER NOT NULL, published BLOB NOT NULL)
            STRICT, WITHOUT ROWID;
        """
    public let families: Set<String> = [CalendarPublished.type.family]

    public init() {}

    public func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let calendar = try fact.decode(CalendarPublished.self)
        try db.run(
            """
            INSERT INTO {calendar}(calendar, version, published) VALUES (?,?,?)
            ON CONFLICT(calendar) DO UPDATE SET version = excluded.version, published = excluded.published
                WHERE excluded.version > version
            """, [calendar.calendar, calendar.version, fact.data])
    }
}

extension ReadDatabase {
    /// The calendar all sites work by; nil until one has come. For services that keep `CalendarReplica`.
    public func workCalendar() throws -> WorkCalendar? {
        let published = try first(
            "SELECT published FROM {calendar} ORDER BY calendar = 'CN' DESC, calendar LIMIT 1", []
        ) { $0.blob(0) }
        return try published.map { try WorkCalendar(ContractCoding.decode(CalendarPublished.self, from: $0)) }
    }
}
