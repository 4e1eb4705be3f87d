public import Foundation

/// A value SQLite stores.
public enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob(Data)
}

/// Anything that can be bound to a `?` of a statement.
public protocol SQLConvertible: Sendable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLConvertible {
    public var sqlValue: SQLValue { self }
}
extension Int: SQLConvertible {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}
extension Int64: SQLConvertible {
    public var sqlValue: SQLValue { .integer(self) }
}
extension Bool: SQLConvertible {
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}
extension String: SQLConvertible {
    public var sqlValue: SQLValue { .text(self) }
}
extension Data: SQLConvertible {
    public var sqlValue: SQLValue { .blob(self) }
}
extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// Typed ids, codes, moments and money persist as what they wrap.
extension SQLConvertible where Self: RawRepresentable, RawValue: SQLConvertible {
    public var sqlValue: SQLValue { rawValue.sqlValue }
}

/// One row of a result, valid only inside the closure that gets it.
public struct Row: ~Copyable {
    let statement: Statement

    /// - Parameter index: 0 for the first column of the SELECT.
    public func int(_ index: Int) -> Int64 { statement.int(index) }
    public func int(_ index: Int) -> Int { Int(statement.int(index)) }
    public func bool(_ index: Int) -> Bool { statement.int(index) != 0 }
    public func text(_ index: Int) -> String { statement.text(index) }
    public func blob(_ index: Int) -> Data { statement.blob(index) }
    public func isNull(_ index: Int) -> Bool { statement.isNull(index) }
    public func optionalInt(_ index: Int) -> Int64? { isNull(index) ? nil : statement.int(index) }
    public func optionalText(_ index: Int) -> String? { isNull(index) ? nil : statement.text(index) }
    public func optionalBlob(_ index: Int) -> Data? { isNull(index) ? nil : statement.blob(index) }
}
