import CSQLite
import Foundation

/// A prepared statement, kept for the life of its connection.
final class Statement {
    let handle: OpaquePointer
    let sql: String

    init(_ database: OpaquePointer, _ sql: String) throws {
        var prepared: OpaquePointer?
        var tail: UnsafePointer<CChar>?
        let code = sql.withCString { text in
            let code = sqlite3_prepare_v3(database, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &tail)
            if code == SQLITE_OK, let tail, tail.pointee != 0 { return SQLITE_MISUSE }
            return code
        }
        guard code == SQLITE_OK, let prepared else {
            sqlite3_finalize(prepared)
            let message = code == SQLITE_MISUSE ? "more than one statement" : String(cString: sqlite3_errmsg(database))
            throw SQLiteError(code: code, message: message, sql: sql)
        }
        handle = prepared
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ values: [any SQLConvertible]) throws {
        guard sqlite3_bind_parameter_count(handle) == Int32(values.count) else {
            throw SQLiteError(
                code: SQLITE_RANGE,
                message: "\(values.count) values for \(sqlite3_bind_parameter_count(handle)) places",
                sql: sql)
        }
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code =
                switch value.sqlValue {
                case .null: sqlite3_bind_null(handle, place)
                case .integer(let number): sqlite3_bind_int64(handle, place, number)
                case .text(var text):
                    text.withUTF8 { utf8 in
                        utf8.withMemoryRebound(to: CChar.self) {
                            ops_bind_text(handle, place, $0.baseAddress, Int32($0.count))
                        }
                    }
                case .blob(let data):
                    data.withUnsafeBytes { ops_bind_blob(handle, place, $0.baseAddress, Int32($0.count)) }
                }
            guard code == SQLITE_OK else { throw error(code) }
        }
    }

    /// - Returns: true while there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw error(sqlite3_extended_errcode(sqlite3_db_handle(handle)))
        }
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func int(_ index: Int) -> Int64 { sqlite3_column_int64(handle, Int32(index)) }
    func isNull(_ index: Int) -> Bool { sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL }

    func text(_ index: Int) -> String {
        guard let bytes = sqlite3_column_text(handle, Int32(index)) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, Int32(index)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func blob(_ index: Int) -> Data {
        guard let bytes = sqlite3_column_blob(handle, Int32(index)) else { return Data() }
        return Data(bytes: bytes, count: Int(sqlite3_column_bytes(handle, Int32(index))))
    }

    private func error(_ code: Int32) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))), sql: sql)
    }
}
