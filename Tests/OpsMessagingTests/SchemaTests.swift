import Foundation
import OpsContracts
import OpsSQLite
import OpsTestSupport
import Testing

@testable import OpsMessaging

/// A store's own tables go forward step by step, and no step loses a row.
@Suite struct SchemaTests {
    private static let drafts = Migration("drafts 1", "CREATE TABLE draft(id TEXT PRIMARY KEY) STRICT")

    private func open(_ path: String, own: [Migration]) throws -> Store {
        try Store(
            path: path,
            definition: StoreDefinition(service: .tickets, migrations: own, models: [], knownTypes: lampTypes),
            clock: ManualClock(Timestamp(1_770_000_000_000)), onFatal: { Issue_record($0) })
    }

    @Test func `a store of the first release keeps states and answers when its tables are changed`() async throws {
        let path = try TemporaryFolder().file("old.sqlite")
        let old = try Connection(path: path, mode: .writer)
        try old.execute("CREATE TABLE migration(step INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        for (index, step) in [StoreSchema.migrations[0], Self.drafts].enumerated() {
            try old.execute(step.sql)
            try old.run("INSERT INTO migration(step, name) VALUES (?,?)", [index + 1, step.name])
        }
        let state = try ContractCoding.encode(Lamp.State(on: true, switches: 7))
        try old.run("INSERT INTO aggregate VALUES ('lamp/a', 7, 1, ?)", [state])
        let answer = StoredResponse(status: 201, headers: ["ETag": "\"7\""], body: Data("{}".utf8))
        for number in 0..<3 {
            try old.run(
                "INSERT INTO response VALUES (?, 'print', ?, ?)", ["key:\(number)", 100 - number, answer.stored])
        }
        var store: Store? = try open(path, own: [Self.drafts])
        let found = try await store?.perform(.own("look", by: .tickets, now: Timestamp(0))) {
            (try $0.state(Lamp.self, "a"), try $0.version(Lamp.self, "a"))
        }
        #expect(found?.0 == Lamp.State(on: true, switches: 7))
        #expect(found?.1 == 7)
        #expect(try await store?.recall("key:1")?.response == answer)
        let wide = try await store?.read { db in
            try db.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'wide%'") { $0.text(0) }
        }
        #expect(wide == [])
        await store?.close()
        store = nil
        // Opened again there is nothing left to do.
        await (try open(path, own: [Self.drafts])).close()
    }

    @Test func `a step of the messaging and a step of the service may come in either order`() async throws {
        let path = try TemporaryFolder().file("steps.sqlite")
        await (try open(path, own: [])).close()
        let store = try open(path, own: [Self.drafts])
        try await store.perform(.own("draft", by: .tickets, now: Timestamp(0))) {
            try $0.run("INSERT INTO draft VALUES ('a')")
        }
        await store.close()
    }

    @Test func `a store of a newer release is left alone`() async throws {
        let path = try TemporaryFolder().file("newer.sqlite")
        await (try open(path, own: [Self.drafts])).close()
        let known = StoreSchema.migrations.count
        #expect(throws: StoreError.newerSchema(found: known + 1, known: known)) { try open(path, own: []) }
        // Steps that were swapped are not the steps that made the store.
        let other = Migration("other 1", "CREATE TABLE other(id TEXT) STRICT")
        #expect(throws: StoreError.self) { try open(path, own: [other, Self.drafts]) }
        await (try open(path, own: [Self.drafts, other])).close()
    }

    @Test func `answers are forgotten after forty days, the oldest first`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock(Timestamp(1_770_000_000_000))
        let store = try lampStore(folder, clock: clock)
        func answer(_ key: String) async throws {
            let context = CommandContext.own(key, by: .tickets, now: clock.now())
            _ = try await store.respond(context, fingerprint: "f") { _ in StoredResponse(status: 200) }
        }
        try await answer("early")
        clock.advance(by: 41 * 86_400_000)
        try await answer("late")
        try await store.forgetOldResponses()
        let kept = try await store.read { try $0.rows("SELECT count(*) FROM response") { $0.int(0) as Int } }
        #expect(kept == [1])
    }
}
