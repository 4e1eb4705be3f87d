import AssessmentsService
import BillingService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// A miss in February costs money in April: facts alone carry it from tickets over assessments to billing.
@Suite struct ScoreToPaymentTests {
    private func at(_ text: String) -> Timestamp { Timestamp(LocalTime(text) ?? LocalTime(Day(ordinal: 0))) }

    private func start() async throws -> TestFleet {
        let fleet = try await TestFleet(
            [(.assessments, composeAssessments), (.billing, composeBilling)], standIns: [.office, .tickets],
            at: at("2026-04-03 10:00"))
        let calendar = CalendarPublished(
            calendar: CalendarID("CN"), version: 1, timezone: "Asia/Shanghai",
            week: Dictionary(uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri"].map { ($0, ["09:00-18:00"]) }),
            closed: [], closedEveryYear: [], open: [], openAs: nil, years: [2026], statutory: [])
        try await fleet.state([calendar], as: .office, about: "calendar/CN")
        try await AssessmentsStartUp.load(try fleet.store(.assessments), now: fleet.clock.now())
        try await BillingStartUp.load(try fleet.store(.billing), now: fleet.clock.now())
        return fleet
    }

    /// Eleven major resolve misses of different tickets: more than K3 holds, so 15.0 points in all.
    private func misses() -> [TargetBreached] {
        (1...11).map { number in
            TargetBreached(
                ticket: TicketID("XZ-20260213-\(1000 + number)"), site: .xz, target: .resolve, priority: .p2,
                breachedAt: at("2026-02-13 23:50"), kind: .incident, basis: .agreed, scoreItem: .k3, scores: true)
        }
    }

    @Test func `eleven misses in February are a deduction in the second payment`() async throws {
        let fleet = try await start()
        try await fleet.state(misses(), as: .tickets, about: "ticket/XZ", site: .xz)
        let office = fleet.client(as: "office", roles: [.office])
        let finance = fleet.client(as: "finance", roles: [.finance])
        #expect(try await finance.post("/api/billing/v1/quarters/2026-q1/issue").status == 200)
        let sheet = "/api/assessments/v1/sheets"
        let evidence = try await office.get("\(sheet)/XZ/2026-02").json()["evidence"] as? [[String: Any]] ?? []
        #expect(evidence.count == 11)
        for piece in evidence {
            let id = try #require(piece["evidence"] as? String)
            _ = try await office.post("\(sheet)/XZ/2026-02/evidence/\(id)/rule", #"{"upheld":true}"#)
        }
        for month in ["2026-01", "2026-02", "2026-03"] {
            for site in SiteCode.contractOrder {
                #expect(try await office.post("\(sheet)/\(site)/\(month)/score").status == 200)
                #expect(try await office.post("\(sheet)/\(site)/\(month)/publish").status == 200)
            }
        }
        #expect(try await finance.post("/api/billing/v1/quarters/2026-q2/issue").status == 409)
        try await fleet.advance(to: at("2026-04-14 01:00"))  // working day 8 of April
        let issued = try await finance.post("/api/billing/v1/quarters/2026-q2/issue").json()
        // 85.0: 500 bp of the west station's February, 4 900 000 fen.
        #expect(issued["pay"] as? Int == 70_000_000 - 245_000)
        #expect(issued["dueOn"] as? String == "2026-04-15")
        await fleet.stop()
    }
}
