import Foundation
import OpsContracts
import OpsSQLite

/// What the stores of a fleet show: every live table that facts were folded into, row by row, with what is legitimately
/// local to one playing of a day made equal.
struct Projections: Equatable {
    /// By `service.table`: the rows as text, sorted.
    var tables: [String: [String]] = [:]

    /// - Parameter store: where a service's file lies; nobody writes it meanwhile.
    init(store: (ServiceName) throws -> String) throws {
        let masks = try Masks()
        for service in ServiceName.allCases {
            let db = try Connection(path: try store(service), mode: .reader)
            for (table, shown) in try Self.liveTables(db) {
                tables["\(service).\(shown)"] = try Self.rows(of: table, shown, masks, db)
            }
        }
    }

    /// What the log, its reading and its housekeeping keep for themselves; the aggregates are rows like any other.
    private static let machinery: Set = [
        "log", "sealed", "response", "position", "reactionStart", "parked", "unreadable", "siteOwner", "readModel",
        "readModelPosition", "logType", "meta", "migration",
    ]

    /// Tables of read models carry their generation; one that is being built is not live.
    private static func liveTables(_ db: Connection) throws -> [(name: String, shown: String)] {
        let generations = Set(try db.rows("SELECT generation FROM readModel") { $0.text(0) })
        let names = try db.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ) { $0.text(0) }
        return names.compactMap { name in
            guard !machinery.contains(name) else { return nil }
            guard let end = name.lastIndex(of: "_"), Int(name[name.index(after: end)...]) != nil else {
                return (name, name)
            }
            return generations.contains(String(name[name.index(after: end)...])) ? (name, String(name[..<end])) : nil
        }
    }

    private static func rows(of table: String, _ shown: String, _ masks: Masks, _ db: Connection) throws -> [String] {
        let columns = try db.rows("SELECT name FROM pragma_table_info(?)", [table]) { $0.text(0) }
        let kept = columns.filter { !local.contains("\(shown).\($0)") && !local.contains($0) }
        let fields = kept.map { "iif(typeof(\"\($0)\") = 'blob', CAST(\"\($0)\" AS TEXT), quote(\"\($0)\"))" }
            .joined(separator: ", ")
        guard !kept.isEmpty else { return [] }
        return try db.rows("SELECT \(fields) FROM \"\(table)\"") { row in
            zip(kept.indices, kept).map { "\($1)=\(masks.apply(to: row.text($0)))" }.joined(separator: " ")
        }.sorted()
    }

    /// Numbers that say where in a log something stands, and keys.
    private static let local: Set = ["seq", "publicKey"]

    /// Ids made by chance, hashes, keys and places in a log where they stand inside a text.
    ///
    /// Foundation's expressions: Swift's own take minutes for the few thousand rows of a fleet.
    private struct Masks {
        private let masks: [(pattern: NSRegularExpression, with: String)]

        init() throws {
            masks = try [
                ("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", "‹id›"),
                (#"\b[0-9a-f]{64}\b"#, "‹hash›"), (#"\bk-[0-9a-z]{8}\b"#, "‹kid›"), (#""seq":\d+"#, "\"seq\":‹seq›"),
                (#""publicKey":"[\w-]{43}""#, "‹key›"),
            ].map { (pattern: try NSRegularExpression(pattern: $0.0), with: $0.1) }
        }

        func apply(to value: String) -> String {
            masks.reduce(value) { text, mask in
                let whole = NSRange(location: 0, length: text.utf16.count)
                return mask.pattern.stringByReplacingMatches(in: text, range: whole, withTemplate: mask.with)
            }
        }
    }

    /// A line per row that only one of both has; empty where they show the same.
    func differences(from other: Projections) -> [String] {
        Set(tables.keys).union(other.tables.keys).sorted().flatMap { name -> [String] in
            let (mine, theirs) = (tables[name] ?? ["no such table"], other.tables[name] ?? ["no such table"])
            return theirs.difference(from: mine).map { change in
                switch change {
                case .remove(_, let row, _): "\(name) - \(row)"
                case .insert(_, let row, _): "\(name) + \(row)"
                }
            }
        }
    }
}
