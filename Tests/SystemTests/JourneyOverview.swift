import OpsContracts
import OpsDomain
import OpsServer
import OpsTestSupport
import Testing

/// What the committee's overview shows of the journey: rounds on their days, then scores and money.
extension Journey {
    private struct Overview: Decodable {
        struct Site: Decodable {
            var site: SiteCode
            var open, overdue, roundsPlanned, roundsDone, roundsMissed: Int
            var score: Int?
            var scoreState: String?
            var deduction: Int64?
        }
        var sites: [Site]
        var day: Day
        var month: YearMonth?
    }

    private struct Detail: Decodable {
        struct Month: Decodable {
            var month: YearMonth
            var score: Int
            var state: String
        }
        struct Deduction: Decodable {
            var quarter: String
            var deduction: Int64
        }
        var months: [Month]
        var deductions: [Deduction]
    }

    /// - Returns: the day's overview, with all nine sites in it.
    private func overview(on day: String) async throws -> [SiteCode: Overview.Site] {
        let answer = try await office.get("/api/office/v1/overview")
        try ok(answer, "overview")
        let overview: Overview = try answer.decode()
        #expect(overview.day == Day(day))
        #expect(overview.sites.map(\.site) == SiteCode.contractOrder)
        return Dictionary(uniqueKeysWithValues: overview.sites.map { ($0.site, $0) })
    }

    /// - Parameter day: with one round of 清河's machine room, which was done or missed.
    func checkRounds(on day: String, done: Int, missed: Int) async throws {
        let sites = try await overview(on: day)
        let qinghe = try #require(sites[.qh])
        #expect(qinghe.roundsDone == done && qinghe.roundsMissed == missed, "\(day): \(qinghe)")
        #expect(sites.values.allSatisfy { $0.site == .qh || $0.roundsDone == 0 }, "\(day)")
        #expect(sites.values.allSatisfy { $0.open == 0 && $0.overdue == 0 }, "\(day)")
    }

    /// After the second statement: what January cost, beside the newest month's scores.
    func checkMoneyOfOverview() async throws {
        let sites = try await overview(on: "2026-04-13")
        for site in SiteCode.contractOrder {
            let figures = try #require(sites[site])
            #expect(figures.scoreState == "frozen", "\(figures)")
            #expect(figures.deduction == (site == .qh ? 81_667 : 0), "\(figures)")
        }
        for (site, score, deduction) in [(SiteCode.xz, 980, Int64(0)), (.qh, 850, 81_667)] {
            let answer = try await office.get("/api/office/v1/sites/\(site)")
            try ok(answer, "site")
            let detail: Detail = try answer.decode()
            let months = detail.months.map { "\($0.month) \($0.score) \($0.state)" }
            #expect(
                months == ["2026-03 1000 frozen", "2026-02 1000 frozen", "2026-01 \(score) frozen"], "\(site)")
            #expect(detail.deductions.map { "\($0.quarter) \($0.deduction)" } == ["2026-q1 \(deduction)"], "\(site)")
        }
        try await checkOverviewPage()
    }

    /// The same on the page, and the payment beside it.
    private func checkOverviewPage() async throws {
        let page = try await office.get("/office/", accept: "text/html")
        #expect(page.status == 200)
        let rows = page.text.matches(of: /<tr[^>]*>.*?<\/tr>/.dotMatchesNewlines()).map { row in
            row.output.replacing(/<[^>]*>/, with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(rows.contains { $0.hasPrefix("清河") && $0.hasSuffix("100.0 ￥816.67") }, "\(rows)")
        #expect(rows.contains { $0.hasPrefix("西站") && $0.hasSuffix("100.0 ￥0.00") }, "\(rows)")
        #expect(
            rows.contains { $0.contains("￥700,000.00 ￥816.67 ￥699,183.33") && $0.hasPrefix("2026年第2季度") }, "\(rows)")
    }
}
