import Foundation
import OpsContracts
import OpsDomain
import OpsSQLite
import OpsTestSupport
import Testing

@testable import OpsMessaging

@Suite struct WritePathTests {
    @Test func `a command becomes facts in a gapless hash chain, and a state`() async throws {
        let folder = try TemporaryFolder()
        let store = try lampStore(folder)
        for index in 1...5 { try await store.turn("a", index % 2 == 1) }
        let facts = try await store.facts(after: 0, limit: 10)
        #expect(facts.map(\.seq) == [1, 2, 3, 4, 5])
        #expect(facts.map(\.version) == [1, 2, 3, 4, 5])
        #expect(facts.first?.prev == Fact.noHash)
        #expect(zip(facts, facts.dropFirst()).allSatisfy { $0.hash == $1.prev })
        #expect(facts.allSatisfy { FactHash.compute($0, source: ServiceName.tickets.topic) == $0.hash })
        #expect(try await store.verifyLog() == nil)
        let state = try await store.perform(.own("look", by: .tickets, now: Timestamp(0))) {
            try $0.state(Lamp.self, "a")
        }
        #expect(state == Lamp.State(on: true, switches: 5))
    }

    @Test func `a refused command writes nothing and leaves its neighbours in the batch alone`() async throws {
        let store = try lampStore(try TemporaryFolder())
        try await store.turn("a", true)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<40 {
                group.addTask { (try? await store.turn(index % 2 == 0 ? "a" : "b\(index)", true)) != nil }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 20)
        #expect(try await store.facts(after: 0, limit: 100).count == 21)
        #expect(try await store.verifyLog() == nil)
    }

