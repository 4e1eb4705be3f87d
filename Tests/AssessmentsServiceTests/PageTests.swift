import AssessmentsDomain
import AssessmentsService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct AssessmentsPageTests {
    private let sheet = "/assessments/sheets/XZ/2026-02"

    @Test func `the whole month is judged by forms`() async throws {
        let fleet = try await SheetJourneyTests.start()
        let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
        try await fleet.state(
            [SheetJourneyTests.breach(.respond, at: "2026-02-13 16:20")], as: .tickets,
            about: "ticket/XZ-20260213-0007", site: .xz)
        let grid = try await lead.get("/assessments/?year=2026", accept: "text/html")
        #expect(grid.text.contains("认1"))
        #expect(!grid.text.contains("南站"))
        let page = try await lead.get(sheet, accept: "text/html").text
        #expect(page.contains("/tickets/XZ-20260213-0007"))
        #expect(page.contains("一、二级受理超时"))
        let refused = try await lead.submit(sheet + "/score", [("veto", "secrets-leaked")])
        #expect(refused.status == 422)
        #expect(refused.text.contains("还有1条证据没有认定"))
        let id = try #require(page.firstMatch(of: /evidence\/([^\/"]+)\/uphold/)?.1)
        #expect(try await lead.submit(sheet + "/evidence/\(id)/uphold", []).status == 303)
        #expect(try await lead.submit(sheet + "/score", [("veto", "")]).status == 303)
        #expect(try await lead.submit(sheet + "/publish", []).status == 303)
        let published = try await lead.get(sheet, accept: "text/html").text
        #expect(published.contains("98.0"))
        #expect(published.contains("已发布"))
        #expect(!published.contains("/uphold"))
        await fleet.stop()
    }

    @Test(arguments: [
        ("score", true), ("publish", false), ("freeze", false), ("reopen", false), ("propose", true), ("reject", true),
        ("answer", false),
    ])
    func `every command has a page, for who may: a form, or why not now`(verb: String, isPossible: Bool) async throws {
        let fleet = try await SheetJourneyTests.start()
        let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
        let page = try await lead.get("\(sheet)/\(verb)", accept: "text/html")
        #expect(page.status == 200)
        #expect(page.text.contains("name=\"_key\"") == isPossible)
        #expect(page.text.contains("现在不能“") != isPossible)
        let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        #expect(try await engineer.get("\(sheet)/\(verb)", accept: "text/html").status == 403)
        await fleet.stop()
    }

    @Test func `the grid offers no year before there was anything to judge, and none that has not begun`() async throws
    {
        let fleet = try await SheetJourneyTests.start()
        try await fleet.state(
            [SheetJourneyTests.breach(.respond, at: "2026-02-13 16:20")], as: .tickets,
            about: "ticket/XZ-20260213-0007", site: .xz)
        let office = fleet.client(as: "office", roles: [.office])
        let grid = try await office.get("/assessments/", accept: "text/html").text
        #expect(!grid.contains("year=2025") && !grid.contains("year=2027"))
        #expect(grid.contains("2026年上半年各站考核得分") && grid.contains("2026年下半年各站考核得分"))
        let before = try await office.get("/assessments/?year=2025", accept: "text/html").text
        #expect(!before.contains("/assessments/sheets/") && before.contains("year=2026"))
        await fleet.stop()
    }

    @Test func `a sheet is printed with its evidence and the boxes to sign`() async throws {
        let fleet = try await SheetJourneyTests.start()
        try await fleet.state(
            [SheetJourneyTests.breach(.respond, at: "2026-02-13 16:20")], as: .tickets,
            about: "ticket/XZ-20260213-0007", site: .xz)
        let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
        let page = try await lead.get(sheet + "/print", accept: "text/html").text
        #expect(page.contains("一、二级受理超时") && page.contains("待认定") && page.contains("得分为预计"))
        #expect(page.contains(">2.0<"))
        for who in ["站区信息科", "供应商项目经理", "管委会信息处"] { #expect(page.contains("\(who)（签字）")) }
        let foreign = fleet.client(as: "nz-lead", roles: [.siteLead], sites: [.nz])
        #expect(try await foreign.get(sheet + "/print", accept: "text/html").status == 404)
        await fleet.stop()
    }

    @Test func `a printed sheet shows no points for what was not upheld`() async throws {
        let fleet = try await SheetJourneyTests.start()
        try await fleet.state(
            [SheetJourneyTests.breach(.respond, at: "2026-02-13 16:20")], as: .tickets,
            about: "ticket/XZ-20260213-0007", site: .xz)
        let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
        let page = try await lead.get(sheet, accept: "text/html").text
        let id = String(try #require(page.firstMatch(of: /evidence\/([^\/"]+)\/uphold/)?.1))
        let rejected = try await lead.submit(sheet + "/reject", [("evidence", id), ("reason", "站区停电")])
        #expect(rejected.status == 303)
        let form = try await lead.get(sheet + "/print", accept: "text/html").text
        #expect(form.contains("一、二级受理超时") && form.contains(">不认定<") && !form.contains(">2.0<"))
        await fleet.stop()
    }

    @Test func `the grid keeps its first month when everybody has left`() async throws {
        let fleet = try await SheetJourneyTests.start("2026-02-25 10:00")
        let supplier = fleet.client(as: "supplier", roles: [.supplier])
        let left = #"{"until":"2026-02-25","reason":"站区要求更换"}"#
        for post in Post.required {
            #expect(try await supplier.post("/api/assessments/v1/posts/\(post.post)/vacate", left).status == 200)
        }
        let come = #"{"account":"liu.fang","name":"刘芳","from":"2026-03-02"}"#
        #expect(try await supplier.post("/api/assessments/v1/posts/NZ-2/fill", come).status == 200)
        try await fleet.advance(to: SheetJourneyTests.at("2026-03-02 10:00"))
        let office = fleet.client(as: "office", roles: [.office])
        let grid = try await office.get("/assessments/?year=2026", accept: "text/html").text
        #expect(grid.contains("/assessments/sheets/NZ/2026-02") && !grid.contains("/assessments/sheets/NZ/2026-01"))
        await fleet.stop()
    }

    @Test func `posts and duty show to who may see the site`() async throws {
        let fleet = try await SheetJourneyTests.start()
        let lead = fleet.client(as: "qh-lead", roles: [.siteLead], sites: [.qh])
        let staffing = try await lead.get("/assessments/staffing", accept: "text/html").text
        #expect(staffing.contains("QH-1"))
        #expect(!staffing.contains("XZ-1"))
        let roster = try await lead.get("/assessments/roster", accept: "text/html").text
        #expect(roster.contains("双方已同意"))
        #expect(!roster.contains("南站"))
        await fleet.stop()
    }
}
