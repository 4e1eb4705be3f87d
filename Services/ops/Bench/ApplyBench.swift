import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// How fast a store applies a backlog of another's facts, against the bare loop.
enum ApplyBench {
    static func run(_ plan: BenchPlan) async throws -> [Figure] {
        let directory = try plan.directory("apply")
        let source = try BenchLog.store("\(directory)/source.sqlite", service: .tickets)
        try await BenchLog.fill(source, facts: plan.backlog)
        let bus = LocalBus()
        bus.join(source)
        let reader = try Store(
            path: "\(directory)/reader.sqlite",
            definition: StoreDefinition(service: .office, models: [BenchModel()], knownTypes: [SiteRegistered.type]),
            clock: SystemClock())
        let consumer = Consumer(source: source.definition.topic, store: reader, bus: bus)
        let head = await source.head().seq
        let took = try await timed {
            let running = Task { await consumer.run() }
            while try await reader.read({ try $0.position(of: source.definition.topic)?.seq ?? 0 }) < head {
                await reader.nextCommit(after: reader.commitMark, atMost: 50)
            }
            running.cancel()
            await running.value
        }
        let floor = try floor(plan, "\(directory)/floor.sqlite")
        return [
            Figure("apply a backlog of \(plan.backlog)", Double(plan.backlog) / took, "facts/s",
                floor: floor,
                aim: .ratioAtLeast(0.6)),
            Figure("bytes on disk per fact, log",
                Double(try size("\(directory)/source.sqlite")) / Double(plan.backlog), "bytes"),
        ]
    }

    /// Projection upserts, 128 and a position a transaction.
    private static func floor(_ plan: BenchPlan, _ path: String) throws -> Double {
        let db = try Connection(path: path, mode: .writer)
        try db.execute(
            """
            CREATE TABLE model(code TEXT PRIMARY KEY, name TEXT NOT NULL, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE position(source TEXT PRIMARY KEY, seq INTEGER, hash TEXT) STRICT, WITHOUT ROWID;
            """)
        let start = ContinuousClock.now
        for batch in 0..<(plan.backlog / 128) {
            try db.run("BEGIN IMMEDIATE")
            for index in 0..<128 {
                try db.run(
                    "INSERT INTO model VALUES (?,?,1) ON CONFLICT(code) DO UPDATE SET name = excluded.name, seen = seen + 1",
                    ["S\((batch * 128 + index) % 9000)", "北京西站"])
            }
            try db.run("INSERT OR REPLACE INTO position VALUES ('t', ?, ?)", [batch, Fact.noHash])
            try db.run("COMMIT")
        }
        return Double(plan.backlog) / ((ContinuousClock.now - start) / .seconds(1))
    }

    private static func size(_ path: String) throws -> Int64 {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? NSNumber)?.int64Value ?? 0
    }
}

struct BenchModel: ReadModel {
    let name = "bench"
    let shape = 1
    let tables = ["benchSite"]
    let schema =
        "CREATE TABLE {benchSite}(code TEXT PRIMARY KEY, name TEXT NOT NULL, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID"
    let families: Set<String> = [SiteRegistered.type.family]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let site = try fact.decode(SiteRegistered.self)
        try db.run(
            """
            INSERT INTO {benchSite} VALUES (?,?,1)
            ON CONFLICT(code) DO UPDATE SET name = excluded.name, seen = seen + 1
            """, [site.site, site.name])
    }
}

/// Logs of facts made only to be moved.
enum BenchLog {
    enum Making: Decider {
        struct State: Codable, Sendable, Equatable {}
        struct Event: DomainEvent {
            let site: SiteRegistered
            var fact: any FactContract { site }
            init(_ site: SiteRegistered) { self.site = site }
            init?(type: FactType, data: Data) throws {
                site = try ContractCoding.decode(SiteRegistered.self, from: data)
            }
        }
        static let kind = "bench"
        static let shape = 1
        static func decide(_ command: SiteRegistered, _ state: State?, at now: Timestamp) throws(Rejection) -> [Event] {
            [Event(command)]
        }
        static func evolve(_ state: State?, _ event: Event) -> State { State() }
    }

    static func store(_ path: String, service: ServiceName, topic: Topic? = nil) throws -> Store {
        try Store(
            path: path,
            definition: StoreDefinition(service: service, topic: topic, models: [], knownTypes: [SiteRegistered.type]),
            clock: SystemClock())
    }

    /// 500 commands a transaction.
    static func fill(_ store: Store, facts: Int) async throws {
        for start in stride(from: 0, to: facts, by: 500) {
            let context = CommandContext.own("bench:\(start)", by: store.definition.service, now: store.clock.now())
            try await store.perform(context) { transaction in
                for number in start..<min(start + 500, facts) {
                    let site = SiteRegistered(
                        site: SiteCode("S\(number % 9000)"), name: "北京西站地区管理委员会第\(number)分区", shortName: "西站",
                        hasPosts: true)
                    try transaction.execute(Making.self, "S\(number % 9000)", site, site: nil)
                }
            }
        }
    }
}
