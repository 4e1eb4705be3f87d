import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// The journey of the contract as people meet it: on a phone, page by page, each by the person whose job it is.
@Suite(.enabled(if: ChromeDriver.isHere, "chromium and chromedriver are not installed"))
struct BrowserJourneyTests {
    @Test(.timeLimit(.minutes(6)))
    func `people with a phone take a black screen and missed rounds from the report to the payment`() async throws {
        try await play(scripts: true)
    }

    @Test(.timeLimit(.minutes(6)))
    func `every job of the journey is done where scripts are blocked`() async throws { try await play(scripts: false) }

    private func play(scripts: Bool) async throws {
        let signedIn = try await SignedInFleet.start()
        let fleet = signedIn.fleet
        try await signedIn.doWork()
        try await Journey(fleet: signedIn).agreeOnTargets()
        try await Journey(fleet: signedIn).keepOnlyRoomRoundAtQinghe()
        let folder = try TemporaryFolder()
        let driver = try await ChromeDriver.start(in: folder.path)
        defer { driver.stop() }
        let browser = try await WebDriver.open(driver, profile: folder.file("profile"))
        if !scripts { try await browser.blockScripts() }
        let journey = BrowserJourney(
            fleet: signedIn,
            phone: Phone(fleet: fleet, browser: browser, isScripted: scripts, hasPasswords: true))
        do {
            let ticket = try await journey.reportTheLEDScreen()
            try await journey.workOnIt(ticket)
            try await journey.closeIt(ticket)
            try await journey.walkTheRoomAtQinghe()
            try await journey.lookAtTheOverview()
            try await journey.upholdTheEvidence(ticket)
            try await journey.lookAtTheYear()
            try await journey.missRounds()
            try await journey.judgeJanuary()
            try await journey.disputeARound()
            try await journey.freezeJanuary()
            try await journey.payTheSecondQuarter()
            try await journey.lookAtTheResult()
        } catch {
            try? await browser.close()
            await fleet.stop()
            throw error
        }
        try await browser.close()
        await fleet.stop()
    }
}

/// The steps. After each, the page says it and the service behind it knows it.
struct BrowserJourney {
    let fleet: SignedInFleet
    let phone: Phone
    /// What is done through the API, beside the phone.
    var desk: Journey { Journey(fleet: fleet) }
    var office: TestClient { desk.office }

    private struct Ticket: Decodable {
        struct Row: Decodable {
            var state: String
            var engineer: String?
            var priority: String
        }
        var ticket: Row
    }

    private func ticket(_ number: String) async throws -> Ticket.Row {
        try await fleet.settle()
        return try await office.get("/api/tickets/v1/tickets/\(number)").decode(Ticket.self).ticket
    }

    func reportTheLEDScreen() async throws -> String {
        try await fleet.advance(to: OpsSystem.at("2026-01-05 09:30:00"))
        try await phone.open("/tickets/report")
        try await phone.sees("报修", "在哪个站区", "什么坏了")
        try await phone.judge("01-report-without-account")
        try await phone.open("/office/sign-in")
        try await phone.judge("01-sign-in")
        try await phone.signIn("reporter", [.reporter], sites: [.xz])
        try await phone.open("/tickets/new")
        try await phone.judge("02-new-ticket")
        try await phone.type("指挥中心LED大屏黑屏", in: "title")
        try await phone.type("屏幕全黑，指示灯亮", in: "description")
        try await phone.select("XZ-LED1", in: "item")
        try await phone.choose("system", of: "impact")
        try await phone.choose("high", of: "urgency")
        try await phone.submit("报单")
        let number = "XZ-20260105-0001"
        try await phone.sees("已报单", number)
        try await phone.judge("03-reported")
        let row = try await ticket(number)
        #expect(row.state == "new")
        #expect(row.priority == "p2")
        return number
    }

    /// Accepted in time, arrived 75 minutes after the report, the power unit replaced.
    func workOnIt(_ number: String) async throws {
        let engineer = try #require(try await ticket(number).engineer)
        try await fleet.advance(to: OpsSystem.at("2026-01-05 09:45:00"))
        try await phone.signIn(engineer, [.engineer], sites: [.xz])
        try await phone.open("/tickets/today")
        try await phone.sees("今日", number, "指挥中心LED大屏黑屏")
        try await phone.judge("04-today")
        try await phone.follow(number)
        try await phone.press("受理")
        try await phone.sees("已受理")
        try await phone.judge("05-accepted")
        try await fleet.advance(to: OpsSystem.at("2026-01-05 10:45:00"))
        try await phone.open("/tickets/\(number)")
        try await phone.press("到场")
        try await phone.sees("已到场")
        try await phone.judge("06-arrived")
        let shown = try await phone.text()
        let (limits, note) = (shown.firstRange(of: "时限"), shown.firstRange(of: "写处理记录"))
        #expect(try #require(limits).lowerBound < #require(note).lowerBound)
        try await phone.type("电源模块无输出，更换", in: "text")
        try await phone.submit("提交")
        try await phone.sees("已记录", "电源模块无输出，更换")
        try await phone.press("换件")
        try await phone.judge("07-replace-part")
        try await phone.type("电源模块", in: "part")
        try await phone.type("MW RSP-320-5", in: "model")
        try await phone.type("A2002", in: "newSerial")
        try await phone.type("A1001", in: "oldSerial")
        try await phone.submit("换件")
        try await phone.sees("已换件", "A2002")
        try await resolve()
        #expect(try await ticket(number).state == "resolved")
        let item = try await office.get("/api/assets/v1/items/XZ-LED1/history")
        #expect(item.text.contains("A2002") && item.text.contains(number))
    }

