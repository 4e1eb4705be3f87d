import InspectionsService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct RoundPlanningTests {
    @Test func `without a calendar nothing is planned, with one the day's rounds appear once`() async throws {
        let fixture = try await InspectionsFixture()
        try await InspectionsStartUp.load(try fixture.fleet.store(.inspections), now: fixture.fleet.clock.now())
        try await fixture.fleet.fleet.doWork()
        #expect(try await fixture.rounds("").isEmpty)
        try await fixture.begin()
        let today = try await fixture.rounds("day=2026-02-13").compactMap { $0["round"] as? String }
        #expect(today.sorted() == ["QH-NET-D-20260213", "QH-ROOM-D-20260213", "QH-SYS-D-20260213"])
        let before = await (try fixture.fleet.store(.inspections)).head().seq
        try await fixture.fleet.fleet.doWork()
        #expect(await (try fixture.fleet.store(.inspections)).head().seq == before)
        await fixture.fleet.stop()
    }

    @Test func `a round that could not have been done in time is not planned`() async throws {
        let fixture = try await InspectionsFixture(hour: 13)
        try await fixture.begin()
        #expect(try await fixture.rounds("day=2026-02-13").isEmpty)
        #expect(try await fixture.status("QH-ROOM-D-20260214") == "planned")
        await fixture.fleet.stop()
    }

    @Test func `the sweep states what was missed, late rounds are late, and holidays owe nothing`() async throws {
        let fixture = try await InspectionsFixture()
        try await fixture.begin()
        #expect(try await fixture.engineer.post("/api/inspections/v1/rounds/QH-ROOM-D-20260213/start").status == 200)
        try await fixture.fleet.advance(to: InspectionsFixture.at(12))
        #expect(try await fixture.status("QH-NET-D-20260213") == "planned")
        try await fixture.fleet.advance(to: InspectionsFixture.at(12, 30))
        #expect(try await fixture.status("QH-NET-D-20260213") == "missed")
        #expect(try await fixture.status("QH-ROOM-D-20260213") == "started")
        let late = try await fixture.engineer.post(
            "/api/inspections/v1/rounds/QH-ROOM-D-20260213/complete", InspectionJourneyTests.readings("23"))
        #expect(try late.json()["status"] as? String == "late")
        try await fixture.fleet.advance(to: InspectionsFixture.at(24 * 5))
        #expect(try await fixture.rounds("day=2026-02-16").isEmpty)
        #expect(try await fixture.status("QH-ROOM-D-20260214") == "missed")
        await fixture.fleet.stop()
    }

    @Test func `a lead skips a round with a reason, an engineer may not`() async throws {
        let fixture = try await InspectionsFixture()
        try await fixture.begin()
        let path = "/api/inspections/v1/rounds/QH-NET-D-20260213/skip"
        #expect(try await fixture.engineer.post(path, #"{"reason":"停电"}"#).status == 403)
        #expect(try await fixture.lead.post(path, #"{"reason":""}"#).status == 422)
        #expect(try await fixture.lead.post(path, #"{"reason":"机房停电检修"}"#).status == 200)
        #expect(try await fixture.status("QH-NET-D-20260213") == "skipped")
        await fixture.fleet.stop()
    }

    @Test func `what is no day, state or cursor is refused`() async throws {
        let fixture = try await InspectionsFixture()
        for query in ["rounds?day=2026-02-30", "rounds?status=lost", "rounds?cursor=zz", "findings?state=half"] {
            #expect(try await fixture.engineer.get("/api/inspections/v1/\(query)").status == 400, "\(query)")
        }
        #expect(try await fixture.engineer.get("/api/inspections/v1/rounds?site=XZ").status == 404)
        #expect(try await fixture.engineer.get("/api/inspections/v1/rounds/no-such-round").status == 404)
        await fixture.fleet.stop()
    }

    @Test func `a plan that is switched off owes no more rounds`() async throws {
        let fixture = try await InspectionsFixture()
        try await fixture.begin()
        let path = "/api/inspections/v1/plans/QH-NET-D"
        #expect(try await fixture.lead.post(path + "/set-active", #"{"active":false}"#, ifMatch: 1).status == 200)
        #expect(try await fixture.lead.get(path).json()["active"] as? Bool == false)
        try await fixture.fleet.advance(to: InspectionsFixture.at(24 * 11))
        let rounds = try await fixture.rounds("day=2026-02-24").compactMap { $0["round"] as? String }
        #expect(rounds.contains("QH-ROOM-D-20260224"))
        #expect(!rounds.contains("QH-NET-D-20260224"))
        await fixture.fleet.stop()
    }
}
