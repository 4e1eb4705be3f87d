import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite
import OpsServer
import OpsTestSupport
import Testing

/// The whole journey of the contract, through the API of all seven services: from a black screen to the fen.
@Suite struct JourneyTests {
    @Test func `a fault and a missed round end as a deduction in the next payment`() async throws {
        let sinks = try MessageSinks()
        let fleet = try await SignedInFleet.start(settings: sinks.settings)
        try await Journey(fleet: fleet).play(hearing: sinks)
        await fleet.fleet.stop()
        await sinks.close()
    }
}

/// The steps, each by the person whose job it is.
struct Journey {
    let fleet: any JourneyFleet
    var reporter: TestClient { fleet.client(as: "reporter", roles: [.reporter], sites: [.xz]) }
    var qinghe: TestClient { fleet.client(as: "qh-1", roles: [.engineer], sites: [.qh]) }
    var office: TestClient { fleet.client(as: "office", roles: [.office]) }
    var finance: TestClient { fleet.client(as: "finance", roles: [.finance]) }

    /// - Parameter sinks: the robot and the mail server that the fleet was told to send to.
    func play(hearing sinks: MessageSinks) async throws {
        // The day's rounds are planned and everybody knows the calendar, however the services were started.
        try await fleet.doWork()
        try await agreeOnTargets()
        try await keepOnlyRoomRoundAtQinghe()
        let ticket = try await reportAndResolveTheLEDScreen()
        sinks.expect(ticket, "指挥中心LED大屏黑屏")
        try await checkLedger(ticket)
        try await walkOneRoundAndMissThree()
        try await checkRounds(on: "2026-01-08", done: 0, missed: 1)
        try await freezeTheQuarter()
        try await checkPayment()
        try await checkMoneyOfOverview()
        try await checkLogs()
    }

    func lead(_ site: SiteCode) -> TestClient {
        fleet.client(as: "\(site.rawValue.lowercased())-lead", roles: [.siteLead], sites: [site])
    }

