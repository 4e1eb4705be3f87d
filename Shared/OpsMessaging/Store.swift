import Foundation
import Glibc
public import OpsContracts
import OpsDomain
import OpsSQLite
import Synchronization

/// One service's store: its log, its aggregates, its read models and its positions, in one SQLite file.
///
/// A `Store` that exists is locked, migrated, synchronous=FULL and knows every type in its log.
public final class Store: Sendable {
    public let definition: StoreDefinition
    public let path: String
    public let clock: any OpsClock
    let writer: StoreWriter
    let commits: CommitSignal
    private let readers: [StoreReader]
    private let nextReader = Atomic<Int>(0)
    private let lock: StoreLock
    private let shared: Shared

    /// What commits change and readers look at.
    private final class Shared: Sendable {
        let names: Mutex<TableNames>
        let head: Mutex<LogHead>
        let refusal = Mutex<String?>(nil)
        let listeners = Mutex<[Int: @Sendable (Commit) -> Void]>([:])
        let nextListener = Atomic<Int>(0)
        init(_ names: TableNames, _ head: LogHead) {
            self.names = Mutex(names)
            self.head = Mutex(head)
        }
    }

    /// - Parameters:
    ///   - path: of the SQLite file; its directory must exist.
    ///   - vfs: the name of a registered SQLite VFS; nil for the operating system's.
    ///   - isDraft: does not wait for the disk; see `Connection.Mode.draft`.
    ///   - onFatal: called where going on could answer falsely; ends the process outside tests.
    /// - Throws: `StoreError`, `SQLiteError`.
    public init(
        path: String, definition: StoreDefinition, clock: any OpsClock, vfs: String? = nil, isDraft: Bool = false,
        onFatal: @escaping @Sendable (String) -> Void = Store.leaveProcess
    ) throws {
        self.definition = definition
        self.path = path
        self.clock = clock
        try Sabotage.check()
        lock = try StoreLock(path: path + ".lock")
        let connection = try Connection(path: path, mode: isDraft ? .draft : .writer, vfs: vfs)
        if Sabotage.takes(.fullSync) { try connection.execute("PRAGMA synchronous = NORMAL") }
        try StoreSchema.migrate(connection, own: definition.migrations)
        try Self.checkIdentity(definition, connection)
        // Tables without their entry could never be made again: whatever ends the process, both are there or neither.
        let names = try connection.transaction { try ReadModelTables.prepare(definition.models, connection) }
        let shared = Shared(names, try EventLog.head(connection))
        let commits = CommitSignal()
        self.shared = shared
        self.commits = commits
        writer = try StoreWriter(
            path: path, definition: definition, names: names, connection: connection,
            onCommit: { commit in
                shared.names.withLock { $0 = commit.names }
                shared.head.withLock { $0 = commit.head }
                for listener in shared.listeners.withLock({ Array($0.values) }) { listener(commit) }
                commits.fire()
            }, onFatal: onFatal)
        readers = (1...2).map { StoreReader(path: path, vfs: vfs, label: "read\($0)-\(definition.service)") }
    }

    /// Whether some process has the store at this path open.
    public static func isInUse(_ path: String) -> Bool { (try? StoreLock(path: path + ".lock")) == nil }

    /// Ends the process without answering anybody (EX_SOFTWARE); a supervisor starts it anew from what the disk holds.
    public static let leaveProcess: @Sendable (String) -> Void = { reason in
        FileHandle.standardError.write(Data("fatal: \(reason)\n".utf8))
        _exit(70)
    }

    private static func checkIdentity(_ definition: StoreDefinition, _ db: Connection) throws {
        try db.run("INSERT OR IGNORE INTO meta(key, value) VALUES ('topic', ?)", [definition.topic])
        let found = try db.first("SELECT value FROM meta WHERE key = 'topic'") { $0.text(0) } ?? ""
        guard found == definition.topic.rawValue else {
            throw StoreError.wrongTopic(found: found, expected: definition.topic)
        }
        for type in try db.rows("SELECT type FROM logType", [], { FactType(rawValue: $0.text(0)) })
        where !definition.knownTypes.contains(type) {
            let seq = try db.integer("SELECT min(seq) FROM log WHERE type = ?", [type]) ?? 0
            throw StoreError.unknownTypeInLog(type, seq: seq)
        }
    }

    /// Runs one command in the next group commit and returns when it is durable.
    ///
    /// A command that the log already holds runs again: aggregates then refuse or do nothing, and `command`/`n` unique
    /// keeps a second fact out. Callers with a client's key use `respond`.
    /// - Throws: `StoreError`, `Rejection`, or what `body` throws; nothing is written then.
    @discardableResult
    public func perform<T: Sendable>(
        _ context: CommandContext, _ body: @escaping @Sendable (WriteTransaction) throws -> T
    ) async throws -> T {
        do {
            try checkAccepting()
            return try await writer.submit { transaction in
                transaction.begin(context)
                return try body(transaction)
            }
        } catch {
            FailedCommand.note(context)
            throw error
        }
    }

