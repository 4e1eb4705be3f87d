import InspectionsService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct InspectionPageTests {
    static let round = "/inspections/rounds/QH-ROOM-D-20260213"
    static let looks = ["ALARM", "WATER", "DOOR", "UPS"].map { ("outcome.\($0)", "normal") }
    static let numbers = [("value.RH", "52"), ("value.UPS-LOAD", "36.5"), ("value.UPS-VOUT", "220")]

    @Test func `every page answers on the phone's width of rights`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        for path in [
            "/inspections/today", "/inspections/", "/inspections/?day=2026-02-14&site=QH&status=planned", Self.round,
            Self.round + "/print", "/inspections/today?part=rounds-open",
            "/inspections/findings", "/inspections/findings?state=cleared", "/inspections/findings/new",
            "/inspections/plans", "/inspections/plans/QH-ROOM-D",
        ] {
            let page = try await fixture.engineer.get(path, accept: "text/html")
            #expect(page.status == 200, "\(path)")
            #expect(page.text.contains("<!doctype html>") != path.contains("part="))
        }
        let form = try await fixture.engineer.get(Self.round + "/print", accept: "text/html").text
        #expect(form.contains("巡检人（签字）") && form.contains("站区信息科（签字）"))
        #expect(try await fixture.engineer.get(Self.round + "/skip", accept: "text/html").status == 403)
        #expect(try await fixture.lead.get(Self.round + "/skip", accept: "text/html").status == 200)
        let foreign = fixture.fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        #expect(try await foreign.get(Self.round, accept: "text/html").status == 404)
        await fixture.fleet.stop()
    }

    @Test func `a finding open behind its time says so in a word, and a round within its time does not`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        func page(_ path: String) async throws -> String {
            try await fixture.engineer.get(path, accept: "text/html").text
        }
        #expect(try await fixture.engineer.submit(Self.round + "/start", []).status == 303)
        #expect(try await !page("/inspections/today").contains("逾期"))
        let raised = [("site", "QH"), ("title", "灭火器过期"), ("detail", "二层东侧"), ("severity", "high")]
        #expect(try await fixture.engineer.submit("/inspections/findings/new", raised).status == 303)
        try await fixture.fleet.advance(to: InspectionsFixture.at(9) + 8 * 86_400_000)
        #expect(try await page("/inspections/findings").contains("逾期"))
        #expect(try await page("/inspections/findings/QH-20260213-F001").contains("逾期"))
        await fixture.fleet.stop()
    }

    @Test func `a started round behind its time is marked before it is swept`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        #expect(try await fixture.engineer.submit(Self.round + "/start", []).status == 303)
        let detail = try await fixture.engineer.get("/api/inspections/v1/rounds/QH-ROOM-D-20260213").json()
        let (opens, due) = (try #require(detail["opensAt"] as? Int64), try #require(detail["dueAt"] as? Int64))
        fixture.fleet.clock.advance(to: Timestamp(opens + (due - opens) * 4 / 5))
        #expect(try await fixture.engineer.get("/inspections/today", accept: "text/html").text.contains("临近"))
        fixture.fleet.clock.advance(to: Timestamp(due + 60_000))
        for path in ["/inspections/today", Self.round] {
            #expect(try await fixture.engineer.get(path, accept: "text/html").text.contains("逾期"), "\(path)")
        }
        await fixture.fleet.stop()
    }

    @Test func `plans and rounds of all sites come in the contract's order of sites`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        let centre = fixture.fleet.client(as: "office", roles: [.office])
        var (sites, cursor): ([String], String?) = ([], nil)
        repeat {
            let more = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await centre.get("/api/inspections/v1/plans?limit=20\(more)").json()
            sites += (page["items"] as? [[String: Any]] ?? []).compactMap { $0["site"] as? String }
            cursor = page["next"] as? String
        } while cursor != nil
        var seen: [String] = []
        for site in sites where seen.last != site { seen.append(site) }
        #expect(seen == SiteCode.contractOrder.map(\.rawValue).filter { seen.contains($0) })
        #expect(seen.count > 5)
        await fixture.fleet.stop()
    }

    @Test func `answers sent one by one are kept and handed in with the rest`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        let hot = [
            ("answer", "TEMP"), ("value.TEMP", "28.6"), ("outcome.TEMP", "abnormal"), ("note.TEMP", "2号空调不制冷"),
            ("fault.TEMP", "1"), ("taken_at", "1770944300000"),
        ]
        #expect(try await fixture.engineer.submit(Self.round + "/answers", hot, key: "a1").status == 204)
        #expect(try await fixture.engineer.submit(Self.round + "/answers", hot, key: "a1").status == 204)
        let older = [("answer", "TEMP"), ("value.TEMP", "23"), ("taken_at", "1770944200000")]
        #expect(try await fixture.engineer.submit(Self.round + "/answers", older).status == 204)
        #expect(try await fixture.engineer.get(Self.round, accept: "text/html").text.contains("28.6"))
        let rest = try await fixture.engineer.submit(Self.round + "/complete", Self.looks + Self.numbers)
        #expect(rest.status == 303)
        let finding = try await fixture.engineer.get("/api/inspections/v1/findings/QH-ROOM-D-20260213-TEMP").json()
        #expect(finding["fault"] as? Bool == true)
        #expect(finding["severity"] as? String == "high")
        #expect(try await fixture.engineer.submit(Self.round + "/answers", hot).status == 409)
        await fixture.fleet.stop()
    }

    @Test func `a checklist with a gap or a wrong number gives everything back`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        let gap = try await fixture.engineer.submit(Self.round + "/complete", Self.looks)
        #expect(gap.status == 422)
        #expect(gap.text.contains("还有4项没有填写"))
        let wrong = try await fixture.engineer.submit(Self.round + "/complete", [("value.TEMP", "二十三")])
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("读数应为数字"))
        #expect(try await fixture.status("QH-ROOM-D-20260213") == "planned")
        await fixture.fleet.stop()
    }

    @Test func `a finding is raised, rectified and retested by forms`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        let raised = try await fixture.engineer.submit(
            "/inspections/findings/new",
            [("site", "QH"), ("title", "灭火器过期"), ("detail", "二层东侧"), ("severity", "low")])
        #expect(raised.headers["Location"]?.hasPrefix("/inspections/findings/QH-20260213-F001?seen=ops.insp") == true)
        let path = "/inspections/findings/QH-20260213-F001"
        #expect(try await fixture.engineer.submit(path + "/rectify", [("measure", "")]).status == 422)
        #expect(try await fixture.engineer.submit(path + "/rectify", [("measure", "已更换")]).status == 303)
        #expect(try await fixture.lead.get(path + "/retest", accept: "text/html").status == 200)
        #expect(try await fixture.lead.submit(path + "/retest", [("passed", "1")]).status == 303)
        let page = try await fixture.lead.get(path, accept: "text/html").text
        #expect(page.contains("已销项"))
        #expect(page.contains("已更换"))
        await fixture.fleet.stop()
    }
}
