/// What SQLite refused, with the statement that met it.
public struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The extended result code, e.g. 2067 (SQLITE_CONSTRAINT_UNIQUE).
    public var code: Int32
    public var message: String
    public var sql: String

    public init(code: Int32, message: String, sql: String) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    public var primary: Int32 { code & 0xff }
    /// The statement broke a UNIQUE, NOT NULL, CHECK or foreign key: this statement alone failed, the transaction stands.
    public var isConstraint: Bool { primary == 19 }
    /// Reading or writing the file itself failed. On COMMIT the outcome is then unknown.
    public var isInputOutput: Bool { primary == 10 }
    public var isFull: Bool { primary == 13 }
    public var isBusy: Bool { primary == 5 || primary == 6 }
    /// The SQL or its use is wrong (SQLITE_ERROR, MISMATCH, MISUSE, RANGE): the code's fault, not the disk's.
    public var isProgramming: Bool { [1, 20, 21, 25].contains(primary) }
    /// Full disk, lock, I/O, corruption: never the fault of the command or fact that met it.
    public var isInfrastructure: Bool { !isConstraint && !isProgramming }

    public var description: String { "SQLite \(code): \(message) [\(sql.prefix(200))]" }
}
