public import OpsContracts
public import OpsSQLite
import Synchronization

/// A view of facts, kept in tables of its own, that can be folded anew from the logs at any time.
///
/// A fold has no way to reach reactions, senders or the log: it gets a fact and its own tables.
public protocol ReadModel: Sendable {
    /// Unique in the service: `ticket-queue`.
    var name: String { get }
    /// Raised when tables or fold change: the model is then folded from fact 1 into new tables, which replace the old.
    var shape: Int { get }
    /// Short names of its tables, unique in the service.
    var tables: [String] { get }
    /// One script that creates tables and indexes. `{ticketQueue}` stands for the table of this generation; indexes are
    /// named after it: `CREATE INDEX {ticketQueue}_due ON {ticketQueue}(…)`.
    var schema: String { get }
    /// The fact families it folds, own and upstream: `tickets.ticket-opened`.
    var families: Set<String> { get }
    /// Applies one fact; called once per fact and source, in each source's order, sources interleaved in any way.
    func apply(_ fact: Fact, _ db: FoldDatabase) throws
}

/// What a fold may touch: the tables of its own generation.
public struct FoldDatabase {
    let connection: Connection
    let names: TableNames
    /// The topic the fact came from.
    public let source: Topic

    @discardableResult
    public func run(_ sql: String, _ values: [any SQLConvertible] = []) throws -> Int {
        try connection.run(names.resolve(sql), values)
    }

    public func rows<T>(_ sql: String, _ values: [any SQLConvertible] = [], _ map: (borrowing Row) throws -> T) throws
        -> [T]
    {
        try connection.rows(names.resolve(sql), values, map)
    }

    public func first<T>(_ sql: String, _ values: [any SQLConvertible] = [], _ map: (borrowing Row) throws -> T) throws
        -> T?
    {
        try connection.first(names.resolve(sql), values, map)
    }
}

/// What a query may touch: any live read model by `{table}`, and the service's own tables by their names.
public struct ReadDatabase {
    let connection: Connection
    let names: TableNames

    public func rows<T>(_ sql: String, _ values: [any SQLConvertible] = [], _ map: (borrowing Row) throws -> T) throws
        -> [T]
    {
        try connection.rows(names.resolve(sql), values, map)
    }

    public func first<T>(_ sql: String, _ values: [any SQLConvertible] = [], _ map: (borrowing Row) throws -> T) throws
        -> T?
    {
        try connection.first(names.resolve(sql), values, map)
    }

    /// Facts of one subject of the own log, oldest first.
    public func facts(of subject: String) throws -> [Fact] { try EventLog.facts(of: subject, connection) }

    /// Facts of the own log with `after < seq`, at most `limit`.
    public func facts(after seq: Int64, limit: Int) throws -> [Fact] {
        try EventLog.facts(after: seq, limit: min(limit, 500), connection)
    }

    /// The end of the own log in this snapshot. `Store.head` may still be a moment behind a commit that readers see.
    public func head() throws -> LogHead { try EventLog.head(connection) }

    /// How far the facts of one source are applied.
    public func position(of source: Topic) throws -> SourcePosition? {
        try StorePositions.position(of: source, connection)
    }

    /// What was sealed beside a fact; nil where nothing was or it was erased.
    public func sealed(seq: Int64) throws -> [UInt8]? {
        try connection.first("SELECT data FROM sealed WHERE seq = ?", [seq]) { [UInt8]($0.blob(0)) }
    }
}

/// Turns `{queue}` into the table of the generation in use: `queue_3`.
struct TableNames: Sendable {
    private var generations: [String: Int] = [:]
    private var resolved = ResolvedSQL()
    /// Models whose tables are complete: new facts are folded into them as they come.
    private(set) var live: Set<String> = []

    mutating func use(_ model: any ReadModel, generation: Int, live isLive: Bool) {
        for table in model.tables { generations[table] = generation }
        resolved = ResolvedSQL()
        if isLive { live.insert(model.name) } else { live.remove(model.name) }
    }

    func resolve(_ sql: String) -> String { resolved.text(of: sql) { resolveAnew($0) } }

    private func resolveAnew(_ sql: String) -> String {
        guard sql.utf8.contains(UInt8(ascii: "{")) else { return sql }
        var result = ""
        result.reserveCapacity(sql.utf8.count + 16)
        var rest = sql[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            result += rest[..<open]
            if let generation = generations[name] {
                result += "\(name)_\(generation)"
            } else {
                result += rest[open...close]  // SQLite then names what it does not know
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

/// The statements of one set of generations, resolved once: folds run the same few for every fact.
private final class ResolvedSQL: Sendable {
    private let texts = Mutex<[SQLText: String]>([:])

    func text(of sql: String, _ resolve: (String) -> String) -> String {
        if let known = texts.withLock({ $0[SQLText(sql)] }) { return known }
        let text = resolve(sql)
        texts.withLock { $0[SQLText(sql)] = text }
        return text
    }
}
