import Foundation
import OpsContracts
import OpsSQLite
import OpsTestSupport
import Testing

@testable import OpsMessaging

/// Services are upgraded one by one, and sometimes back: either may meet the facts of the other release.
@Suite struct UpgradeTests {
    let folder: TemporaryFolder
    let bus = HostileBus()
    let source = ServiceName.tickets.topic

    init() throws { folder = try TemporaryFolder() }

    func step(_ store: Store) async throws { _ = try await Consumer(source: source, store: store, bus: bus).step() }

    @Test func `a version its reader does not know yet waits, and the next release applies it in order by a retry`()
        async throws
    {
        bus.set(
            chain(
                [
                    ("tickets.lamp-switched.v1", "lamp/a", #"{"lamp":"a","on":true}"#),
                    ("tickets.lamp-switched.v2", "lamp/a", #"{"lamp":"a"}"#),
                    ("tickets.lamp-switched.v1", "lamp/a", #"{"lamp":"a","on":false}"#),
                    ("tickets.lamp-switched.v1", "lamp/b", #"{"lamp":"b","on":true}"#),
                ], source: source), on: source)
        var old: Store? = try boardStore(folder)
        if let old {
            try await step(old)
            #expect(try await old.parked().map(\.reason) == ["unknown-version", "waiting"])
            #expect(try await old.board() == ["a": [1, 1], "b": [1, 1]])
            #expect(try await old.retryParked(source: source, subject: "lamp/a") == 0)
        }
        await old?.close()
        old = nil
        let new = try nextRelease(shape: 1)
        #expect(try await new.retryParked(source: source, subject: "lamp/a") == 2)
        #expect(try await new.parked().isEmpty)
        #expect(try await new.board() == ["a": [0, 3], "b": [1, 1]])
    }

    @Test func `a fact of a kind without readers is passed over, and the release that reads it starts at fact 1`()
        async throws
    {
        bus.set(
            chain(
                [
                    ("tickets.lamp-broken.v1", "lamp/a", #"{"lamp":"a"}"#),
                    ("tickets.lamp-switched.v1", "lamp/b", #"{"lamp":"b","on":true}"#),
                ], source: source), on: source)
        var old: Store? = try boardStore(folder)
        if let old {
            try await step(old)
            #expect(try await old.board() == ["b": [1, 1]])
            #expect(try await old.parked().isEmpty)
        }
        await old?.close()
        old = nil
        let new = try nextRelease(shape: 2)
        #expect(try await new.buildReadModels(bus: bus) == ["lamp-board"])
        #expect(try await new.board() == ["a": [0, 1], "b": [1, 1]])
    }

    @Test func `an optional field of a newer release passes through an older one unread and unharmed`() async throws {
        let facts = chain(
            [("tickets.lamp-switched.v1", "lamp/a", #"{"colour":"red","lamp":"a","on":true}"#)], source: source)
        bus.set(facts, on: source)
        let reader = try boardStore(folder)
        try await step(reader)
        #expect(try await reader.board() == ["a": [1, 1]])
        // The owner itself went back to the older release: it folds what the newer wrote, and goes on from there.
        let owner = try lampStore(folder)
        try await owner.writer.submit { transaction in for fact in facts { try transaction.adopt(fact) } }
        let outcome = try await owner.turn("a", false)
        #expect(outcome.state == Lamp.State(on: false, switches: 2))
        #expect(try await owner.verifyLog() == nil)
        let first = try #require(try await owner.facts(after: 0, limit: 1).first)
        #expect(String(decoding: first.data, as: UTF8.self).contains(#""colour":"red""#))
    }

    private func nextRelease(shape: Int) throws -> Store {
        try Store(
            path: folder.file("board.sqlite"),
            definition: StoreDefinition(
                service: .office, models: [NextBoard(shape: shape)],
                knownTypes: lampTypes.union([LampSwitchedV2.type, "tickets.lamp-broken.v1"])),
            clock: ManualClock(Timestamp(1_770_000_000_000)), onFatal: { Issue_record($0) })
    }
}

/// The board of a release that knows more: `v2` says only that the lamp was switched, `lamp-broken` that it is dark.
private struct NextBoard: ReadModel {
    let name = "lamp-board"
    var shape: Int
    let tables = LampBoard().tables
    let schema = LampBoard().schema
    let families: Set<String> = ["tickets.lamp-switched", "tickets.lamp-broken"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        if fact.type == LampSwitched.type { return try LampBoard().apply(fact, db) }
        let lamp = try fact.decode(LampSwitchedV2.self).lamp
        try db.run(
            """
            INSERT INTO {lampBoard}(lamp, lit, seen) VALUES (?,0,1)
            ON CONFLICT(lamp) DO UPDATE SET lit = 1 - lit, seen = seen + 1
            """, [lamp])
    }
}
