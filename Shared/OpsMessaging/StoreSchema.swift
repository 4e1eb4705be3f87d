import OpsSQLite

/// A step that brings a store's own tables forward; steps are appended, never edited.
public struct Migration: Sendable {
    public var name: String
    public var sql: String

    public init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }
}

/// The tables every store has. Times are UTC ms; hashes are hex.
enum StoreSchema {
    static let migrations: [Migration] = [
        Migration(
            "messaging 1",
            """
            CREATE TABLE log(
                seq INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL,
                version INTEGER NOT NULL, site TEXT, time INTEGER NOT NULL, actor TEXT NOT NULL, command TEXT NOT NULL,
                n INTEGER NOT NULL, correlation TEXT NOT NULL, causation TEXT, hops INTEGER NOT NULL, traceparent TEXT,
                data BLOB NOT NULL, sealedDigest TEXT, prev TEXT NOT NULL, hash TEXT NOT NULL,
                UNIQUE(subject, version), UNIQUE(command, n)) STRICT;
            CREATE TABLE sealed(
                seq INTEGER PRIMARY KEY REFERENCES log(seq), salt BLOB NOT NULL, data BLOB NOT NULL) STRICT;
            CREATE TABLE aggregate(
                subject TEXT PRIMARY KEY, version INTEGER NOT NULL, shape INTEGER NOT NULL, state BLOB NOT NULL)
                STRICT, WITHOUT ROWID;
            CREATE TABLE response(
                command TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, at INTEGER NOT NULL, response BLOB NOT NULL)
                STRICT, WITHOUT ROWID;
            CREATE INDEX response_by_age ON response(at);
            CREATE TABLE position(
                source TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, offsetHint INTEGER, halted TEXT)
                STRICT, WITHOUT ROWID;
            CREATE TABLE reactionStart(
                reaction TEXT NOT NULL, source TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(reaction, source))
                STRICT, WITHOUT ROWID;
            CREATE TABLE parked(
                source TEXT NOT NULL, seq INTEGER NOT NULL, subject TEXT NOT NULL, waiting INTEGER NOT NULL,
                reason TEXT NOT NULL, error TEXT NOT NULL, attempts INTEGER NOT NULL, firstAt INTEGER NOT NULL,
                lastAt INTEGER NOT NULL, fact BLOB NOT NULL, PRIMARY KEY(source, seq)) STRICT, WITHOUT ROWID;
            CREATE INDEX parked_by_subject ON parked(source, subject, seq);
            CREATE TABLE unreadable(
                source TEXT NOT NULL, offset INTEGER NOT NULL, reason TEXT NOT NULL, bytes BLOB NOT NULL,
                at INTEGER NOT NULL, PRIMARY KEY(source, offset)) STRICT, WITHOUT ROWID;
            CREATE TABLE siteOwner(
                service TEXT NOT NULL, site TEXT NOT NULL, topic TEXT NOT NULL, PRIMARY KEY(service, site))
                STRICT, WITHOUT ROWID;
            CREATE TABLE readModel(
                name TEXT PRIMARY KEY, shape INTEGER NOT NULL, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE readModelPosition(
                name TEXT NOT NULL, generation INTEGER NOT NULL, source TEXT NOT NULL, seq INTEGER NOT NULL,
                hash TEXT NOT NULL, PRIMARY KEY(name, generation, source)) STRICT, WITHOUT ROWID;
            CREATE TABLE logType(type TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
            CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """),
        // A row of more than a quarter of a page leaves WITHOUT ROWID's tree for a page of its own: of three tables three
        // whole pages a command. With a rowid they lie packed, in the order they came, which is also their order by age.
        Migration(
            "messaging 2",
            """
            ALTER TABLE aggregate RENAME TO wideAggregate;
            CREATE TABLE aggregate(
                subject TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, shape INTEGER NOT NULL, state BLOB NOT NULL)
                STRICT;
            INSERT INTO aggregate SELECT subject, version, shape, state FROM wideAggregate;
            DROP TABLE wideAggregate;
            ALTER TABLE response RENAME TO wideResponse;
            CREATE TABLE response(
                command TEXT PRIMARY KEY NOT NULL, fingerprint TEXT NOT NULL, at INTEGER NOT NULL, response BLOB NOT NULL)
                STRICT;
            INSERT INTO response SELECT command, fingerprint, at, response FROM wideResponse ORDER BY at;
            DROP TABLE wideResponse;
            """),
        Migration(
            // A topic made anew counts its offsets from 0 again: another record at a known one is kept too.
            "messaging 3",
            """
            CREATE TABLE kept(
                source TEXT NOT NULL, offset INTEGER NOT NULL, reason TEXT NOT NULL, bytes BLOB NOT NULL,
                at INTEGER NOT NULL, PRIMARY KEY(source, offset, bytes)) STRICT, WITHOUT ROWID;
            INSERT INTO kept SELECT source, offset, reason, bytes, at FROM unreadable;
            DROP TABLE unreadable;
            ALTER TABLE kept RENAME TO unreadable;
            """),
    ]

    /// Brings the store to the newest step; a store that is further than this binary is left alone.
    ///
    /// The messaging's steps and the service's own are two lists that grow apart from each other.
    static func migrate(_ connection: Connection, own: [Migration]) throws {
        try connection.execute(
            "CREATE TABLE IF NOT EXISTS migration(step INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        let done = try connection.rows("SELECT name FROM migration ORDER BY step") { $0.text(0) }
        let pending = try [migrations, own].flatMap { steps in
            let names = steps.map(\.name)
            let known = done.filter(names.contains)
            guard known == Array(names.prefix(known.count)) else { throw newer(done, own) }
            return steps.dropFirst(known.count)
        }
        guard done.count + pending.count == migrations.count + own.count else { throw newer(done, own) }
        for (index, step) in pending.enumerated() {
            try connection.transaction {
                try connection.execute(step.sql)
                try connection.run(
                    "INSERT INTO migration(step, name) VALUES (?, ?)", [done.count + index + 1, step.name])
                FailPoint.reach("mid-migration")
            }
        }
    }

    private static func newer(_ done: [String], _ own: [Migration]) -> StoreError {
        .newerSchema(found: done.count, known: migrations.count + own.count)
    }
}
