public import OpsMessaging
import OpsSQLite

/// How SQLite goes about the queries of a store: whether a list that is quick today stays so.
public enum QueryPlans {
    /// What was asked of a store so far, and how the answer was found.
    public struct Plan: Sendable, CustomStringConvertible {
        public var sql: String
        public var steps: [String]
        public var description: String { "\(steps.joined(separator: "; ")) ← \(sql)" }
    }

    /// The plans of every SELECT that the store's readers have run and that names one of `tables`.
    ///
    /// - Parameter tables: of read models, without their generation.
    public static func of(_ store: Store, naming tables: [String]) async throws -> [Plan] {
        var found: [String: Plan] = [:]
        // Reads take turns on two connections, and each knows its own statements.
        for _ in 0..<4 {
            for plan in try await store.read({ try plans(tables, $0) }) { found[plan.sql] = plan }
        }
        return found.values.sorted { $0.sql < $1.sql }
    }

    /// Asks on every connection that reads, and lets the answer go.
    public static func ask(_ store: Store, _ sql: String) async throws {
        for _ in 0..<2 { _ = try await store.read { try $0.rows(sql) { _ in true } } }
    }

    private static func plans(_ tables: [String], _ db: ReadDatabase) throws -> [Plan] {
        try db.rows("SELECT sql FROM sqlite_stmt WHERE sql LIKE 'SELECT%' AND sql NOT LIKE '%sqlite_stmt%'") {
            $0.text(0)
        }
        .filter { sql in tables.contains { sql.contains(" \($0)_") } }
        .map { sql in Plan(sql: sql, steps: try steps(sql, db)) }
    }

    /// A plan does not depend on the values, but a statement wants as many as it has places.
    private static func steps(_ sql: String, _ db: ReadDatabase) throws -> [String] {
        for count in 0..<16 {
            let values = [any SQLConvertible](repeating: SQLValue.null, count: count)
            do {
                return try db.rows("EXPLAIN QUERY PLAN \(sql)", values) { $0.text(3) }
            } catch let error as SQLiteError where error.primary == 25 { continue }
        }
        return ["has more places than are tried"]
    }
}

extension QueryPlans.Plan {
    /// What would grow with the history: a walk over a whole table or a whole index, or a sort of what was found.
    ///
    /// - Parameters:
    ///   - sorted: tables of which so few rows are found that they may be sorted.
    ///   - walked: indexes, without their table, that are read from one end and left early or hold few rows.
    public func faults(sorting sorted: [String] = [], walking walked: [String] = []) -> [String] {
        steps.filter { step in
            if step.hasPrefix("SCAN"), !step.contains("json_each"), !walked.contains(where: step.hasSuffix) {
                return true
            }
            if step.contains("more places") { return true }
            return step.contains("TEMP B-TREE") && !sorted.contains { sql.contains(" \($0)_") }
        }
    }
}