    @Test func `commands that wait together share one sync`() async throws {
        let store = try lampStore(try TemporaryFolder())
        let before = await store.commitCount()
        try await store.turn("alone", true)
        #expect(await store.commitCount() - before == 1)
        let start = await store.commitCount()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<256 { group.addTask { try await store.turn("l\(index)", true) } }
            try await group.waitForAll()
        }
        #expect(await store.commitCount() - start < 128)
        #expect(await store.head().seq == 257)
    }

    @Test func `the same key gives the same answer once, another body is refused, a refusal is not remembered`()
        async throws
    {
        let store = try lampStore(try TemporaryFolder())
        let context = CommandContext.client(
            key: "k", actor: .anonymous, route: "r", now: Timestamp(1), correlation: "c")
        func ask(_ body: String, on: Bool = true) async throws -> StoredResponse {
            try await store.respond(context, fingerprint: body) { transaction in
                let outcome = try transaction.execute(Lamp.self, "a", .turn(on: on, lamp: "a"), site: nil)
                return StoredResponse(status: 201, body: Data("v\(outcome.version)".utf8))
            }
        }
        await #expect(throws: Rejection.self) { try await ask("refused", on: false) }
        let first = try await ask("body")
        #expect(try await ask("body") == first)
        #expect(await store.head().seq == 1)
        await #expect(throws: StoreError.keyReused) { try await ask("other") }
    }

    @Test func `an answer kept in the old form is given again, and one that cannot be read runs nothing`() async throws
    {
        let store = try lampStore(try TemporaryFolder())
        let context = CommandContext.client(
            key: "k", actor: .anonymous, route: "r", now: Timestamp(1), correlation: "c")
        func ask() async throws -> StoredResponse {
            try await store.respond(context, fingerprint: "f") { transaction in
                let outcome = try transaction.execute(Lamp.self, "a", .turn(on: true, lamp: "a"), site: nil)
                return StoredResponse(
                    status: 201, headers: ["ETag": "\"1\""], body: Data("v\(outcome.version)\n\nend".utf8))
            }
        }
        func keep(_ bytes: Data) async throws {
            try await store.perform(.own("keep", by: .tickets, now: Timestamp(2))) { transaction in
                _ = try transaction.run("UPDATE response SET response = ?", [bytes])
            }
        }
        let first = try await ask()
        #expect(try await ask() == first)
        let old = #"{"body":"djEKCmVuZA==","headers":{"ETag":"\"1\""},"status":201}"#
        try await keep(Data(old.utf8))
        #expect(try await ask() == first)
        try await keep(Data([0, 1, 2]))
        await #expect(throws: StoreError.self) { try await ask() }
        #expect(await store.head().seq == 1)
    }

    @Test func `a command with the number of an old one cannot write a second time`() async throws {
        let store = try lampStore(try TemporaryFolder())
        try await store.turn("a", true, key: "once")
        await #expect(throws: SQLiteError.self) { try await store.turn("b", true, key: "once") }
        #expect(await store.head().seq == 1)
    }

    @Test func `If-Match of another version is refused`() async throws {
        let store = try lampStore(try TemporaryFolder())
        try await store.turn("a", true)
        await #expect(throws: StoreError.staleVersion(expected: 7, actual: 1)) {
            try await store.perform(.own("x", by: .tickets, now: Timestamp(0))) {
                try $0.execute(Lamp.self, "a", .turn(on: false, lamp: "a"), site: nil, ifMatch: 7)
            }
        }
    }

    @Test func `time never runs backwards in a log`() async throws {
        let clock = ManualClock(Timestamp(5_000))
        let folder = try TemporaryFolder()
        let store = try lampStore(folder, clock: clock)
        try await store.turn("a", true)
        let early = CommandContext.client(
            key: "early", actor: .anonymous, route: "r", now: Timestamp(1_000), correlation: "c")
        try await store.perform(early) { try $0.execute(Lamp.self, "b", .turn(on: true, lamp: "b"), site: nil) }
        #expect(try await store.facts(after: 0, limit: 9).map(\.time) == [Timestamp(5_000), Timestamp(5_000)])
    }

    @Test func `what is sealed stays off the fact, and the chain holds after it is erased`() async throws {
        let store = try lampStore(try TemporaryFolder())
        try await store.perform(.own("s", by: .tickets, now: Timestamp(1))) {
            try $0.execute(
                Lamp.self, "a", .turn(on: true, lamp: "a"), site: nil, sealed: Data("13800138000".utf8))
        }
        let fact = try #require(try await store.facts(after: 0, limit: 1).first)
        #expect(fact.sealedDigest?.count == 64)
        #expect(!String(decoding: fact.data, as: UTF8.self).contains("138"))
        #expect(try await store.read { try $0.sealed(seq: 1) } == Array("13800138000".utf8))
        try await store.perform(.own("erase", by: .tickets, now: Timestamp(1))) {
            try $0.run("DELETE FROM sealed WHERE seq = 1")
        }
        #expect(try await store.verifyLog() == nil)
    }

    @Test func `more than 256 KiB is refused`() async throws {
        let store = try lampStore(try TemporaryFolder())
        await #expect(throws: StoreError.self) {
            try await store.turn("a", true, note: String(repeating: "x", count: 300_000))
        }
        #expect(await store.head().seq == 0)
    }

    /// A reader that looks at an old moment keeps the write-ahead log from being used anew: only then it grows.
    @Test func `a write-ahead log beyond its limit is truncated once no reader needs it, and no commit waits for that`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try lampStore(folder)
        await store.close()
        let file = folder.file("lamps.sqlite")
        let names = try ReadModelTables.prepare([], try Connection(path: file, mode: .writer))
        let writer = try StoreWriter(
            path: file, definition: store.definition, names: names,
            connection: try Connection(path: file, mode: .writer), walLimit: 100_000, onCommit: { _ in },
            onFatal: { Issue_record($0) })
        func commit(_ count: Int) async throws -> Int64 {
            for number in 0..<count {
                _ = try await writer.submit { transaction in
                    try transaction.run(
                        "INSERT OR REPLACE INTO meta(key, value) VALUES ('long', ?)",
                        [String(repeating: "\(number % 10)", count: 10_000)])
                }
            }
            // Callers have their answers before the writer looks at the log's length.
            _ = await writer.commitCount
            let size = try FileManager.default.attributesOfItem(atPath: file + "-wal")[.size]
            return try #require(size as? Int64)
        }
        let reader = try Connection(path: file, mode: .reader)
        try reader.execute("BEGIN; SELECT count(*) FROM log")
        let start = ContinuousClock.now
        #expect(try await commit(64) > 100_000)
        #expect(ContinuousClock.now - start < .seconds(5))
        try reader.execute("COMMIT")
        #expect(try await commit(63) > 100_000)
        #expect(try await commit(1) == 0)
        await writer.close()
    }

    @Test func `a second process is refused while the first holds the store`() async throws {
        let folder = try TemporaryFolder()
        let store = try lampStore(folder)
        #expect(throws: StoreError.self) { try lampStore(folder) }
        await store.close()
    }

    @Test func `a log with a type this binary does not know is refused, with its number`() async throws {
        let folder = try TemporaryFolder()
        var store: Store? = try lampStore(folder)
        try await store?.turn("a", true)
        await store?.close()
        store = nil
        #expect(throws: StoreError.unknownTypeInLog(LampSwitched.type, seq: 1)) { try lampStore(folder, known: []) }
    }

    @Test func `a store of an older release takes the steps it lacks, one of a newer release is left alone`()
        async throws
    {
        let folder = try TemporaryFolder()
        var store: Store? = try boardStore(folder)
        await store?.close()
        store = nil
        let path = folder.file("board.sqlite")
        let old = """
            DELETE FROM migration WHERE name = 'messaging 3';
            DROP TABLE unreadable;
            CREATE TABLE unreadable(
                source TEXT NOT NULL, offset INTEGER NOT NULL, reason TEXT NOT NULL, bytes BLOB NOT NULL,
                at INTEGER NOT NULL, PRIMARY KEY(source, offset)) STRICT, WITHOUT ROWID;
            INSERT INTO unreadable VALUES ('ops.tickets.v1', 7, 'null value', x'', 1);
            INSERT INTO migration(step, name) VALUES (9, 'office 1');
            """
        try Connection(path: path, mode: .writer).execute(old)
        let own = [
            Migration("office 1", "CREATE TABLE never(a)"),
            Migration("office 2", "CREATE TABLE desk(a INTEGER) STRICT"),
        ]
        let migrated = try Connection(path: path, mode: .writer)
        try StoreSchema.migrate(migrated, own: own)
        #expect(try migrated.integer("SELECT count(*) FROM unreadable") == 1)
        #expect(try migrated.integer("SELECT count(*) FROM sqlite_schema WHERE name IN ('desk', 'never')") == 1)
        #expect(throws: StoreError.self) { try StoreSchema.migrate(migrated, own: [own[0]]) }
    }

    @Test func `a store opened again goes on where it was`() async throws {
        let folder = try TemporaryFolder()
        var store: Store? = try lampStore(folder)
        try await store?.turn("a", true)
        await store?.close()
        store = nil
        let again = try lampStore(folder)
        try await again.turn("a", false)
        #expect(await again.head().seq == 2)
        #expect(try await again.verifyLog() == nil)
    }
}