    private func resolve() async throws {
        try await phone.press("解决")
        try await phone.select("hardware", in: "causeCategory")
        try await phone.type("电源模块损坏", in: "causeText")
        try await phone.type("更换电源模块后显示正常", in: "result")
        try await phone.judge("08-resolve")
        try await phone.submit("解决")
        try await phone.sees("已解决")
        try await phone.judge("09-resolved")
    }

    func closeIt(_ number: String) async throws {
        try await phone.signIn("xz-lead", [.siteLead], sites: [.xz])
        try await phone.open("/tickets/\(number)")
        try await phone.press("关闭")
        try await phone.judge("10-close")
        try await phone.submit("关闭")
        try await phone.sees("已关闭")
        try await phone.judge("11-closed")
        #expect(try await ticket(number).state == "closed")
    }

    private struct Round: Decodable {
        struct Item: Decodable {
            var code: String
            var low: String?
            var high: String?
        }
        var items: [Item]
        var status: String
    }

    /// One reading too warm: it becomes a ticket.
    func walkTheRoomAtQinghe() async throws {
        let round = "QH-ROOM-D-20260105"
        try await phone.signIn("qh-1", [.engineer], sites: [.qh])
        try await phone.open("/inspections/today")
        try await phone.sees("清河机房")
        try await phone.judge("12-rounds-today")
        try await phone.follow(to: round)
        try await phone.press("开始")
        try await phone.sees("正在执行")
        let path = "/api/inspections/v1/rounds/\(round)"
        for (index, item) in try await office.get(path).decode(Round.self).items.enumerated() {
            try await phone.choose(index == 0 ? "abnormal" : "normal", of: "outcome.\(item.code)")
            if let value = item.low ?? item.high {
                try await phone.type(index == 0 ? "31" : value, in: "value.\(item.code)")
            }
            guard index == 0 else { continue }
            try await phone.type("空调停机，温度升高", in: "note.\(item.code)")
            try await phone.choose("1", of: "fault.\(item.code)")
        }
        try await phone.judge("13-checklist")
        try await phone.submit("提交")
        try await phone.sees("已完成", "空调停机，温度升高")
        try await fleet.settle()
        try await phone.open("/inspections/rounds/\(round)")
        try await phone.judge("14-round-completed")
        #expect(try await office.get(path).decode(Round.self).status == "completed")
        try await phone.open("/tickets/today")
        try await phone.sees("QH-20260105-0001")
        try await phone.judge("15-ticket-from-round")
        #expect(try await ticket("QH-20260105-0001").state == "new")
    }

    func lookAtTheOverview() async throws {
        try await phone.signIn("office", [.office])
        try await phone.open("/office/")
        try await phone.sees("总览", "今日巡检")
        for site in SiteCode.contractOrder { try await phone.sees(site.shortNameZH) }
        try await phone.judge("16-overview")
        try await phone.open("/assets/XZ-LED1")
        try await phone.sees("A2002")
        try await phone.judge("17-ledger-item")
    }

    struct Sheet: Decodable {
        struct Evidence: Decodable {
            var item: String
            var counts: Bool
            var ruling: String
        }
        var evidence: [Evidence]
        var status: String
        var score: Int?
    }

    func sheet(_ site: SiteCode) async throws -> Sheet {
        try await office.get("/api/assessments/v1/sheets/\(site)/2026-01").decode(Sheet.self)
    }

    /// The late arrival stands on the month's sheet with its ticket, and the site's lead upholds it.
    func upholdTheEvidence(_ number: String) async throws {
        #expect(try await sheet(.xz).evidence.contains { $0.item == "K2" && $0.counts && $0.ruling == "proposed" })
        try await phone.signIn("xz-lead", [.siteLead], sites: [.xz])
        try await phone.open("/assessments/sheets/XZ/2026-01")
        try await phone.sees("预计得分", "证据（")
        try await phone.tap("//main//details[.//a[contains(.,'\(number)')]]/summary")
        try await phone.sees(number, "到场超时")
        try await phone.judge("18-score-sheet")
        try await phone.tap("//main//details[@open]//button[normalize-space()='认定']")
        #expect(try await eventually { try await sheet(.xz).evidence.contains { $0.counts && $0.ruling == "upheld" } })
        try await phone.open("/assessments/sheets/XZ/2026-01")
        try await phone.judge("19-evidence-upheld")
        try await phone.open("/assessments/")
        try await phone.judge("20-scores")
    }

    func lookAtTheYear() async throws {
        try await phone.signIn("finance", [.finance])
        try await phone.open("/billing/")
        try await phone.sees("2026年付款", "￥2,800,000.00", "四次付款")
        try await phone.judge("21-year")
        try await phone.open("/billing/quarters/2026-q2")
        try await phone.judge("22-quarter")
    }
}