    @discardableResult
    func ok(_ answer: HTTPClient.Answer, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) throws
        -> [String: Any]
    {
        #expect(
            (200..<300).contains(answer.status), "\(what): \(answer.status) \(answer.text)",
            sourceLocation: sourceLocation)
        guard (200..<300).contains(answer.status) else { throw Failed(what: what) }
        return answer.body.isEmpty ? [:] : try answer.json()
    }

    struct Failed: Error { var what: String }

    /// The start-up targets are our default, which is shown and never scored; here both sides have agreed on them.
    func agreeOnTargets() async throws {
        let page = try ok(try await office.get("/api/tickets/v1/sla-policies"), "policies")
        var policy = try #require((page["items"] as? [[String: Any]])?.first)
        policy["basis"] = "agreed"
        let body = String(decoding: try JSONSerialization.data(withJSONObject: policy), as: UTF8.self)
        try ok(try await office.post("/api/tickets/v1/sla-policies", body), "agree")
        try ok(try await finance.post("/api/billing/v1/quarters/2026-q1/issue"), "first payment")
    }

    private struct Plans: Decodable {
        struct Plan: Decodable {
            var plan: String
            var site: SiteCode
            var active: Bool
        }
        var items: [Plan]
        var next: String?
    }

    /// So that three months pass without a thousand other rounds being missed.
    func keepOnlyRoomRoundAtQinghe() async throws {
        var cursor: String?
        repeat {
            let answer = try await office.get(
                "/api/inspections/v1/plans?limit=200" + (cursor.map { "&cursor=\($0)" } ?? ""))
            let page = try answer.decode(Plans.self)
            for plan in page.items where plan.active && plan.plan != "QH-ROOM-D" {
                try ok(
                    try await lead(plan.site).post(
                        "/api/inspections/v1/plans/\(plan.plan)/set-active", #"{"active":false}"#), plan.plan)
            }
            cursor = page.next
        } while cursor != nil
        try await fleet.doWork()
    }

    /// 09:30 reported, accepted in time, arrived 75 minutes later (target 60), resolved with a replaced part.
    /// - Returns: the ticket's number.
    func reportAndResolveTheLEDScreen() async throws -> String {
        try await fleet.advance(to: OpsSystem.at("2026-01-05 09:30:00"))
        let opened = try ok(
            try await reporter.post(
                "/api/tickets/v1/tickets",
                """
                {"site":"XZ","kind":"incident","item":"XZ-LED1","title":"指挥中心LED大屏黑屏","description":"屏幕全黑，指示灯亮",
                "impact":"system","urgency":"high"}
                """), "open")
        let row = try #require(opened["ticket"] as? [String: Any])
        let ticket = try #require(row["ticket"] as? String)
        #expect(ticket == "XZ-20260105-0001")
        #expect(row["priority"] as? String == "p2")
        let onDuty = try #require(row["engineer"] as? String)
        #expect(onDuty.hasPrefix("xz-"))
        let engineer = fleet.client(as: onDuty, roles: [.engineer], sites: [.xz])
        let targets = try #require(opened["targets"] as? [[String: Any]])
        let due = Dictionary(
            uniqueKeysWithValues: targets.compactMap { target -> (String, Int64)? in
                let due = target["due"] as? [String: Any]
                guard let kind = target["kind"] as? String, let moment = due?["at"] as? NSNumber else { return nil }
                return (kind, moment.int64Value)
            })
        for (target, time) in [("respond", "10:00:00"), ("arrive", "10:30:00"), ("resolve", "17:30:00")] {
            let expected = try OpsSystem.at("2026-01-05 \(time)").rawValue
            #expect(due[target] == expected, "\(target)")
        }
        try await fleet.advance(to: OpsSystem.at("2026-01-05 09:45:00"))
        let path = "/api/tickets/v1/tickets/\(ticket)"
        try ok(try await engineer.post("\(path)/accept"), "accept")
        try await fleet.advance(to: OpsSystem.at("2026-01-05 10:45:00"))
        try ok(try await engineer.post("\(path)/arrive"), "arrive")
        try ok(try await engineer.post("\(path)/note", #"{"text":"电源模块无输出，更换"}"#), "note")
        #expect(try await engineer.post("\(path)/close", "{}").status == 409)
        try ok(
            try await engineer.post(
                "\(path)/replace-part",
                #"{"part":"电源模块","model":"MW RSP-320-5","oldSerial":"A1001","newSerial":"A2002"}"#), "replace part")
        try ok(
            try await engineer.post(
                "\(path)/resolve",
                #"{"causeCategory":"hardware","causeText":"电源模块损坏","result":"更换电源模块后显示正常","partReplaced":true}"#),
            "resolve")
        try ok(try await lead(.xz).post("\(path)/close", "{}"), "close")
        try await fleet.settle()
        return ticket
    }

    /// The ledger changed because of the facts.
    func checkLedger(_ ticket: String) async throws {
        let item = try ok(try await office.get("/api/assets/v1/items/XZ-LED1/history"), "item")
        let text = String(describing: item)
        #expect(text.contains("A2002"))
        #expect(text.contains(ticket))
    }

    private struct RoundSheet: Decodable {
        struct Item: Decodable {
            var code: String
            var low: String?
            var high: String?
        }
        var items: [Item]
    }

    /// One round with readings and a finding that becomes a ticket and is cleared by its close; three rounds missed.
    func walkOneRoundAndMissThree() async throws {
        let path = "/api/inspections/v1/rounds/QH-ROOM-D-20260105"
        let round = try (try await qinghe.get(path)).decode(RoundSheet.self)
        try ok(try await qinghe.post("\(path)/start"), "start")
        let readings = round.items.enumerated().map { index, item -> [String: Any] in
            var reading: [String: Any] = ["code": item.code, "outcome": "normal"]
            if let value = item.low ?? item.high { reading["value"] = value }
            if index == 0 {
                reading["outcome"] = "abnormal"
                reading["value"] = "31"
                reading["note"] = "空调停机，温度升高"
                reading["fault"] = true
            }
            return reading
        }
        let body = String(decoding: try JSONSerialization.data(withJSONObject: ["readings": readings]), as: UTF8.self)
        try ok(try await qinghe.post("\(path)/complete", body), "complete")
        try await fleet.settle()
        let tickets = try ok(try await qinghe.get("/api/tickets/v1/tickets?state=open"), "tickets")
        let opened = try #require(tickets["items"] as? [[String: Any]])
        #expect(opened.count == 1)
        try await mendTheAirConditioner(try #require(opened.first?["ticket"] as? String))
        try await checkRounds(on: "2026-01-05", done: 1, missed: 0)
        try await missThreeRounds()
    }

    /// The fault that the round found, from its level to its close; the finding is cleared with it.
    func mendTheAirConditioner(_ number: String) async throws {
        try ok(
            try await lead(.qh).post(
                "/api/tickets/v1/tickets/\(number)/change-level",
                #"{"impact":"single","urgency":"high","reason":"单台空调，机房温度升高"}"#), "level")
        for (verb, json) in [
            ("accept", "{}"), ("arrive", "{}"), ("note", #"{"text":"重启空调"}"#),
            ("resolve", #"{"causeCategory":"environment","causeText":"空调跳闸","result":"恢复制冷"}"#),
        ] { try ok(try await qinghe.post("/api/tickets/v1/tickets/\(number)/\(verb)", json), verb) }
        try ok(try await lead(.qh).post("/api/tickets/v1/tickets/\(number)/close", "{}"), "close")
        try await fleet.settle()
        let finding = try ok(try await qinghe.get("/api/inspections/v1/findings/QH-ROOM-D-20260105-TEMP"), "finding")
        #expect(String(describing: finding).contains("cleared"))
    }

    /// Nobody goes on 6, 7 and 8 January; then the plan is switched off.
    func missThreeRounds() async throws {
        try await fleet.advance(to: OpsSystem.at("2026-01-08 13:00:00"))
        try ok(
            try await lead(.qh).post("/api/inspections/v1/plans/QH-ROOM-D/set-active", #"{"active":false}"#),
            "QH-ROOM-D")
    }

    private struct Verdict: Decodable {
        var service: ServiceName
        var facts: Int64
        var fault: String?
        var integrity: String
    }

    /// What `ops log verify` and `ops status` say of every service: sound to the last byte, nothing parked.
    func checkLogs() async throws {
        let verdicts = try await fleet.askAdmins("/admin/verify")
            .flatMap { try ContractCoding.decode([Verdict].self, from: $0) }
        #expect(Set(verdicts.map(\.service)) == Set(ServiceName.allCases))
        for verdict in verdicts {
            #expect(verdict.fault == nil, "\(verdict)")
            #expect(verdict.integrity == "ok" && verdict.facts > 0, "\(verdict)")
        }
        let services = try await fleet.askAdmins("/admin/status")
            .flatMap { try ContractCoding.decode(Fleet.Status.self, from: $0).services }
        #expect(services.count == ServiceName.allCases.count)
        for service in services {
            #expect(service.parked == 0 && service.refusal == nil, "\(service)")
            #expect(service.sources.allSatisfy { $0.parked == 0 && $0.state == "flowing" }, "\(service)")
        }
    }
}
