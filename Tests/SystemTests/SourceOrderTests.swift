import OpsContracts
import OpsSQLite
import OpsServer
import OpsTestSupport
import Testing

@testable import OpsMessaging

/// A reader hears each source in its own order, and the sources in any: whoever was late, its tables end the same. Also what
/// makes a rebuilt model, which folds source after source, equal the live one. A model has tables of its own, so those that
/// hear one source alone cannot tell.
@Suite struct SourceOrderTests {
    private static let shuffles: UInt64 = 24

    struct Source {
        var topic: Topic
        var facts: [Fact]
    }

    /// What one order of the sources left in a model's tables, row by row; or why a fact could not be applied.
    enum Outcome: Equatable {
        case tables([String])
        case failed(String)
    }

    @Test func `every read model of every service ends the same, whatever order its sources come in`() async throws {
        let month = try await SampleMonth.make()
        var logs: [Source] = []
        for member in month.fleet.fleet.members {
            logs.append(Source(topic: member.store.definition.topic, facts: try await Self.log(member.store)))
        }
        var shuffled = 0
        for member in month.fleet.fleet.members {
            for model in member.store.definition.models {
                let sources = Self.sources(of: model, logs)
                guard sources.count > 1 else { continue }
                shuffled += 1
                let fault = try Self.fault(model, sources)
                #expect(fault == nil, "\(member.service.rawValue): \(model.name)")
            }
        }
        #expect(shuffled >= 2, "\(shuffled) models have more than one source")
        await month.fleet.stop()
    }

    private static func log(_ store: Store) async throws -> [Fact] {
        var facts: [Fact] = []
        while true {
            let next = try await store.facts(after: Int64(facts.count), limit: 500)
            if next.isEmpty { return facts }
            facts += next
        }
    }

    private static func sources(of model: any ReadModel, _ logs: [Source]) -> [Source] {
        logs.compactMap { log in
            let facts = log.facts.filter { model.families.contains($0.type.family) }
            return facts.isEmpty ? nil : Source(topic: log.topic, facts: facts)
        }
    }

    /// - Returns: what one of the orders makes another; nil where all are the same.
    private static func fault(_ model: any ReadModel, _ sources: [Source]) throws -> String? {
        let expected = try fold(sources.flatMap { source in source.facts.map { ($0, source.topic) } }, into: model)
        for seed in 1...shuffles {
            if let found = difference(expected, try fold(interleaved(sources, seed: seed), into: model)) {
                return "order \(seed): \(found)"
            }
        }
        return nil
    }

    private static func difference(_ expected: Outcome, _ found: Outcome) -> String? {
        switch (expected, found) {
        case (.tables(let expected), .tables(let found)):
            guard expected != found else { return nil }
            let (missing, extra) = (Set(expected).subtracting(found), Set(found).subtracting(expected))
            return "\(missing.count) rows differ: \(missing.sorted().prefix(3)) became \(extra.sorted().prefix(3))"
        case (.failed(let error), _), (_, .failed(let error)): return error
        }
    }

    /// The sources merged, each in its own order. Every seed has its own favourites, so that a source may come as good as
    /// whole before another, or fact for fact beside it.
    private static func interleaved(_ sources: [Source], seed: UInt64) -> [(Fact, Topic)] {
        var random = SeededDice(seed)
        var rest = sources.map { ($0.topic, $0.facts[...]) }
        let weights = rest.map { _ in [1, 1, 8, 64, 4096].randomElement(using: &random) ?? 1 }
        var merged: [(Fact, Topic)] = []
        while true {
            let open = rest.indices.filter { !rest[$0].1.isEmpty }
            guard let last = open.last else { return merged }
            var ticket = Int.random(in: 0..<open.reduce(0) { $0 + weights[$1] }, using: &random)
            let chosen = open.first { index in
                ticket -= weights[index]
                return ticket < 0
            }
            let index = chosen ?? last
            if let fact = rest[index].1.popFirst() { merged.append((fact, rest[index].0)) }
        }
    }

    /// Folds into fresh tables, as the model's reader does.
    private static func fold(_ facts: [(Fact, Topic)], into model: any ReadModel) throws -> Outcome {
        let db = try Connection(path: ":memory:", mode: .draft)
        var names = TableNames()
        names.use(model, generation: 1, live: true)
        try db.execute(names.resolve(model.schema))
        for (fact, source) in facts {
            do { try model.apply(fact, FoldDatabase(connection: db, names: names, source: source)) } catch {
                return .failed("\(fact.type) \(fact.seq) of \(source): \(error)")
            }
        }
        var rows: [String] = []
        for table in model.tables {
            let name = names.resolve("{\(table)}")
            let columns = try db.rows("SELECT name FROM pragma_table_info(?)", [name]) { "quote(\"\($0.text(0))\")" }
            try #require(!columns.isEmpty)
            rows += try db.rows("SELECT \(columns.joined(separator: "||' '||")) FROM \(name) ORDER BY 1", []) {
                "\(table): \($0.text(0))"
            }
        }
        return .tables(rows)
    }

    /// A model that keeps whichever source spoke last.
    private struct LastWord: ReadModel {
        let name = "last-word"
        let shape = 1
        let tables = ["lastWord"]
        let schema = "CREATE TABLE {lastWord}(id INTEGER PRIMARY KEY, source TEXT NOT NULL) STRICT"
        let families: Set<String> = ["tickets.ticket-opened"]
        func apply(_ fact: Fact, _ db: FoldDatabase) throws {
            try db.run("INSERT OR REPLACE INTO {lastWord}(id, source) VALUES (1, ?)", [db.source])
        }
    }

    @Test func `a model to which the order matters is found out`() throws {
        let sources = [ServiceName.tickets, .office].map { service in
            var chain = FactChain(service.topic)
            return Source(topic: service.topic, facts: chain.next(5))
        }
        #expect(try Self.fault(LastWord(), sources)?.contains("1 rows differ") == true)
    }
}