    /// As `perform`, remembering the response under the command for as long as clients may come back with the same key.
    ///
    /// - Parameter fingerprint: of the request's body; the same key with another one is refused.
    /// - Throws: `StoreError.keyReused`. Refusals are not remembered.
    public func respond(
        _ context: CommandContext, fingerprint: String,
        _ body: @escaping @Sendable (WriteTransaction) throws -> StoredResponse
    ) async throws -> StoredResponse {
        try checkAccepting()
        return try await writer.submit { transaction in
            let cached = try ResponseCache.recall(context.command, transaction.connection)
            if let stored = cached, !Sabotage.takes(.uniqueCommand) {
                guard stored.fingerprint == fingerprint else { throw StoreError.keyReused }
                return stored.response
            }
            transaction.begin(context)
            let response = try body(transaction)
            if Sabotage.takes(.uniqueCommand), cached != nil { return response }
            try ResponseCache.remember(
                response, context.command, fingerprint: fingerprint, at: context.now, transaction.connection)
            return response
        }
    }

    /// One short snapshot for queries.
    public func read<T: Sendable>(_ body: @Sendable (ReadDatabase) throws -> T) async throws -> T {
        let index = nextReader.add(1, ordering: .relaxed).oldValue
        let names = shared.names.withLock { $0 }
        return try await readers[index % readers.count].read(names, body)
    }

    /// Facts of the own log after `seq`, at most 500.
    public func facts(after seq: Int64, limit: Int) async throws -> [Fact] {
        try await read { try $0.facts(after: seq, limit: limit) }
    }

    /// The end of the own log: what is durable. Asking never waits for the writer.
    public func head() async -> LogHead { shared.head.withLock { $0 } }

    /// Group commits since the store was opened: one sync each.
    public func commitCount() async -> Int64 { await writer.commitCount }

    /// No command is taken until `accept`: the store waits for its topic's tail.
    public func refuse(_ reason: String) { shared.refusal.withLock { $0 = reason } }
    public func accept() { shared.refusal.withLock { $0 = nil } }
    public var refusal: String? { shared.refusal.withLock { $0 } }

    /// False while the model is folded for the first time, or anew for another shape.
    public func isLive(_ model: any ReadModel) -> Bool { shared.names.withLock { $0.live.contains(model.name) } }

    private func checkAccepting() throws {
        if let reason = refusal { throw StoreError.notAccepting(reason) }
    }

    /// What later commits bring: own facts and applied ones, for live pages. Keeps the newest 1 000 for a slow reader.
    public func changes() -> AsyncStream<AppliedFact> {
        let topic = definition.topic
        return AsyncStream(bufferingPolicy: .bufferingNewest(1000)) { continuation in
            let id = listen { commit in
                for fact in commit.appended { continuation.yield(AppliedFact(fact: fact, source: topic)) }
                for fact in commit.applied { continuation.yield(fact) }
            }
            continuation.onTermination = { [shared] _ in shared.listeners.withLock { $0[id] = nil } }
        }
    }

    @discardableResult
    func listen(_ listener: @escaping @Sendable (Commit) -> Void) -> Int {
        let id = shared.nextListener.add(1, ordering: .relaxed).newValue
        shared.listeners.withLock { $0[id] = listener }
        return id
    }

    /// Grows with every commit; a mark for `nextCommit`.
    public var commitMark: Int64 { commits.count }

    /// Returns after the next commit behind `mark`, or after `milliseconds` of real time.
    public func nextCommit(after mark: Int64, atMost milliseconds: Int) async {
        await commits.next(after: mark, atMost: milliseconds)
    }

    /// The answer a command got; nil where it was refused, never came, or is long ago.
    public func recall(_ command: String) async throws -> (fingerprint: String, response: StoredResponse)? {
        try await read { try ResponseCache.recall(command, $0.connection) }
    }

    /// Waits until a fact of `source` is applied here, at most `milliseconds`: nobody misses their own action.
    /// - Returns: false where time ran out first.
    public func waitUntilApplied(_ source: Topic, seq: Int64, milliseconds: Int) async throws -> Bool {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while true {
            let count = commits.count
            let position = try await read { try $0.position(of: source)?.seq ?? 0 }
            if position >= seq { return true }
            let left = end - ContinuousClock.now
            guard left > .zero else { return false }
            await commits.next(after: count, atMost: Int(left / .milliseconds(1)) + 1)
        }
    }

    /// Ends it: queued jobs are refused, the file is closed when the last reference goes.
    public func close() async {
        await writer.close()
        for reader in readers { await reader.close() }
    }
}
