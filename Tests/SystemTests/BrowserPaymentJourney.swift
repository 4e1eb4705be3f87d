import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// The second half of the journey: from what was missed to the fen, three months later.
extension BrowserJourney {
    /// The last was planned the day before the plan was switched off.
    private static let missed = [
        "QH-ROOM-D-20260106", "QH-ROOM-D-20260107", "QH-ROOM-D-20260108", "QH-ROOM-D-20260109",
    ]
    private static let sheets = "/assessments/sheets"

    /// A round nobody went on is on the site's sheet the same day.
    func missRounds() async throws {
        try await desk.mendTheAirConditioner("QH-20260105-0001")
        try await desk.missThreeRounds()
        try await phone.signIn("qh-lead", [.siteLead], sites: [.qh])
        try await phone.open("/inspections/rounds/\(Self.missed[0])")
        try await phone.sees("超期")
        try await phone.judge("23-round-missed")
        try await phone.open("\(Self.sheets)/QH/2026-01")
        for round in Self.missed.prefix(3) { try await phone.sees("巡检 \(round)") }
        try await phone.judge("24-missed-rounds-on-the-sheet")
    }

    /// The month is over: both leads uphold what is owed, score and publish.
    func judgeJanuary() async throws {
        try await fleet.advance(to: OpsSystem.at("2026-02-02 09:00:00"), step: 43_200_000)
        try await desk.rule(.qh, "2026-01", owed: false)
        try await desk.rule(.xz, "2026-01")
        try await phone.signIn("qh-lead", [.siteLead], sites: [.qh])
        for (index, round) in Self.missed.enumerated() {
            try await phone.open("\(Self.sheets)/QH/2026-01")
            try await phone.tap("//main//details[.//a[contains(.,'\(round)')]]/summary")
            let row = "//main//details[@open]//li[.//a[contains(.,'\(round)')]]"
            try await phone.tap("\(row)//button[normalize-space()='认定']")
            #expect(
                try await eventually {
                    try await sheet(.qh).evidence.filter { $0.counts && $0.ruling == "upheld" }.count == index + 1
                }, "\(round)")
        }
        try await scoreAndPublish(.qh, score: "85.0", picture: 25)
        try await phone.signIn("xz-lead", [.siteLead], sites: [.xz])
        try await scoreAndPublish(.xz, score: "98.0", picture: 29)
    }

    private func scoreAndPublish(_ site: SiteCode, score: String, picture: Int) async throws {
        try await phone.open("\(Self.sheets)/\(site)/2026-01")
        try await phone.press("评分")
        try await phone.judge("\(picture)-score")
        try await phone.submit("评分")
        try await phone.sees("已评分", score)
        try await phone.judge("\(picture + 1)-scored")
        try await phone.press("发布")
        try await phone.judge("\(picture + 2)-publish")
        try await phone.submit("发布")
        try await phone.sees("已发布", score)
        try await phone.judge("\(picture + 3)-published")
        #expect(try await sheet(site).status == "published")
    }

    /// The supplier says that it was there; the lead has looked and answers.
    func disputeARound() async throws {
        try await phone.signIn("supplier", [.supplier])
        try await phone.open("\(Self.sheets)/QH/2026-01")
        try await phone.tap("//main//details[.//a[contains(.,'\(Self.missed[1])')]]/summary")
        let row = "//main//details[@open]//li[.//a[contains(.,'\(Self.missed[1])')]]"
        try await phone.tap("\(row)//a[normalize-space()='异议']")
        try await phone.type("当日到过机房，读数记在纸上", in: "text")
        try await phone.judge("33-object")
        try await phone.submit("异议")
        try await phone.sees("异议中", "当日到过机房")
        try await phone.judge("34-objected")
        #expect(try await sheet(.qh).status == "disputed")
        try await phone.signIn("qh-lead", [.siteLead], sites: [.qh])
        try await phone.open("\(Self.sheets)/QH/2026-01")
        try await phone.tap("//main//a[normalize-space()='答复']")
        try await phone.choose("false", of: "granted")
        try await phone.type("门禁没有进入记录", in: "reason")
        try await phone.judge("35-answer")
        try await phone.submit("答复")
        try await phone.sees("不成立", "已发布", "85.0")
        try await phone.judge("36-answered")
        let answered = try await sheet(.qh)
        #expect(answered.status == "published" && answered.score == 850)
    }

    /// Nobody objected to 西站's: its lead freezes it once the window is over. 清河's waits for working day 8.
    func freezeJanuary() async throws {
        try await phone.signIn("xz-lead", [.siteLead], sites: [.xz])
        try await phone.open("\(Self.sheets)/XZ/2026-01/freeze")
        try await phone.sees("异议期还没有结束")
        try await phone.judge("37-too-early-to-freeze")
        try await fleet.advance(to: OpsSystem.at("2026-02-05 09:00:00"), step: 43_200_000)
        try await phone.signIn("xz-lead", [.siteLead], sites: [.xz])
        try await phone.open("\(Self.sheets)/XZ/2026-01")
        try await phone.press("冻结")
        try await phone.judge("38-freeze")
        try await phone.submit("冻结")
        try await phone.sees("已冻结", "98.0")
        try await phone.judge("39-frozen")
        #expect(try await sheet(.xz).status == "frozen")
        #expect(try await sheet(.qh).status == "published")
        try await fleet.advance(to: OpsSystem.at("2026-02-11 09:00:00"), step: 43_200_000)
        try await phone.signIn("qh-lead", [.siteLead], sites: [.qh])
        try await phone.open("\(Self.sheets)/QH/2026-01")
        try await phone.sees("已冻结", "85.0")
        try await phone.judge("40-frozen-by-the-calendar")
    }

    /// 清河 January 85.0 → 500 bp of ￥16,333.33 = ￥816.67 off the second payment.
    func payTheSecondQuarter() async throws {
        try await phone.signIn("finance", [.finance])
        try await phone.open("/billing/quarters/2026-q2")
        try await phone.sees("还不能出结算单")
        try await phone.judge("41-not-yet")
        try await desk.freezeTheQuarter()
        try await phone.signIn("finance", [.finance])
        try await phone.open("/billing/quarters/2026-q2")
        try await phone.press("出结算单")
        try await phone.sees("￥699,183.33", "扣款就此定下")
        try await phone.judge("42-issue")
        try await phone.submit("出结算单")
        try await phone.sees("扣款已定")
        try await phone.judge("43-issued")
        try await phone.press("批准")
        try await phone.judge("44-approve")
        try await phone.submit("批准")
        try await phone.sees("已审批")
        try await phone.judge("45-approved")
        try await phone.press("登记支付")
        try await phone.judge("46-pay")
        try await phone.submit("登记支付")
        try await phone.sees("已支付", "￥699,183.33")
        try await phone.judge("47-paid")
        try await phone.open("/billing/quarters/2026-q1")
        try await phone.sees("清河 1月", "85.0", "￥816.67")
        try await phone.judge("48-deduction")
        try await fleet.settle()
    }

    /// The central office sees it all on the page it starts from.
    func lookAtTheResult() async throws {
        try await phone.signIn("office", [.office])
        try await phone.open("/office/")
        try await phone.sees("考核均分", "2026年第2季度", "￥816.67", "￥699,183.33", "已支付")
        try await phone.judge("49-overview-paid")
        try await phone.open("/office/sites/QH")
        try await phone.sees("85.0", "￥816.67")
        try await phone.judge("50-site")
        try await phone.open("/assessments/")
        try await phone.sees("85.0", "98.0")
        try await phone.judge("51-scores-of-the-quarter")
    }
}
