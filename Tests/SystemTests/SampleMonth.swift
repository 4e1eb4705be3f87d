import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// A quarter that is over and a morning in full swing: something in every state a page has to draw.
struct SampleMonth {
    let fleet: TestFleet
    /// Tickets by what they show.
    private(set) var tickets: [String: String] = [:]
    /// The public page of a report without an account: `/tickets/s/<secret>`.
    private(set) var ownReport = ""
    private(set) var round = "XZ-RM1-D-20260413"
    private(set) var finding = ""

    static let now = "2026-04-13 10:40:00"
    /// 40 characters, and one that would run if anybody forgot to escape it.
    static let longTitle = "西站指挥调度中心四层大厅东侧第二块大屏左下角模组闪烁并伴有间歇性黑屏请尽快到场处理"
    static let hostileTitle = #"<script>alert("报修")</script> & '投影' 🔥 １２３"#
    static let longSerial = String(repeating: "SN0123456789", count: 5)

    static func make() async throws -> SampleMonth {
        let fleet = try await TestFleet.all(settings: ["OPS_NOTIFY_WECOM_URL": "http://127.0.0.1:9/robot?key=none"])
        let journey = Journey(fleet: fleet)
        try await journey.agreeOnTargets()
        try await journey.keepOnlyRoomRoundAtQinghe()
        var month = SampleMonth(fleet: fleet)
        month.tickets["closed"] = try await journey.reportAndResolveTheLEDScreen()
        try await journey.walkOneRoundAndMissThree()
        try await journey.freezeTheQuarter()
        try await journey.checkPayment()
        try await month.payTheFirstQuarter(journey)
        try await month.beginTheMorning(journey)
        try await month.openTickets(journey)
        try await month.walkRounds(journey)
        try await month.disputeSheets(journey)
        try await fleet.settle()
        return month
    }

    private func payTheFirstQuarter(_ journey: Journey) async throws {
        let path = "/api/billing/v1/quarters/2026-q1/"
        try journey.ok(try await journey.finance.post(path + "approve"), "approve")
        try journey.ok(
            try await journey.finance.post(path + "pay", #"{"amount":70000000,"paidOn":"2026-04-10"}"#), "pay")
    }

    private func beginTheMorning(_ journey: Journey) async throws {
        try await fleet.advance(to: OpsSystem.at("2026-04-13 09:10:00"))
        let page = try journey.ok(
            try await journey.office.get("/api/inspections/v1/plans?site=XZ&limit=200"), "plans of XZ")
        for plan in page["items"] as? [[String: Any]] ?? [] {
            let id = try #require(plan["plan"] as? String)
            try journey.ok(
                try await journey.lead(.xz).post(
                    "/api/inspections/v1/plans/\(id)/set-active", #"{"active":true}"#), id)
        }
        try await fleet.advance(to: OpsSystem.at("2026-04-13 09:15:00"))
    }

    private mutating func open(
        _ name: String, _ journey: Journey, item: String?, _ title: String, impact: String = "single",
        urgency: String = "low"
    ) async throws {
        var body = [
            "site": "XZ", "kind": "incident", "title": title, "description": "现场描述：\(title)", "impact": impact,
            "urgency": urgency,
        ]
        body["item"] = item
        let json = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
        let answer = try journey.ok(try await journey.reporter.post("/api/tickets/v1/tickets", json), name)
        tickets[name] = (answer["ticket"] as? [String: Any])?["ticket"] as? String
    }

    private func act(_ name: String, _ journey: Journey, _ verbs: [(String, String)]) async throws {
        let ticket = try #require(tickets[name])
        let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        for (verb, json) in verbs {
            try journey.ok(
                try await engineer.post("/api/tickets/v1/tickets/\(ticket)/\(verb)", json), "\(name) \(verb)")
        }
    }

    private mutating func openTickets(_ journey: Journey) async throws {
        try await open(
            "late", journey, item: "XZ-LED1", "指挥中心LED大屏黑屏", impact: "system", urgency: "high")
        try await act("late", journey, [("accept", "{}")])
        try await fleet.advance(to: OpsSystem.at("2026-04-13 10:35:00"))
        try await open("new", journey, item: nil, Self.longTitle)
        try await open("hostile", journey, item: "XZ-VC", Self.hostileTitle, urgency: "high")
        try await open("waiting", journey, item: "XZ-NET", "新装打印机，等待网络点位")
        try await open("expert", journey, item: "XZ-800M", "电台频繁掉线")
        try await open("repaired", journey, item: "XZ-LED2", "铁路派出所大屏一列不亮")
        try await open("resolved", journey, item: "XZ-PC", "办公室电脑不能开机")
        let start = [("accept", "{}"), ("arrive", "{}"), ("start", "{}"), ("note", #"{"text":"正在排查"}"#)]
        try await act(
            "waiting", journey, start + [("suspend", #"{"reason":"carrier","note":"等待运营商开通端口","until":1776150000000}"#)]
        )
        try await act(
            "expert", journey, start + [("escalate", #"{"channel":"phone","skill":"电台","text":"基站参数要厂家核对"}"#)])
        let part = #"{"part":"接收卡","model":"NOVA A5s Plus","oldSerial":"无","newSerial":"\#(Self.longSerial)"}"#
        try await act("repaired", journey, start + [("replace-part", part)])
        let result = #"{"causeCategory":"hardware","causeText":"电源损坏","result":"更换电源后开机正常","asksReporter":true}"#
        try await act("resolved", journey, start + [("resolve", result)])
        let answer = try await fleet.anybody.submit(
            "/tickets/report",
            [
                ("site", "XZ"), ("title", "候车厅显示屏花屏"), ("description", "二层12检票口上方"), ("contactName", "王小明"),
                ("contactPhone", "13812345678"),
            ])
        ownReport = try #require(answer.headers["Location"])
    }

    private mutating func walkRounds(_ journey: Journey) async throws {
        let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        try journey.ok(try await engineer.post("/api/inspections/v1/rounds/\(round)/start"), "start \(round)")
        try await fleet.advance(to: OpsSystem.at(Self.now))
        let raised = try await engineer.submit(
            "/inspections/findings/new",
            [
                ("site", "XZ"), ("item", "XZ-RM1"), ("title", "西天井机房门禁电池电量低"), ("detail", "刷卡反应慢，电池3.1伏"),
                ("severity", "medium"),
            ])
        finding = String(try #require(raised.headers["Location"]).prefix { $0 != "?" })
    }

    /// One sheet drawn up, one published, one objected to; those of the first quarter are frozen.
    private func disputeSheets(_ journey: Journey) async throws {
        let path = "/api/assessments/v1/sheets/"
        try journey.ok(
            try await journey.lead(.xz).post(
                path + "XZ/2026-04/evidence",
                #"{"rule":"misconduct","note":"值班电话两次无人接听","day":"2026-04-10"}"#), "evidence")
        for sheet in ["BJZ/2026-03", "QH/2026-03"] {
            let judge = journey.lead(sheet.hasPrefix("QH") ? .qh : .bjz)
            for (verb, json) in [("reopen", #"{"reason":"漏记一次零报告"}"#), ("score", "{}"), ("publish", "{}")] {
                try journey.ok(try await judge.post("\(path)\(sheet)/\(verb)", json), "\(sheet) \(verb)")
            }
        }
        let supplier = fleet.client(as: "supplier", roles: [.supplier])
        try journey.ok(
            try await supplier.post(path + "QH/2026-03/object", #"{"text":"当日已按时零报告，有发送记录"}"#), "object")
    }
}
