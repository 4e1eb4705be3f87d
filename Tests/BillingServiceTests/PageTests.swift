import BillingDomain
import BillingService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct BillingPageTests {
    private let quarter = "/billing/quarters/2026-q"

    @Test func `the year and its statements say every figure and where it comes from`() async throws {
        let fleet = try await YearJourneyTests.start()
        let finance = YearJourneyTests.finance(fleet)
        try await YearJourneyTests.freeze(fleet, 1, ["XZ-2026-01": 875])
        let year = try await finance.get("/billing/", accept: "text/html").text
        #expect(year.contains("￥2,798,775.00"))
        #expect(year.contains("核对：合计与总账一致"))
        let first = try await finance.get(quarter + "1", accept: "text/html").text
        #expect(first.contains("（4,900,000分×250+5,000）÷10,000 = 122,500分"))
        #expect(first.contains("/assessments/sheets/XZ/2026-01"))
        let csv = try await finance.get(quarter + "1.csv").text
        #expect(csv.contains("北京西站,2026-01,1,87.5,49000.00,250,1225.00,预计"))
        #expect(csv.split(separator: "\r\n").count == 28)
        let third = try await finance.get(quarter + "3", accept: "text/html").text
        #expect(third.contains("还不能出结算单：27张考核表没有冻结"))
        #expect(third.contains("待考核的站区月份（27）"))
        #expect(!third.contains("/issue\""))
        #expect(try await finance.get("/billing/contracts/2026", accept: "text/html").text.contains("20.00%"))
        await fleet.stop()
    }

    @Test func `what nobody has scored reads as unknown, never as an amount`() async throws {
        let fleet = try await YearJourneyTests.start()
        let finance = YearJourneyTests.finance(fleet)
        try await YearJourneyTests.freeze(fleet, 1, ["XZ-2026-01": 875])
        // The third payment takes off what the second quarter costs, and of that nothing is known.
        let third = try await finance.get(quarter + "3", accept: "text/html").text
        #expect(third.contains("扣款 待考核"))
        #expect(third.contains("还有27个站区月份待考核"))
        #expect(!third.contains("￥0.00"))
        let csv = try await finance.get(quarter + "3.csv").text
        #expect(csv.contains("北京西站,2026-07,,,49000.00,,,待考核"))
        let year = try await finance.get("/billing/", accept: "text/html").text
        #expect(year.contains(">待考核<") && year.contains(">不扣款<"))
        #expect(!year.contains("￥0.00"))
        // One score and one fine: now there is a sum, which says that it is not all.
        try await fleet.state(
            [YearJourneyTests.frozen(.xz, try #require(YearMonth("2026-04")), 875)], as: .assessments,
            about: "sheet/XZ-2026-04", site: .xz)
        let second = try await finance.get(quarter + "2", accept: "text/html").text
        #expect(second.contains("待考核的站区月份（26）"))
        #expect(second.contains("已考核的站区月份之和，还有26个待考核"))
        #expect(try await finance.get(quarter + "3", accept: "text/html").text.contains("扣款 −￥1,225.00"))
        await fleet.stop()
    }

    @Test func `a quarter's sum is found again in its rows, the fines among them`() async throws {
        let fleet = try await YearJourneyTests.start()
        let finance = YearJourneyTests.finance(fleet)
        try await YearJourneyTests.freeze(fleet, 2, ["XZ-2026-04": 875])
        let fined = [("amount", "500"), ("reason", "迟到岗"), ("site", "BZ")]
        #expect(try await finance.submit(quarter + "2/fine", fined).status == 303)
        let page = try await finance.get(quarter + "2", accept: "text/html").text
        #expect(page.contains("2026年第2季度罚款") && page.contains("迟到岗"))
        #expect(page.contains("￥1,225.00") && page.contains("￥500.00") && page.contains("￥1,725.00"))
        #expect(try await finance.get(quarter + "2.csv").text.contains("北京北站,罚款 2026-f1,,,,,500.00,预计"))
        await fleet.stop()
    }

    @Test func `a statement is printed with its capitals, its details and the boxes to sign`() async throws {
        let fleet = try await YearJourneyTests.start()
        let finance = YearJourneyTests.finance(fleet)
        try await YearJourneyTests.freeze(fleet, 1, ["XZ-2026-01": 875])
        for number in 1...2 { #expect(try await finance.submit("\(quarter)\(number)/issue", []).status == 303) }
        let page = try await finance.get(quarter + "2/print", accept: "text/html").text
        #expect(page.contains("人民币陆拾玖万捌仟柒佰柒拾伍元整"))
        #expect(page.contains("2026年第1季度扣款明细") && page.contains("87.5"))
        #expect(page.contains("财务（签字）") && !page.contains("未冻结"))
        #expect(page.contains("<dt>实付大写</dt>") && page.contains("扣款合计") && !page.contains("上限免去"))
        let open = try await finance.get(quarter + "4/print", accept: "text/html").text
        #expect(open.contains("预计，未冻结") && open.contains("<dt>预计实付大写</dt>"))
        #expect(open.contains("还有54个站区月份待考核，扣款未计入"))
        let statement = try await finance.get(quarter + "2", accept: "text/html").text
        #expect(statement.contains("考核记录 第") && !statement.contains("ops.assessments"))
        await fleet.stop()
    }

    @Test func `a printed statement names the corrections it takes with the versions of their sheets`() async throws {
        let fleet = try await YearJourneyTests.start()
        let finance = YearJourneyTests.finance(fleet)
        try await YearJourneyTests.freeze(fleet, 1, ["XZ-2026-01": 875])
        for number in 1...2 { #expect(try await finance.submit("\(quarter)\(number)/issue", []).status == 303) }
        let corrected = YearJourneyTests.frozen(.xz, try #require(YearMonth("2026-01")), 895, version: 2)
        try await fleet.state([corrected], as: .assessments, about: "sheet/XZ-2026-01", site: .xz)
        let page = try await finance.get(quarter + "3/print", accept: "text/html").text
        #expect(page.contains("更正明细") && page.contains("第1版 → 第2版") && page.contains("￥980.00"))
        #expect(try await !finance.get(quarter + "2/print", accept: "text/html").text.contains("更正明细"))
        await fleet.stop()
    }

    @Test(arguments: ["/billing/quarters/2027-q1", "/billing/quarters/2027-q2/print"])
    func `where the cap bites, the rows still add up to what is taken off`(path: String) async throws {
        let fleet = try await YearJourneyTests.start()
        let finance = YearJourneyTests.finance(fleet)
        let body = #"""
            {"year":2027,"quarters":[30000000,30000000,30000000,30000000],"scoreCapBp":100,
            "shares":[{"site":"XZ","bp":6000},{"site":"JG","bp":4000}],"supplier":"新供应商","signedOn":"2027-01-20"}
            """#
        #expect(try await finance.post("/api/billing/v1/contracts", body).status == 201)
        // 60.0 costs 30 % of the month's 60,000 yuan; the cap is 1 % of the quarter's 300,000.
        try await fleet.state(
            [YearJourneyTests.frozen(.xz, try #require(YearMonth("2027-01")), 600)], as: .assessments,
            about: "sheet/XZ-2027-01", site: .xz)
        let page = try await finance.get(path, accept: "text/html").text
        for amount in ["￥18,000.00", "−￥15,000.00", "￥3,000.00"] { #expect(page.contains(amount), "\(amount)") }
        #expect(page.contains("上限免去") && page.contains("考核扣款 − 上限免去 + 罚款"))
        await fleet.stop()
    }

    @Test func `a payment goes through its gates by forms`() async throws {
        let fleet = try await YearJourneyTests.start()
        let finance = YearJourneyTests.finance(fleet)
        let ready = try await finance.get(quarter + "1", accept: "text/html").text
        #expect(ready.contains("href=\"\(quarter)1/issue\" class=\"btn primary\""))
        let form = try await finance.get(quarter + "1/issue", accept: "text/html")
        #expect(form.text.contains("人民币柒拾万元整"))
        #expect(try await finance.submit(quarter + "1/issue", []).status == 303)
        let again = try await finance.submit(quarter + "1/issue", [])
        #expect(again.status == 422)
        #expect(again.text.contains("结算单已出"))
        #expect(try await finance.submit(quarter + "1/approve", []).status == 303)
        let wrong = try await finance.submit(quarter + "1/pay", [("amount", "69.9"), ("paidOn", "2027-03-02")])
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("请按结算单支付"))
        let paid = try await finance.submit(quarter + "1/pay", [("amount", "700,000.00"), ("paidOn", "2027-03-02")])
        #expect(paid.status == 303)
        let page = try await finance.get(quarter + "1", accept: "text/html").text
        #expect(page.contains("已支付"))
        #expect(!page.contains("primary"))
        let fined = try await finance.submit(
            quarter + "2/fine", [("amount", "500"), ("reason", "迟到岗"), ("site", "BZ")])
        #expect(fined.status == 303)
        #expect(try await finance.get("/billing/", accept: "text/html").text.contains("迟到岗"))
        await fleet.stop()
    }

    @Test(arguments: GateNames.all)
    func `every gate has a page, for who may`(verb: String) async throws {
        let fleet = try await YearJourneyTests.start()
        let page = try await YearJourneyTests.finance(fleet).get("\(quarter)2/\(verb)", accept: "text/html")
        #expect(page.status == 200)
        #expect(page.text.contains("name=\"_key\""))
        let supplier = fleet.client(as: "supplier", roles: [.supplier])
        #expect(try await supplier.get("\(quarter)2/\(verb)", accept: "text/html").status == 403)
        await fleet.stop()
    }
}

enum GateNames {
    static let all = ["issue", "fiscal-approve", "approve", "await-funds", "pay", "fine"]
}
