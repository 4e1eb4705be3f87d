public import Foundation
public import OpsContracts
import OpsCrypto
public import OpsDomain
public import OpsSQLite

/// The one write path: load, decide, append facts, update rows. Lives inside one savepoint of one group commit.
public final class WriteTransaction {
    let connection: Connection
    let definition: StoreDefinition
    var names: TableNames
    public internal(set) var head: LogHead
    /// Facts appended by all jobs of this group commit, in order.
    private(set) var appended: [Fact] = []
    /// Facts of other services applied by this group commit.
    private(set) var applied: [AppliedFact] = []
    /// Who asks; every fact of this job carries it.
    public internal(set) var context: CommandContext
    private var nextN = 0

    init(_ connection: Connection, _ definition: StoreDefinition, names: TableNames, head: LogHead) {
        self.connection = connection
        self.definition = definition
        self.names = names
        self.head = head
        context = .own("none", by: definition.service, now: head.time)
    }

    /// A point to fall back to when one job of the batch is refused.
    func mark() -> Mark { Mark(head: head, appended: appended.count, applied: applied.count, names: names) }

    func fallBack(to mark: Mark) {
        head = mark.head
        names = mark.names
        appended.removeLast(appended.count - mark.appended)
        applied.removeLast(applied.count - mark.applied)
    }

    struct Mark {
        var head: LogHead
        var appended: Int
        var applied: Int
        var names: TableNames
    }

    func note(_ fact: Fact, from source: Topic) { applied.append(AppliedFact(fact: fact, source: source)) }

    func begin(_ context: CommandContext) {
        self.context = context
        if Sabotage.takes(.uniqueCommand),
            (try? connection.integer("SELECT 1 FROM log WHERE command = ?", [context.command])) != nil
        {
            self.context.command += "/\(head.seq)"
        }
        nextN = 0
    }

    /// Decides and appends. A command may do this for several subjects.
    ///
    /// - Parameters:
    ///   - site: stored with every fact; nil where the subject belongs to no single site.
    ///   - ifMatch: the version the client saw.
    ///   - sealed: bytes kept beside the first fact, never on the bus; erasable.
    /// - Throws: `Rejection`, `StoreError.staleVersion`, `StoreError.tooLarge`, `SQLiteError`.
    @discardableResult
    public func execute<D: Decider>(
        _ decider: D.Type, _ id: some CustomStringConvertible, _ command: D.Command, site: SiteCode?,
        ifMatch: Int64? = nil, sealed: Data? = nil
    ) throws -> Outcome<D.State> {
        let subject = D.subject(id)
        let (before, version) = try load(decider, subject: subject)
        if let ifMatch, ifMatch != version { throw StoreError.staleVersion(expected: ifMatch, actual: version) }
        let events = try D.decide(command, before, at: max(context.now, head.time))
        var state = before
        var facts: [Fact] = []
        for (index, event) in events.enumerated() {
            var fact = try append(
                event, subject: subject, version: version + Int64(index) + 1, site: site,
                sealed: index == 0 ? sealed : nil)
            state = D.evolve(state, event)
            fact.known.state = state
            facts.append(fact)
        }
        if let state, !events.isEmpty {
            let stored = try save(state, decider, subject: subject, version: version + Int64(events.count))
            facts[facts.count - 1].known.storedState = stored
        }
        for fact in facts { try foldLive(fact, source: definition.topic) }
        return Outcome(state: state, version: version + Int64(events.count), facts: facts)
    }

    /// The aggregate as it stands; nil where nothing has happened to it.
    public func state<D: Decider>(_ decider: D.Type, _ id: some CustomStringConvertible) throws -> D.State? {
        try load(decider, subject: D.subject(id)).0
    }

    /// The version of the aggregate; 0 where nothing has happened to it.
    public func version<D: Decider>(_ decider: D.Type, _ id: some CustomStringConvertible) throws -> Int64 {
        try load(decider, subject: D.subject(id)).1
    }

    /// Writes to the service's own tables (delivery rows, drafts), never to log or read models.
    @discardableResult
    public func run(_ sql: String, _ values: [any SQLConvertible] = []) throws -> Int {
        try connection.run(sql, values)
    }

    /// The live read models and own tables, as they stand inside this transaction.
    public var reads: ReadDatabase { ReadDatabase(connection: connection, names: names) }

