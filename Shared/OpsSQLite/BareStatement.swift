import CSQLite
import Foundation

/// SQLite and nothing else: the floor that a store's speed is held against. Durable as a store's writer is.
package final class BareDatabase {
    fileprivate let handle: OpaquePointer

    /// - Parameter schema: run once.
    package init(path: String, schema: String) throws {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(
            path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else { throw SQLiteError(code: code, message: "cannot open", sql: path) }
        handle = opened
        try execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
            PRAGMA cache_size = -8000; \(schema)
            """)
    }

    deinit { sqlite3_close_v2(handle) }

    package func execute(_ script: String) throws {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)), sql: script)
        }
    }
}

/// One prepared statement whose values are bound once; of each run only the counted places differ. No string is made and
/// nothing allocated while it runs, as in a loop written in C.
package final class BareStatement {
    private let database: BareDatabase
    private let handle: OpaquePointer
    private var numbers: [Int32] = []
    private var digits: [UnsafeMutableBufferPointer<UInt8>] = []
    private var kept: [UnsafeMutableBufferPointer<UInt8>] = []

    /// As many of a text's last bytes count.
    private static let width = 10

    /// - Parameters:
    ///   - values: as many as the statement has places.
    ///   - counted: indices of places that hold the number of the run: an integer is replaced, of a text at
    ///     most the last ten bytes are, so that it keeps its length.
    package init(_ database: BareDatabase, _ sql: String, _ values: [SQLValue], counted: Set<Int>) throws {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            throw SQLiteError(code: code, message: String(cString: sqlite3_errmsg(database.handle)), sql: sql)
        }
        (self.database, handle) = (database, prepared)
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            switch value {
            case .null: sqlite3_bind_null(handle, place)
            case .integer(let number):
                sqlite3_bind_int64(handle, place, number)
                if counted.contains(index) { numbers.append(place) }
            case .text(let text):
                let bytes = keep(Array(text.utf8))
                bytes.withMemoryRebound(to: CChar.self) {
                    _ = sqlite3_bind_text(handle, place, $0.baseAddress, Int32(bytes.count), nil)
                }
                if counted.contains(index), !bytes.isEmpty { digits.append(bytes) }
            case .blob(let data):
                let bytes = keep(Array(data))
                sqlite3_bind_blob(handle, place, bytes.baseAddress, Int32(bytes.count), nil)
            }
        }
    }

    /// The bytes stay where they are for the life of the statement: SQLite is told not to copy them.
    private func keep(_ bytes: [UInt8]) -> UnsafeMutableBufferPointer<UInt8> {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        for (index, byte) in bytes.enumerated() { buffer.initializeElement(at: index, to: byte) }
        kept.append(buffer)
        return UnsafeMutableBufferPointer(rebasing: buffer[0..<bytes.count])
    }

    deinit {
        sqlite3_finalize(handle)
        for buffer in kept { buffer.deallocate() }
    }

    /// - Returns: how many rows the statement gave.
    @discardableResult
    package func run(_ number: Int) throws -> Int {
        for place in numbers { sqlite3_bind_int64(handle, place, Int64(number)) }
        for bytes in digits {
            var rest = number
            for index in 1...max(1, min(Self.width, bytes.count)) {
                bytes[bytes.count - index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
        }
        var rows = 0
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_ROW {
                rows += 1
                continue
            }
            sqlite3_reset(handle)
            guard code == SQLITE_DONE else {
                throw SQLiteError(
                    code: code, message: String(cString: sqlite3_errmsg(database.handle)),
                    sql: String(cString: sqlite3_sql(handle)))
            }
            return rows
        }
    }
}
