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
        #expect(!third.contains("/issue\""))
        #expect(try await finance.get("/billing/contracts/2026", accept: "text/html").text.contains("20.00%"))
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
