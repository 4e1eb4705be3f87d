import CSQLite

/// One connection to one SQLite file. Not Sendable: it belongs to the actor that made it.
///
/// Statements are prepared once and kept, so SQL text must come from a fixed set; values go through `?`.
public final class Connection {
    public enum Mode: Sendable {
        /// The store's one writer: creates the file, WAL, `synchronous=FULL`; the only one that checkpoints.
        case writer
        /// A writer that does not wait for the disk: for data that are made anew where the process does not get to its end.
        case draft
        /// Reads only; never checkpoints (a second checkpointer can corrupt SQLite 3.7.0–3.51.2).
        case reader
    }

    private let handle: OpaquePointer
    private var statements: [SQLText: Statement] = [:]

    /// - Parameter vfs: the name of a registered SQLite VFS; nil for the operating system's. Tests put disks that fail here.
    /// - Throws: `SQLiteError`; also where FULL does not hold after asking for it.
    public init(path: String, mode: Mode, vfs: String? = nil) throws {
        var opened: OpaquePointer?
        let flags =
            mode != .reader
            ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
            : SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, vfs)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "cannot open"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message, sql: path)
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 5000)
        try execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8000")
        switch mode {
        case .reader: try execute("PRAGMA query_only = ON")
        case .draft: try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")
        case .writer:
            // What a savepoint may have to put back stays in memory: in a file it cost more writes than the log itself.
            try execute("PRAGMA temp_store = MEMORY")
            // Copied back every 16 MiB and not every 4: a checkpoint costs syncs and a copy of each page it finds.
            try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000")
            guard try value("PRAGMA synchronous", []) == .integer(2) else {
                throw SQLiteError(code: SQLITE_MISUSE, message: "synchronous is not FULL", sql: path)
            }
            try syncWhatIsThere()
        }
    }

    /// A process that was killed may have written a commit and not synced it. It is there to be read, so a power cut
    /// could still take what others were shown: a checkpoint syncs the log before it does anything else.
    private func syncWhatIsThere() throws {
        do { _ = try value("PRAGMA wal_checkpoint(PASSIVE)") } catch let error as SQLiteError where error.isFull {
            // The log is synced; moving it into the file waits for space.
        }
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Runs a script of statements without values: schema and pragmas only.
    public func execute(_ script: String) throws {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw SQLiteError(
                code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)), sql: script)
        }
    }

    /// Runs several statements as one: all of them or, where one throws, none.
    public func transaction<T>(_ body: () throws -> T) throws -> T {
        try run("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            if isInTransaction { try run("ROLLBACK") }
            throw error
        }
    }

    /// - Returns: how many rows were changed.
    @discardableResult
    public func run(_ sql: String, _ values: [any SQLConvertible] = []) throws -> Int {
        let statement = try prepare(sql)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.step() {}
        return Int(sqlite3_changes64(handle))
    }

    /// Every row through `map`, in the order of the statement.
    public func rows<T>(_ sql: String, _ values: [any SQLConvertible] = [], _ map: (borrowing Row) throws -> T) throws
        -> [T]
    {
        let statement = try prepare(sql)
        defer { statement.reset() }
        try statement.bind(values)
        var result: [T] = []
        while try statement.step() { result.append(try map(Row(statement: statement))) }
        return result
    }

    /// The first row through `map`, or nil.
    public func first<T>(_ sql: String, _ values: [any SQLConvertible] = [], _ map: (borrowing Row) throws -> T) throws
        -> T?
    {
        let statement = try prepare(sql)
        defer { statement.reset() }
        try statement.bind(values)
        return try statement.step() ? try map(Row(statement: statement)) : nil
    }

    /// The first column of the first row, or nil.
    public func value(_ sql: String, _ values: [any SQLConvertible] = []) throws -> SQLValue? {
        let statement = try prepare(sql)
        defer { statement.reset() }
        try statement.bind(values)
        guard try statement.step() else { return nil }
        return switch sqlite3_column_type(statement.handle, 0) {
        case SQLITE_INTEGER: .integer(statement.int(0))
        case SQLITE_TEXT: .text(statement.text(0))
        case SQLITE_BLOB: .blob(statement.blob(0))
        default: .null
        }
    }

    /// The first column of the first row as an integer, or nil where there is no row or NULL.
    public func integer(_ sql: String, _ values: [any SQLConvertible] = []) throws -> Int64? {
        if case .integer(let number)? = try value(sql, values) { number } else { nil }
    }

    /// False after SQLite rolled back by itself (a full disk does, even inside a savepoint).
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Copies the whole database, as this connection's snapshot sees it, into a new file.
    public func backup(to path: String) throws {
        var target: OpaquePointer?
        guard sqlite3_open(path, &target) == SQLITE_OK, let target else {
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "cannot create", sql: path)
        }
        defer { sqlite3_close_v2(target) }
        guard let copy = sqlite3_backup_init(target, "main", handle, "main") else {
            throw SQLiteError(
                code: sqlite3_extended_errcode(target), message: String(cString: sqlite3_errmsg(target)), sql: path)
        }
        let code = sqlite3_backup_step(copy, -1)
        sqlite3_backup_finish(copy)
        guard code == SQLITE_DONE else { throw SQLiteError(code: code, message: "backup stopped", sql: path) }
    }

    private func prepare(_ sql: String) throws -> Statement {
        let key = SQLText(sql)
        if let kept = statements[key] { return kept }
        let statement = try Statement(handle, sql)
        statements[key] = statement
        return statement
    }
}
