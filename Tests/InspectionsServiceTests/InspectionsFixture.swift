import InspectionsService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport

/// Inspections on a fleet whose office, assets and tickets are stand-ins; the clock starts on 2026-02-13, a Friday.
struct InspectionsFixture {
    let fleet: TestFleet
    let engineer: TestClient
    let lead: TestClient

    init(hour: Int64 = 8) async throws {
        fleet = try await TestFleet(
            [(.inspections, composeInspections)], standIns: [.office, .assets, .tickets], at: Self.at(hour))
        engineer = fleet.client(as: "qh-1", roles: [.engineer], sites: [.qh])
        lead = fleet.client(as: "qh-lead", roles: [.siteLead], sites: [.qh])
    }

    /// 2026-02-13 at a local hour.
    static func at(_ hour: Int64, _ minute: Int64 = 0) -> Timestamp {
        Timestamp(1_770_912_000_000 + (hour * 60 + minute) * 60_000)
    }

    static let calendar = CalendarPublished(
        calendar: CalendarID("CN"), version: 1, timezone: "Asia/Shanghai",
        week: Dictionary(uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri"].map { ($0, ["09:00-18:00"]) }),
        closed: (15...23).compactMap { Day(year: 2026, month: 2, day: $0) }, closedEveryYear: [],
        open: [14, 28].compactMap { Day(year: 2026, month: 2, day: $0) }, openAs: "mon", years: [2026], statutory: [])

    /// Publishes the calendar and the default plans, and plans what today owes.
    func begin() async throws {
        try await fleet.state([Self.calendar], as: .office, about: "calendar/CN")
        let store = try fleet.store(.inspections)
        try await InspectionsStartUp.load(store, now: fleet.clock.now())
        try await fleet.fleet.doWork()
    }

    func rounds(_ query: String) async throws -> [[String: Any]] {
        try await engineer.get("/api/inspections/v1/rounds?limit=200&\(query)").json()["items"] as? [[String: Any]]
            ?? []
    }

    func status(_ round: String) async throws -> String? {
        try await engineer.get("/api/inspections/v1/rounds/\(round)").json()["status"] as? String
    }
}
