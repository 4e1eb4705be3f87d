import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import OpsTestSupport

/// A toy service: lamps that are switched on and off. Its topic borrows the name of `tickets`.
struct LampSwitched: FactContract {
    static let type: FactType = "tickets.lamp-switched.v1"
    var lamp: String
    var on: Bool
    var note: String?
}

struct LampSwitchedV2: FactContract {
    static let type: FactType = "tickets.lamp-switched.v2"
    var lamp: String
}

enum LampEvent: DomainEvent {
    case switched(LampSwitched)

    var fact: any FactContract {
        switch self {
        case .switched(let fact): fact
        }
    }

    init?(type: FactType, data: Data) throws {
        guard type == LampSwitched.type else { return nil }
        self = .switched(try ContractCoding.decode(LampSwitched.self, from: data))
    }
}

enum Lamp: Decider {
    struct State: Codable, Sendable, Equatable {
        var on: Bool
        var switches: Int
    }
    enum Command: Sendable {
        case turn(on: Bool, lamp: String, note: String? = nil)
        case burn
    }
    static let kind = "lamp"
    static let shape = 1

    static func decide(_ command: Command, _ state: State?, at now: Timestamp) throws(Rejection) -> [LampEvent] {
        switch command {
        case .turn(let on, let lamp, let note):
            if state?.on ?? false == on { throw Rejection(.conflict, "already", zh: "已经如此", en: "already") }
            return [LampEvent.switchedFact(LampSwitched(lamp: lamp, on: on, note: note))]
        case .burn: throw Rejection(.invalid, "burn", zh: "不行", en: "no")
        }
    }

    static func evolve(_ state: State?, _ event: LampEvent) -> State {
        switch event {
        case .switched(let fact): State(on: fact.on, switches: (state?.switches ?? 0) + 1)
        }
    }
}

extension LampEvent {
    static func switchedFact(_ fact: LampSwitched) -> LampEvent { .switched(fact) }
}

struct LampBoard: ReadModel {
    var name = "lamp-board"
    var shape = 1
    let tables = ["lampBoard"]
    let schema = """
        CREATE TABLE {lampBoard}(lamp TEXT PRIMARY KEY, lit INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT;
        CREATE INDEX {lampBoard}_lit ON {lampBoard}(lit);
        """
    let families: Set<String> = ["tickets.lamp-switched"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let lamp = try fact.decode(LampSwitched.self)
        if lamp.lamp.hasPrefix("poison") { throw Rejection(.invalid, "poison", zh: "毒", en: "poison") }
        try db.run(
            """
            INSERT INTO {lampBoard}(lamp, lit, seen) VALUES (?,?,1)
            ON CONFLICT(lamp) DO UPDATE SET lit = excluded.lit, seen = seen + 1
            """, [lamp.lamp, lamp.on])
    }
}

let lampTypes: Set<FactType> = [LampSwitched.type]

/// The writing side: owns `ops.tickets.v1`.
func lampStore(
    _ folder: TemporaryFolder, _ name: String = "lamps",
    clock: any OpsClock = ManualClock(Timestamp(1_770_000_000_000)),
    known: Set<FactType> = lampTypes, model: LampBoard? = nil
) throws -> Store {
    try Store(
        path: folder.file(name + ".sqlite"),
        definition: StoreDefinition(
            service: .tickets, models: model.map { [$0] } ?? [], knownTypes: known), clock: clock,
        onFatal: { reason in Issue_record(reason) })
}

/// The reading side: owns `ops.office.v1` and folds lamps.
func boardStore(
    _ folder: TemporaryFolder, _ name: String = "board",
    clock: any OpsClock = ManualClock(Timestamp(1_770_000_000_000)),
    known: Set<FactType> = lampTypes, model: LampBoard = LampBoard(), reactions: [Reaction] = []
) throws -> Store {
    try Store(
        path: folder.file(name + ".sqlite"),
        definition: StoreDefinition(service: .office, models: [model], reactions: reactions, knownTypes: known),
        clock: clock, onFatal: { reason in Issue_record(reason) })
}

extension Store {
    /// Switches a lamp as somebody would, `key` being the client's.
    @discardableResult
    func turn(_ lamp: String, _ on: Bool, key: String = UUID().uuidString, note: String? = nil, site: SiteCode? = .xz)
        async throws -> Outcome<Lamp.State>
    {
        let context = CommandContext.client(
            key: key, actor: Actor(rawValue: "account/a"), route: "turn", now: clock.now(), correlation: "c-\(key)")
        return try await perform(context) {
            try $0.execute(Lamp.self, lamp, .turn(on: on, lamp: lamp, note: note), site: site)
        }
    }

    /// `lamp: (lit, times seen)` of the board.
    func board() async throws -> [String: [Int]] {
        try await read { db in
            Dictionary(
                uniqueKeysWithValues: try db.rows("SELECT lamp, lit, seen FROM {lampBoard} ORDER BY lamp") {
                    ($0.text(0), [$0.int(1), $0.int(2)])
                })
        }
    }
}
