import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

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
    /// So many different sites its facts are about.
    static let sites = 9000

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
                        site: SiteCode("S\(number % sites)"), name: "北京西站地区管理委员会第\(number)分区", shortName: "西站",
                        hasPosts: true)
                    try transaction.execute(Making.self, "S\(number % sites)", site, site: nil)
                }
            }
        }
    }
}
