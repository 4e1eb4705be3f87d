import InspectionsService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct InspectionJourneyTests {
    static let room = "QH-ROOM-D-20260213"
    static let finding = FindingID("QH-ROOM-D-20260213-TEMP")
    static let ticket = TicketID("QH-20260213-0001")
    static let path = "/api/inspections/v1/rounds/QH-ROOM-D-20260213"

    /// All of 清河's daily room checks, the temperature as given.
    static func readings(_ temperature: String, _ rest: String = "") -> String {
        let looks = ["ALARM", "WATER", "DOOR", "UPS"].map { #"{"code":"\#($0)","outcome":"normal"}"# }
        let numbers = [("RH", "52"), ("UPS-LOAD", "36.5"), ("UPS-VOUT", "220")].map {
            #"{"code":"\#($0.0)","outcome":"normal","value":"\#($0.1)"}"#
        }
        let first = #"{"code":"TEMP","outcome":"normal","value":"\#(temperature)"\#(rest)}"#
        return #"{"readings":["# + ([first] + looks + numbers).joined(separator: ",") + "]}"
    }

    static func opened(_ finding: FindingID?) -> TicketOpened {
        TicketOpened(
            ticket: ticket, kind: .incident, site: .qh, item: ItemID("QH-ROOM"), title: "机房温度 28.6℃",
            description: "2号空调不制冷", impact: .system, urgency: .high, priority: .p2, targets: [], finding: finding,
            source: .inspection, openedAt: InspectionsFixture.at(9, 41), policy: SLAPolicyID("default"),
            policyVersion: 1, guarantee: false, unverified: [])
    }

    static let closed = TicketClosed(
        ticket: ticket, site: .qh, kind: .incident, finding: finding, priority: .p2, result: "更换电容",
        partReplaced: false, openedAt: InspectionsFixture.at(9, 41), resolvedAt: InspectionsFixture.at(14),
        auto: false, by: Actor(rawValue: "account/qh-1"), at: InspectionsFixture.at(15))

    @Test func `an abnormal reading becomes a finding, its ticket takes it over and clears it`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        #expect(try await fixture.engineer.post(Self.path + "/start").status == 200)
        let refused = try await fixture.engineer.post(Self.path + "/complete", Self.readings("28.6"))
        #expect(refused.status == 422)
        #expect(try refused.json()["field"] as? String == "TEMP")
        let body = Self.readings("28.6", #","note":"2号空调不制冷","fault":true,"severity":"high""#)
        let done = try await fixture.engineer.post(Self.path + "/complete", body, key: "k1")
        #expect(done.status == 200)
        #expect(try done.json()["abnormal"] as? Int == 1)
        #expect(try await fixture.engineer.post(Self.path + "/complete", body, key: "k1").status == 200)
        #expect(try await state(fixture) == "raised")
        try await fixture.fleet.state([Self.opened(Self.finding)], as: .tickets, about: "ticket/1")
        #expect(try await state(fixture) == "ticketed")
        try await fixture.fleet.state([Self.closed], as: .tickets, about: "ticket/1")
        #expect(try await state(fixture) == "cleared")
        await fixture.fleet.stop()
    }

    @Test func `a cancelled ticket gives the finding back, then hands mend it and a retest clears it`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        let body = Self.readings("28.6", #","note":"2号空调不制冷""#)
        #expect(try await fixture.engineer.post(Self.path + "/complete", body).status == 200)
        let cancelled = TicketCancelled(
            ticket: Self.ticket, site: .qh, finding: Self.finding, reason: "重复报单", by: .anonymous,
            at: InspectionsFixture.at(10))
        try await fixture.fleet.state([Self.opened(Self.finding), cancelled], as: .tickets, about: "ticket/1")
        #expect(try await state(fixture) == "raised")
        let page = "/inspections/findings/\(Self.finding)"
        let returned = try await fixture.engineer.get(page, accept: "text/html").text
        #expect(!returned.contains("等待开单"))
        #expect(returned.contains("\(Self.ticket)</a>（已取消）") && returned.contains("已取消，不再开单"))
        let path = "/api/inspections/v1/findings/\(Self.finding)"
        #expect(try await fixture.engineer.post(path + "/rectify", #"{"measure":"清洗滤网"}"#).status == 200)
        #expect(try await fixture.engineer.post(path + "/retest", #"{"passed":true}"#).status == 403)
        #expect(try await fixture.lead.post(path + "/retest", #"{"passed":false}"#).status == 422)
        let again = #"{"passed":false,"reason":"两小时后又升到27℃"}"#
        #expect(try await fixture.lead.post(path + "/retest", again).status == 200)
        #expect(try await fixture.engineer.post(path + "/rectify", #"{"measure":"更换电容"}"#).status == 200)
        #expect(try await fixture.lead.post(path + "/retest", #"{"passed":true}"#).status == 200)
        #expect(try await state(fixture) == "cleared")
        await fixture.fleet.stop()
    }

    @Test func `a ticket about somebody else's finding changes nothing`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        let before = await (try fixture.fleet.store(.inspections)).head().seq
        try await fixture.fleet.state(
            [Self.opened(FindingID("NZ-20260213-F001")), Self.closed], as: .tickets, about: "ticket/1")
        #expect(await (try fixture.fleet.store(.inspections)).head().seq == before)
        await fixture.fleet.stop()
    }

    @Test func `findings outside a round are numbered by site and day`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        let body = #"{"site":"QH","title":"灭火器过期","detail":"二层东侧","severity":"low","fault":false}"#
        let path = "/api/inspections/v1/findings"
        let first = try await fixture.engineer.post(path, body)
        #expect(first.status == 201)
        #expect(try first.json()["finding"] as? String == "QH-20260213-F001")
        #expect(try await fixture.engineer.post(path, body).json()["finding"] as? String == "QH-20260213-F002")
        #expect(try await fixture.engineer.post(path, body.replacing("QH", with: "XZ")).status == 404)
        let list = try await fixture.engineer.get(path).json()["items"] as? [[String: Any]]
        #expect(list?.count == 2)
        await fixture.fleet.stop()
    }

    private func state(_ fixture: InspectionsFixture) async throws -> String? {
        try await fixture.engineer.get("/api/inspections/v1/findings/\(Self.finding)").json()["status"] as? String
    }
}
