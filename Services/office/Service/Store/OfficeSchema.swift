import OpsMessaging

/// The office's own tables; everything else is facts and what is folded from them.
enum OfficeSchema {
    static let migrations = [
        Migration(
            "office 1",
            """
            CREATE TABLE signInAttempt(
                account TEXT PRIMARY KEY, failures INTEGER NOT NULL, lastFailure INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            """)
    ]
}
