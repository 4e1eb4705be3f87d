import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite
import OpsServer

/// A row as a store really has it, to be written bare: the same columns, bytes, keys and indexes.
struct RealRow: Sendable {
    var schema: String
    var sql: String
    var values: [SQLValue]
    /// Places of `values` that differ from row to row.
    var counted: Set<Int>

    /// Reads one row of a store's file.
    ///
    /// - Parameters:
    ///   - condition: which row: `ORDER BY seq DESC`.
    ///   - counted: columns that differ from row to row; keys keep their length, their last ten bytes count.
    /// - Throws: `CommandFailure` where the store has no such row.
    init(_ table: String, _ condition: String, counted: [String], _ db: Connection) throws {
        schema = try db.rows(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql NOTNULL ORDER BY type = 'index', name", [table]
        ) { $0.text(0) }.joined(separator: ";\n")
        let columns = try db.rows("SELECT name, pk FROM pragma_table_info(?)", [table]) {
            (name: $0.text(0), isKey: ($0.int(1) as Int) > 0)
        }
        values = try columns.map { try db.value("SELECT \($0.name) FROM \(table) \(condition) LIMIT 1") ?? .null }
        guard !schema.isEmpty, values.contains(where: { $0 != .null }) else {
            throw CommandFailure("the store has no row of \(table) to take for a floor")
        }
        self.counted = Set(columns.indices.filter { counted.contains(columns[$0].name) })
        let keys = columns.filter(\.isKey).map(\.name).joined(separator: ", ")
        let rest = columns.filter { !$0.isKey }.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ",")
        sql = "INSERT INTO \(table) VALUES (\(places)) ON CONFLICT(\(keys)) DO UPDATE SET \(rest)"
    }

    /// The table of a read model in use.
    static func table(_ name: String, of model: String, _ db: Connection) throws -> String {
        guard let generation = try db.integer("SELECT generation FROM readModel WHERE name = ?", [model]) else {
            throw CommandFailure("there is no read model \(model)")
        }
        return "\(name)_\(generation)"
    }
}

/// What a stage writes for one item, and what once a transaction.
struct BareRows: Sendable {
    var each: [RealRow]
    var once: [RealRow] = []

    /// What a command writes: its fact, its aggregate, its row of the queue with all indexes, its answer. Not the link of a
    /// reporter, nor anything that is read, decided, encoded, hashed or answered.
    static func command(_ directory: String) throws -> BareRows {
        let db = try Connection(path: "\(directory)/tickets.sqlite", mode: .reader)
        let queue = try RealRow.table("ticketQueue", of: "ticket-queue", db)
        return BareRows(each: [
            try RealRow(
                "log", "WHERE type = '\(TicketOpened.type)' ORDER BY seq DESC",
                counted: ["seq", "id", "subject", "command"], db),
            try RealRow("aggregate", "WHERE subject LIKE 'ticket/%' ORDER BY subject DESC", counted: ["subject"], db),
            try RealRow(
                queue, "ORDER BY firstSeq DESC", counted: ["ticket", "number", "sortKey", "wakesAt", "openedAt"], db),
            try RealRow("response", "ORDER BY at DESC", counted: ["command", "at"], db),
        ])
    }

    /// What the office keeps of an opened ticket: its row with all indexes, its limits, the day's count and the source's
    /// last fact; once a transaction the position. Each is one upsert, though the fold looks and writes more than once.
    static func board(_ directory: String) throws -> BareRows {
        let db = try Connection(path: "\(directory)/office.sqlite", mode: .reader)
        func table(_ name: String, _ model: String) throws -> String { try RealRow.table(name, of: model, db) }
        let (ticket, target) = (try table("ticket", "ticket-board"), try table("ticketTarget", "ticket-board"))
        let kinds = try db.rows(
            "SELECT target FROM \(target) WHERE no = (SELECT no FROM \(ticket) ORDER BY openedAt DESC LIMIT 1)"
        ) { $0.text(0) }
        let targets = try kinds.map { kind in
            try RealRow(target, "WHERE target = '\(kind)' ORDER BY due DESC", counted: ["no", "due"], db)
        }
        return BareRows(
            each: [
                try RealRow(ticket, "ORDER BY openedAt DESC", counted: ["no", "openedAt", "dueAt"], db)
            ] + targets + [
                try RealRow(try table("ticketDay", "ticket-board"), "ORDER BY day DESC", counted: ["opened"], db),
                try RealRow(
                    try table("feed", "feed"), "WHERE source LIKE '%tickets%'", counted: ["seq", "time", "facts"], db),
            ],
            once: [
                try RealRow("position", "WHERE source LIKE '%tickets%'", counted: ["seq", "offsetHint"], db)
            ])
    }
}

/// Writes such rows, and nothing else, durably: what SQLite alone can do on this machine.
struct BareLoop: Sendable {
    let path: String
    let rows: BareRows
    /// Items a transaction.
    let batch: Int
    /// So many different keys there are; nil for a new one each time.
    var keys: Int?

    /// - Returns: items per second until `end` says so.
    func run(until end: () -> Bool) throws -> Double {
        let all = rows.each + rows.once
        let db = try BareDatabase(path: path, schema: Set(all.map(\.schema)).sorted().joined(separator: ";\n"))
        let begin = try BareStatement(db, "BEGIN IMMEDIATE", [], counted: [])
        let commit = try BareStatement(db, "COMMIT", [], counted: [])
        func statement(_ row: RealRow) throws -> BareStatement {
            try BareStatement(db, row.sql, row.values, counted: row.counted)
        }
        let (each, once) = (try rows.each.map(statement), try rows.once.map(statement))
        let start = ContinuousClock.now
        var number = 0
        while !end() {
            try begin.run(0)
            for _ in 0..<batch {
                number += 1
                for statement in each { try statement.run(keys.map { number % $0 } ?? number) }
            }
            for statement in once { try statement.run(number) }
            try commit.run(0)
        }
        return Double(number) / ((ContinuousClock.now - start) / .seconds(1))
    }

    func run(seconds: Int) throws -> Double {
        let end = ContinuousClock.now + .seconds(seconds)
        return try run { ContinuousClock.now >= end }
    }
}
