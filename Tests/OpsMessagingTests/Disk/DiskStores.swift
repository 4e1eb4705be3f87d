import Foundation
import OpsContracts
import OpsDomain
import OpsSQLite
import OpsTestSupport
import Synchronization

@testable import OpsMessaging

/// What the tests on failing disks open, ask and look at.
enum DiskStores {
    static let clock = ManualClock(Timestamp(1_770_000_000_000))

    /// Answers every fact of the lamps with a fact of its own, so that a lost or doubled effect shows in a log.
    static let echo = Reaction("echo", families: ["tickets.lamp-switched"], from: .beginning) { fact, transaction in
        let lamp = "echo-\(fact.seq)"
        try transaction.execute(Lamp.self, lamp, .turn(on: true, lamp: lamp), site: nil)
    }

    static func lamps(on disk: FaultDisk, onFatal: @escaping @Sendable (String) -> Void) throws -> Store {
        try Store(
            path: disk.folder.file("lamps.sqlite"),
            definition: StoreDefinition(service: .tickets, models: [LampBoard()], knownTypes: lampTypes), clock: clock,
            vfs: FaultVFS.name, onFatal: onFatal)
    }

    static func board(on disk: FaultDisk, onFatal: @escaping @Sendable (String) -> Void) throws -> Store {
        try Store(
            path: disk.folder.file("board.sqlite"),
            definition: StoreDefinition(
                service: .office, models: [LampBoard()], reactions: [echo], knownTypes: lampTypes), clock: clock,
            vfs: FaultVFS.name, onFatal: onFatal)
    }
}

/// One command of a client that may come again with the same key.
struct Ask: Sendable, Hashable {
    var key: String
    var lamp: String
    var on: Bool
    var note: String?

    var context: CommandContext {
        CommandContext.client(
            key: key, actor: Actor(rawValue: "account/a"), route: "turn", now: DiskStores.clock.now(),
            correlation: "c-\(key)")
    }

    /// - Returns: the hash of the fact it led to.
    func send(to store: Store) async throws -> String {
        let response = try await store.respond(context, fingerprint: key) { transaction in
            let outcome = try transaction.execute(
                Lamp.self, lamp, .turn(on: on, lamp: lamp, note: note), site: .xz, sealed: Data(key.utf8))
            return StoredResponse(status: 201, body: Data((outcome.facts.first?.hash ?? "").utf8))
        }
        return String(decoding: response.body, as: UTF8.self)
    }
}

/// What clients know of what they asked for.
struct Ledger: Sendable {
    /// With the hash of the fact each was told.
    var done: [Ask: String] = [:]
    var refused: Set<Ask> = []
    /// No answer, or one that says nothing: there or not, but not twice.
    var unknown: Set<Ask> = []

    mutating func note(_ ask: Ask, _ result: Result<String, any Error>, mayBeThere: Bool) {
        unknown.remove(ask)
        switch result {
        case .success(let hash): done[ask] = hash
        case .failure(is Rejection): refused.insert(ask)
        case .failure: if mayBeThere { unknown.insert(ask) } else { refused.insert(ask) }
        }
    }

    /// - Returns: what is wrong with a log, by the letters of the invariants: I1 acknowledged, refused, at most once.
    func judge(_ log: [Fact]) -> [String] {
        let facts = Dictionary(grouping: log, by: \.command)
        var faults: [String] = []
        for (ask, hash) in done where facts[ask.context.command]?.map(\.hash) != [hash] {
            faults.append("I1: \(ask.key) was acknowledged and is not there once")
        }
        for ask in refused where facts[ask.context.command] != nil {
            faults.append("I1: \(ask.key) was refused and is there")
        }
        let known = Set(done.keys).union(unknown).map(\.context.command)
        for (command, found) in facts where found.count > 1 || !known.contains(command) {
            faults.append("I4: \(found.count) facts of \(command)")
        }
        return faults
    }
}

extension Store {
    /// The whole log, however long.
    func wholeLog() async throws -> [Fact] {
        try await read { try EventLog.facts(after: 0, limit: 1 << 30, $0.connection) }
    }

    /// What must hold in every store at any time: chain, file, states, and read models that are their facts.
    func selfFaults() async throws -> [String] {
        var faults: [String] = []
        if let fault = try await verifyLog() { faults.append("chain: \(fault)") }
        let integrity = try await checkIntegrity()
        if integrity != "ok" { faults.append("I9: \(integrity)") }
        let log = try await wholeLog()
        if await head().seq != Int64(log.count) { faults.append("head \(await head().seq) of \(log.count) facts") }
        var folded: [String: Lamp.State] = [:]
        for fact in log {
            guard let event = try LampEvent(type: fact.type, data: fact.data) else { continue }
            folded[fact.subject] = Lamp.evolve(folded[fact.subject], event)
        }
        let kept = try await read { db in
            try db.rows("SELECT subject, state FROM aggregate") {
                ($0.text(0), try ContractCoding.decode(Lamp.State.self, from: $0.blob(1)))
            }
        }
        if Dictionary(uniqueKeysWithValues: kept) != folded { faults.append("states are not their facts") }
        if try await !parked().isEmpty { faults.append("parked: \(try await parked().map(\.error))") }
        return faults
    }

    /// What the board must be, given the lamps' log.
    func boardFaults(of lamps: [Fact]) async throws -> [String] {
        let source = ServiceName.tickets.topic
        let position = try await read { try $0.position(of: source) } ?? .start
        guard position.seq <= Int64(lamps.count) else {
            return ["I4: applied \(position.seq) of \(lamps.count) facts"]
        }
        let applied = lamps.prefix(Int(position.seq))
        var faults: [String] = []
        if let last = applied.last, last.hash != position.hash { faults.append("I4: applied another seq \(last.seq)") }
        let echoes = try await wholeLog().map(\.subject)
        if echoes != applied.map({ "lamp/echo-\($0.seq)" }) { faults.append("I2: \(echoes.count) echoes") }
        var seen: [String: Int] = [:]
        for fact in applied { seen[String(fact.subject.dropFirst(5)), default: 0] += 1 }
        for fact in applied { seen["echo-\(fact.seq)"] = 1 }
        if try await board().mapValues({ $0[1] }) != seen { faults.append("I2: the board is not its facts") }
        return faults
    }
}
