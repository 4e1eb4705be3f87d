import Foundation
import OpsContracts
import OpsSQLite
import OpsTestSupport
import Testing

/// The comparison of two playings of a day sees what it should, and only that.
struct ProjectionTests {
    /// The stores of an all-in-one with its start-up data, at rest; made once.
    private static let made = Task { try await start() }

    private static func start() async throws -> String {
        let fleet = try await TestFleet.all()
        try await fleet.doWork()
        await fleet.stop()
        return fleet.folder.path
    }

    /// A copy that may be damaged.
    private func stores() async throws -> String {
        let copy = try TemporaryFolder().file("copy")
        try FileManager.default.copyItem(atPath: try await Self.made.value, toPath: copy)
        return copy
    }

    private func projections(_ path: String) throws -> Projections { try Projections { "\(path)/\($0).sqlite" } }

    @Test func `two starts show the same, and every service shows something`() async throws {
        let (one, other) = (try projections(try await stores()), try projections(try await Self.start()))
        #expect(one.differences(from: other).isEmpty, "\(one.differences(from: other).prefix(5))")
        for service in ServiceName.allCases {
            #expect(one.tables.contains { $0.key.hasPrefix("\(service).") && !$0.value.isEmpty })
        }
        #expect(one.tables.values.map(\.count).reduce(0, +) > 1_000)
    }

    @Test(arguments: [
        (ServiceName.tickets, "DELETE FROM item_1 WHERE item = 'XZ-LED1'", 1),
        (.office, "UPDATE site_1 SET name = name || '！' WHERE code = 'XZ'", 2),
        (.inspections, "UPDATE plan_1 SET active = 1 - active WHERE plan = 'QH-ROOM-D'", 2),
        (.office, "UPDATE aggregate SET version = version + 1 WHERE subject = 'unit/supplier'", 2),
        (.notify, "DROP TABLE rule_1", 12),
    ])
    func `a changed row, a lost row and a lost table are seen`(
        _ service: ServiceName, _ damage: String, _ lines: Int
    ) async throws {
        let path = try await stores()
        let before = try projections(path)
        try Connection(path: "\(path)/\(service).sqlite", mode: .writer).execute(damage)
        let seen = before.differences(from: try projections(path))
        #expect(seen.count == lines && seen.allSatisfy { $0.hasPrefix("\(service).") }, "\(seen.prefix(5))")
    }

    @Test func `what is local to a playing is not seen`() async throws {
        let path = try await stores()
        let before = try projections(path)
        let office = try Connection(path: "\(path)/office.sqlite", mode: .writer)
        try office.execute("UPDATE credential_1 SET seq = seq + 1000; UPDATE ownKey_1 SET kid = 'k-00000000'")
        #expect(before.differences(from: try projections(path)) == [])
    }
}