    func load<D: Decider>(_ decider: D.Type, subject: String) throws -> (D.State?, Int64) {
        let row = try connection.first("SELECT version, shape, state FROM aggregate WHERE subject = ?", [subject]) {
            (version: $0.int(0) as Int64, shape: $0.int(1) as Int, state: $0.blob(2))
        }
        if let row, row.shape == D.shape {
            return (try ContractCoding.decode(D.State.self, from: row.state), row.version)
        }
        // Another shape, or no row (a healed tail): fold the subject from the log.
        var state: D.State?
        var version: Int64 = 0
        for fact in try EventLog.facts(of: subject, connection) {
            if let event = try D.Event.read(fact) { state = D.evolve(state, event) }
            version = fact.version
        }
        if let state { try save(state, decider, subject: subject, version: version) }
        return (state, version)
    }

    @discardableResult
    private func save<D: Decider>(_ state: D.State, _ decider: D.Type, subject: String, version: Int64) throws -> Data {
        let stored = try ContractCoding.encode(state)
        try connection.run(
            """
            INSERT INTO aggregate(subject, version, shape, state) VALUES (?,?,?,?)
            ON CONFLICT(subject) DO UPDATE SET version = excluded.version, shape = excluded.shape, state = excluded.state
            """, [subject, version, D.shape, stored])
        return stored
    }

    private func append(_ event: any DomainEvent, subject: String, version: Int64, site: SiteCode?, sealed: Data?)
        throws -> Fact
    {
        let contract = event.fact
        let data = try ContractCoding.encode(contract)
        guard data.count <= StoreDefinition.maximumFactBytes else { throw StoreError.tooLarge(bytes: data.count) }
        let time = max(context.now, head.time)
        let salt = sealed == nil ? Data() : Data(SecureRandom.bytes(16))
        var fact = Fact(
            seq: head.seq + 1, id: factID(time), type: type(of: contract).type, subject: subject,
            version: version, site: site, time: time, actor: context.actor, command: context.command, n: nextN,
            correlation: context.correlation, causation: context.causation, hops: context.hops,
            traceparent: context.traceparent, data: data,
            sealedDigest: sealed.map { SHA256.hex(Array(salt + $0)) }, prev: head.hash, hash: "")
        fact.hash = FactHash.compute(fact, source: definition.topic)
        assert(Self.isFaithful(contract, data), "\(fact.type) does not come back from its JSON as it was")
        (fact.known.contract, fact.known.event) = (contract, event)
        try EventLog.insert(fact, connection)
        if let sealed {
            try connection.run("INSERT INTO sealed(seq, salt, data) VALUES (?,?,?)", [fact.seq, salt, sealed])
        }
        head = LogHead(seq: fact.seq, hash: fact.hash, time: time)
        nextN += 1
        appended.append(fact)
        return fact
    }

    /// What neighbours read from memory must be what they would read from the bytes.
    private static func isFaithful(_ contract: some FactContract, _ data: Data) -> Bool {
        (try? ContractCoding.decode(type(of: contract), from: data)) == contract
    }

    /// Derived from the command, so that a reaction that runs again makes the same ids.
    private func factID(_ time: Timestamp) -> String {
        let digest = SHA256.digest(Array("\(definition.topic)\n\(context.command)\n\(nextN)".utf8))
        return UUIDv7.make(at: time.rawValue, random: Array(digest.prefix(10)))
    }

    /// Stores a fact of the own log that came back from the topic, with the number it already has.
    func adopt(_ fact: Fact) throws {
        try EventLog.insert(fact, connection)
        try connection.run("DELETE FROM aggregate WHERE subject = ?", [fact.subject])
        head = LogHead(seq: fact.seq, hash: fact.hash, time: max(head.time, fact.time))
        appended.append(fact)
        try foldLive(fact, source: definition.topic)
    }

    func foldLive(_ fact: Fact, source: Topic) throws {
        try fold(fact, definition.handling(of: fact.type).models, source: source)
    }

    func fold(_ fact: Fact, _ models: [any ReadModel], source: Topic) throws {
        for model in models where names.live.contains(model.name) {
            try model.apply(fact, FoldDatabase(connection: connection, names: names, source: source))
        }
    }
}

/// A fact of another service, with the topic it came from.
public struct AppliedFact: Sendable {
    public var fact: Fact
    public var source: Topic
}

/// What a command led to.
public struct Outcome<State: Sendable>: Sendable {
    public var state: State?
    public var version: Int64
    /// Empty where the command aimed at a state that already held.
    public var facts: [Fact]
}
