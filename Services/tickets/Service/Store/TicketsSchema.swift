import OpsMessaging

/// The service's own tables, beside log and read models.
enum TicketsSchema {
    static let migrations = [
        Migration(
            "tickets 1",
            """
            -- Leads from the secret of a public page to its ticket; the secret is sealed with the fact, too.
            CREATE TABLE reportLink(secret TEXT PRIMARY KEY, ticket TEXT NOT NULL) STRICT, WITHOUT ROWID;
            -- How far the tickets are recomputed with a calendar's newest version.
            CREATE TABLE calendarSweep(
                calendar TEXT PRIMARY KEY, version INTEGER NOT NULL, afterTicket TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """),
        Migration(
            "tickets 2",
            """
            -- The ticket an alarm of the monitoring led to last.
            CREATE TABLE alarm(
                site TEXT NOT NULL, key TEXT NOT NULL, ticket TEXT NOT NULL, PRIMARY KEY(site, key))
                STRICT, WITHOUT ROWID;
            """),
    ]
}
