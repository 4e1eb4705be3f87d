import OpsMessaging

/// The service's own tables: what is to be sent, what became of it, how the channels fare. Rows, not facts.
enum NotifySchema {
    static let migrations = [
        Migration(
            "notify 1",
            """
            -- One message to one channel. dueAt is set exactly while it waits to be sent.
            CREATE TABLE delivery(
              delivery TEXT PRIMARY KEY, cause TEXT NOT NULL, channel TEXT NOT NULL, kind TEXT NOT NULL, site TEXT,
              priority TEXT, number TEXT NOT NULL, lane INTEGER NOT NULL, notice TEXT NOT NULL, audience TEXT NOT NULL,
              status TEXT NOT NULL, dueAt INTEGER, notAfter INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
              tries INTEGER NOT NULL DEFAULT 0, partsDone INTEGER NOT NULL DEFAULT 0, resend INTEGER NOT NULL DEFAULT 0,
              note TEXT, digest TEXT, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL,
              UNIQUE(cause, channel)) STRICT;
            CREATE INDEX delivery_due ON delivery(channel, lane, dueAt, delivery) WHERE dueAt IS NOT NULL;
            CREATE INDEX delivery_late ON delivery(notAfter) WHERE dueAt IS NOT NULL;
            CREATE INDEX delivery_sending ON delivery(channel) WHERE status = 'sending';
            CREATE INDEX delivery_merge ON delivery(channel, createdAt) WHERE status = 'digest' AND digest IS NULL;
            CREATE INDEX delivery_age ON delivery(createdAt, delivery);
            CREATE INDEX delivery_state ON delivery(status, createdAt, delivery);
            CREATE INDEX delivery_channel ON delivery(channel, createdAt, delivery);
            CREATE TABLE attempt(
              delivery TEXT NOT NULL REFERENCES delivery(delivery), n INTEGER NOT NULL, at INTEGER NOT NULL,
              endedAt INTEGER, outcome TEXT NOT NULL, note TEXT, resend INTEGER NOT NULL,
              PRIMARY KEY(delivery, n)) STRICT, WITHOUT ROWID;
            CREATE TABLE channelState(
              channel TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """),
        Migration("notify 2", "ALTER TABLE delivery ADD COLUMN correlation TEXT"),
    ]
}
