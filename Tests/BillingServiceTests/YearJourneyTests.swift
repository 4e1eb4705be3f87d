import BillingDomain
import BillingService
import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// The ordinary year of requirements section 7, through the API.
@Suite struct YearJourneyTests {
    static func at(_ text: String) -> Timestamp { Timestamp(LocalTime(text) ?? LocalTime(Day(ordinal: 0))) }
    static let quarter = "/api/billing/v1/quarters/2026-q"

    static func start() async throws -> TestFleet {
        let fleet = try await TestFleet(
            [(.billing, composeBilling)], standIns: [.office, .assessments], at: at("2027-03-05 10:00"))
        let calendar = CalendarPublished(
            calendar: CalendarID("CN"), version: 1, timezone: "Asia/Shanghai",
            week: Dictionary(uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri"].map { ($0, ["09:00-18:00"]) }),
            closed: [], closedEveryYear: [], open: [], openAs: nil, years: [2026], statutory: [])
        try await fleet.state([calendar], as: .office, about: "calendar/CN")
        try await BillingStartUp.load(try fleet.store(.billing), now: fleet.clock.now())
        return fleet
    }

    static func frozen(_ site: SiteCode, _ month: YearMonth, _ tenths: Int, version: Int = 1) -> SheetFrozen {
        SheetFrozen(
            sheet: SheetID("\(site)-\(month)"), site: site, month: month, version: version,
            score: Score(tenths: tenths), items: [], hasPosts: site != .cg, frozenAt: at("2026-04-13 09:00"), heads: [])
    }

    /// All sheets of a quarter, 100.0 but for those named.
    static func freeze(_ fleet: TestFleet, _ number: Int, _ scores: [String: Int] = [:]) async throws {
        let quarter = try #require(Quarter(year: 2026, number: number))
        for month in quarter.months {
            for site in SiteCode.contractOrder {
                try await fleet.state(
                    [frozen(site, month, scores["\(site)-\(month)"] ?? 1000)], as: .assessments,
                    about: "sheet/\(site)-\(month)", site: site)
            }
        }
    }

    static func finance(_ fleet: TestFleet) -> TestClient { fleet.client(as: "finance", roles: [.finance]) }

    @Test func `the ordinary year pays what the worked example says`() async throws {
        let fleet = try await Self.start()
        let finance = Self.finance(fleet)
        try await Self.freeze(fleet, 1, ["XZ-2026-01": 875, "QH-2026-02": 853, "JG-2026-03": 794])
        try await Self.freeze(fleet, 2, ["NZ-2026-04": 896, "CG-2026-05": 888])
        try await Self.freeze(fleet, 3)
        try await Self.freeze(fleet, 4, ["BZ-2026-11": 840])
        let fine = #"{"quarter":"2026-q4","site":"BZ","amount":50000,"reason":"违约罚款"}"#
        #expect(try await finance.post("/api/billing/v1/contracts/2026/fines", fine).status == 200)
        let forecast = try await finance.get("/api/billing/v1/contracts/2026/forecast").json()
        #expect(forecast["paymentFen"] as? [Int] == [70_000_000, 69_434_866, 69_981_333, 69_754_000])
        for (number, pay) in [(1, 70_000_000), (2, 69_434_866), (3, 69_981_333), (4, 69_754_000)] {
            let issued = try await finance.post("\(Self.quarter)\(number)/issue")
            #expect(try issued.json()["pay"] as? Int == pay)
            if number == 4 {
                let fiscal = #"{"document":"京财预〔2027〕18号","approvedOn":"2027-01-22"}"#
                #expect(try await finance.post("\(Self.quarter)4/fiscal-approve", fiscal).status == 200)
            }
            #expect(try await finance.post("\(Self.quarter)\(number)/approve").status == 200)
            let funds = number == 4 ? #","fundsArrivedOn":"2027-02-26""# : ""
            let paid = try await finance.post(
                "\(Self.quarter)\(number)/pay", #"{"amount":\#(pay),"paidOn":"2027-03-02"\#(funds)}"#)
            #expect(try paid.json()["stage"] as? String == "paid")
        }
        let facts = try await fleet.store(.billing).facts(after: 0, limit: 500)
        let statements = try facts.filter { $0.type == StatementIssued.type }.map {
            try $0.decode(StatementIssued.self)
        }
        #expect(statements.map(\.dueOn?.description) == ["2026-01-15", "2026-04-15", "2026-07-15", nil])
        #expect(statements[1].heads.map(\.topic) == [ServiceName.assessments.topic])
        await fleet.stop()
    }

    @Test func `a statement is refused while sheets are missing, and a correction lands in the next payment`()
        async throws
    {
        let fleet = try await Self.start()
        let finance = Self.finance(fleet)
        #expect(try await finance.post("\(Self.quarter)1/issue").status == 200)
        let refused = try await finance.post("\(Self.quarter)2/issue")
        #expect(refused.status == 409)
        #expect(try refused.json()["code"] as? String == "sheets-missing")
        try await Self.freeze(fleet, 1, ["XZ-2026-01": 875])
        #expect(try await finance.post("\(Self.quarter)2/issue").json()["pay"] as? Int == 69_877_500)
        let month = try #require(YearMonth("2026-01"))
        try await fleet.state(
            [Self.frozen(.xz, month, 895, version: 2), Self.frozen(.xz, month, 895, version: 2)], as: .assessments,
            about: "sheet/XZ-2026-01", site: .xz)
        let year = try await finance.get("/api/billing/v1/contracts/2026").json()
        let adjustments = year["adjustments"] as? [[String: Any]]
        #expect(adjustments?.map { $0["amount"] as? Int } == [98_000])
        #expect(adjustments?.first?["landsIn"] as? String == "2026-q3")
        await fleet.stop()
    }

    @Test func `money is shown to who may see it and moved by finance only`() async throws {
        let fleet = try await Self.start()
        let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
        #expect(try await lead.get("/api/billing/v1/contracts/2026").status == 403)
        let office = fleet.client(as: "office", roles: [.office])
        #expect(try await office.get("/api/billing/v1/contracts/2026").status == 200)
        #expect(try await office.post("\(Self.quarter)1/issue").status == 403)
        #expect(try await office.get("/api/billing/v1/contracts/2031").status == 404)
        let finance = Self.finance(fleet)
        let first = try await finance.post("\(Self.quarter)1/issue", key: "issue-1")
        #expect(try await finance.post("\(Self.quarter)1/issue", key: "issue-1").body == first.body)
        #expect(try await finance.post("\(Self.quarter)1/approve", ifMatch: 1).status == 412)
        await fleet.stop()
    }

    @Test func `a contract is entered with its own figures`() async throws {
        let fleet = try await Self.start()
        let finance = Self.finance(fleet)
        let body = #"""
            {"year":2027,"quarters":[100,100,100,101],"shares":[{"site":"XZ","bp":6000},{"site":"JG","bp":4000}],
            "supplier":"新供应商","signedOn":"2027-01-20"}
            """#
        let signed = try await finance.post("/api/billing/v1/contracts", body)
        #expect(signed.status == 201)
        let wrong = try await finance.post(
            "/api/billing/v1/contracts", body.replacing("2027", with: "2028").replacing("6000", with: "6001"))
        #expect(wrong.status == 422)
        #expect(try wrong.json()["field"] as? String == "shares")
        let list = try await finance.get("/api/billing/v1/contracts").json()["items"] as? [[String: Any]]
        #expect(list?.map { $0["year"] as? Int } == [2027, 2026])
        await fleet.stop()
    }
}
