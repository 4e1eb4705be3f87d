import AssessmentsDomain
import AssessmentsService
import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// February 2026 at the west station: from a miss to a frozen score, through the API.
@Suite struct SheetJourneyTests {
    static let sheet = "/api/assessments/v1/sheets/XZ/2026-02"

    static func at(_ text: String) -> Timestamp { Timestamp(LocalTime(text) ?? LocalTime(Day(ordinal: 0))) }

    static func start(_ time: String = "2026-03-06 10:00") async throws -> TestFleet {
        let fleet = try await TestFleet(
            [(.assessments, composeAssessments)], standIns: [.office, .tickets, .inspections], at: at(time))
        try await fleet.state([calendar], as: .office, about: "calendar/CN")
        try await AssessmentsStartUp.load(try fleet.store(.assessments), now: fleet.clock.now())
        return fleet
    }

    /// Monday to Friday; enough for March 2026, which has no holiday.
    static let calendar = CalendarPublished(
        calendar: CalendarID("CN"), version: 1, timezone: "Asia/Shanghai",
        week: Dictionary(uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri"].map { ($0, ["09:00-18:00"]) }),
        closed: [], closedEveryYear: [], open: [], openAs: nil, years: [2026], statutory: [])

    static func breach(_ target: TargetKind, at time: String, basis: Basis = .agreed, scores: Bool = true)
        -> TargetBreached
    {
        TargetBreached(
            ticket: TicketID("XZ-20260213-0007"), site: .xz, target: target, priority: .p2, breachedAt: at(time),
            kind: .incident, basis: basis, scoreItem: target == .resolve ? .k3 : .k2, scores: scores)
    }

    private func lead(_ fleet: TestFleet) -> TestClient {
        fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
    }

    private func evidence(_ fleet: TestFleet) async throws -> [[String: Any]] {
        try await lead(fleet).get(Self.sheet).json()["evidence"] as? [[String: Any]] ?? []
    }

    @Test func `a miss becomes evidence, is upheld, scored, published and frozen`() async throws {
        let fleet = try await Self.start("2026-03-04 10:00")
        try await fleet.state(
            [Self.breach(.respond, at: "2026-02-13 16:20")], as: .tickets, about: "ticket/XZ-20260213-0007", site: .xz)
        let piece = try #require(try await evidence(fleet).first)
        #expect(piece["item"] as? String == "K2")
        #expect(piece["tenths"] as? Int == 20)
        #expect((piece["cause"] as? [String: Any])?["subject"] as? String == "ticket/XZ-20260213-0007")
        let id = try #require(piece["evidence"] as? String)
        let lead = lead(fleet)
        #expect(try await lead.post(Self.sheet + "/score").status == 409)
        #expect(try await lead.post(Self.sheet + "/evidence/\(id)/rule", #"{"upheld":true}"#).status == 200)
        let scored = try await lead.post(Self.sheet + "/score")
        #expect(try scored.json()["score"] as? Int == 980)
        #expect(try await lead.post(Self.sheet + "/publish").status == 200)
        #expect(try await lead.post(Self.sheet + "/freeze").status == 409)
        try await fleet.advance(to: Self.at("2026-03-07 00:00"))
        let frozen = try await lead.post(Self.sheet + "/freeze")
        #expect(frozen.status == 200)
        #expect(try frozen.json()["status"] as? String == "frozen")
        let store = try fleet.store(.assessments)
        let last = try #require(try await store.facts(after: await store.head().seq - 1, limit: 1).first)
        let fact = try last.decode(SheetFrozen.self)
        #expect(fact.score == Score(tenths: 980))
        #expect(fact.hasPosts)
        #expect(fact.heads.map(\.topic) == [ServiceName.tickets.topic])
        await fleet.stop()
    }

    @Test func `the same miss told again, a smaller one elsewhere and our own default add nothing that counts`()
        async throws
    {
        let fleet = try await Self.start()
        let miss = Self.breach(.respond, at: "2026-02-13 16:20", basis: .default, scores: false)
        let smaller = Self.breach(.arrive, at: "2026-02-14 09:00", scores: false)
        let missed = RoundMissed(
            round: RoundID("r-1"), plan: PlanID("p-1"), site: .xz, name: "UPS周检", dueAt: Self.at("2026-02-13 12:00"),
            basis: .default)
        try await fleet.state([miss], as: .tickets, about: "ticket/XZ-20260213-0007", site: .xz)
        try await fleet.state([missed], as: .inspections, about: "round/r-1", site: .xz)
        #expect(try await evidence(fleet).map { $0["counts"] as? Bool } == [false])
        // Beside the first of its ticket the smaller one is recorded; a person may then see both.
        try await fleet.state([smaller], as: .tickets, about: "ticket/XZ-20260213-0007", site: .xz)
        #expect(try await evidence(fleet).count == 2)
        await fleet.stop()
    }

    @Test func `a breach that a calendar undid takes its evidence back`() async throws {
        let fleet = try await Self.start()
        let breach = Self.breach(.resolve, at: "2026-02-28 18:00")
        let undone = TargetBreachWithdrawn(
            ticket: breach.ticket, site: .xz, target: .resolve, priority: .p2, breachedAt: breach.breachedAt,
            due: .at(Self.at("2026-03-02 10:00")), reason: "2月28日是调休工作日", at: Self.at("2026-03-01 09:00"))
        try await fleet.state([breach, undone], as: .tickets, about: "ticket/XZ-20260213-0007", site: .xz)
        #expect(try await evidence(fleet).map { $0["ruling"] as? String } == ["withdrawn"])
        #expect(try await lead(fleet).post(Self.sheet + "/score").json()["score"] as? Int == 1000)
        await fleet.stop()
    }

    @Test func `an objection that is granted gives the points back`() async throws {
        let fleet = try await Self.start()
        let lead = lead(fleet)
        let supplier = fleet.client(as: "supplier", roles: [.supplier])
        let entered = try await lead.post(
            Self.sheet + "/evidence", #"{"rule":"absent","note":"2月9日监控岗缺岗","day":"2026-02-09"}"#)
        let piece = try #require((try entered.json()["evidence"] as? [[String: Any]])?.first)
        let id = try #require(piece["evidence"] as? String)
        _ = try await lead.post(Self.sheet + "/evidence/\(id)/rule", #"{"upheld":true}"#)
        #expect(try await lead.post(Self.sheet + "/score").json()["score"] as? Int == 970)
        _ = try await lead.post(Self.sheet + "/publish")
        #expect(try await lead.post(Self.sheet + "/object", #"{"text":"不是我"}"#).status == 403)
        let objected = try await supplier.post(
            Self.sheet + "/object", #"{"evidence":"\#(id)","text":"当天已安排顶岗，有签到"}"#)
        #expect(try objected.json()["status"] as? String == "disputed")
        let ruled = try await lead.post(
            Self.sheet + "/objections/1/rule", #"{"granted":true,"reason":"签到属实"}"#)
        #expect(try ruled.json()["score"] as? Int == 1000)
        await fleet.stop()
    }

    @Test func `published sheets freeze by themselves on working day 8`() async throws {
        let fleet = try await Self.start()
        let lead = lead(fleet)
        _ = try await lead.post(Self.sheet + "/score")
        _ = try await lead.post(Self.sheet + "/publish")
        try await fleet.advance(to: Self.at("2026-03-10 23:00"))
        #expect(try await lead.get(Self.sheet).json()["status"] as? String == "published")
        try await fleet.advance(to: Self.at("2026-03-11 01:00"))
        #expect(try await lead.get(Self.sheet).json()["status"] as? String == "frozen")
        await fleet.stop()
    }

    @Test func `a command counts once, a changed sheet is not overwritten, rights hold`() async throws {
        let fleet = try await Self.start()
        let lead = lead(fleet)
        let first = try await lead.post(Self.sheet + "/score", key: "score-1")
        #expect(try await lead.post(Self.sheet + "/score", key: "score-1").body == first.body)
        #expect(try await lead.post(Self.sheet + "/publish", ifMatch: 7).status == 412)
        #expect(try await lead.post(Self.sheet + "/publish", ifMatch: 1).status == 200)
        #expect(try await lead.get("/api/assessments/v1/sheets/NZ/2026-02").status == 404)
        #expect(try await lead.get("/api/assessments/v1/sheets/XZ/2026-13").status == 404)
        let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        #expect(try await engineer.post(Self.sheet + "/freeze").status == 403)
        let list = try await lead.get("/api/assessments/v1/sheets?from=2026-01&to=2026-03").json()["items"]
        #expect((list as? [[String: Any]])?.map { $0["sheet"] as? String } == ["XZ-2026-02"])
        #expect(try await lead.get("/api/assessments/v1/sheets?from=2025-01&to=2026-03").status == 400)
        await fleet.stop()
    }
}
