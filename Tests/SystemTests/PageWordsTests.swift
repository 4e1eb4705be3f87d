import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// People by their names, and what one has just done seen on the pages of other services.
@Suite struct PageWordsTests {
    private let fields = [
        ("name", "指挥中心LED大屏"), ("category", "LED"), ("unit", "块"), ("subSite", "指挥中心"), ("clause", "3(4)"),
        ("reason", "铭牌核对"),
    ]

    @Test func `pages name people, not accounts`() async throws {
        let fleet = try await TestFleet.all()
        let real = try await RealThings.make(fleet)
        let office = fleet.client(as: "office", roles: Role.all.filter { $0 != .wall })
        let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        let accounts = try await office.get("/api/office/v1/accounts").json()["items"] as? [[String: Any]] ?? []
        let name = try #require(accounts.first { $0["account"] as? String == "xz-1" }?["name"] as? String)
        #expect(try await engineer.submit("/assets/XZ-LED1/correct", fields).status == 303)
        let round = try #require(real.id("round"))
        #expect(try await engineer.submit("/inspections/rounds/\(round)/start", []).status == 303)
        let finding = try #require(real.id("finding"))
        #expect(
            try await engineer.submit("/inspections/findings/\(finding)/rectify", [("measure", "已紧固")]).status == 303)
        let password = [("password", "another horse 2026"), ("again", "another horse 2026")]
        _ = try await office.submit("/office/accounts/xz-1/password", password)
        try await fleet.settle()
        for path in [
            "/assets/XZ-LED1", "/inspections/rounds/\(round)", "/inspections/rounds/\(round)/print",
            "/inspections/findings/\(finding)",
        ] {
            let page = try await office.get(path, accept: "text/html").text
            #expect(page.contains(name), "\(path)")
            #expect(!page.contains(">xz-1<") && !page.contains("xz-1 "), "\(path)")
        }
        await fleet.stop()
    }

    @Test func `every service's command leads on with its fact, and links to other services carry it`() async throws {
        let fleet = try await TestFleet.all()
        let real = try await RealThings.make(fleet)
        let office = fleet.client(as: "office", roles: Role.all.filter { $0 != .wall })
        let finding = try #require(real.id("finding"))
        let commands = [
            ("assets", "/assets/XZ-LED1/correct", fields),
            ("inspections", "/inspections/findings/\(finding)/rectify", [("measure", "已紧固")]),
            ("billing", "/billing/quarters/2026-q1/fine", [("amount", "500"), ("reason", "迟到岗"), ("site", "XZ")]),
            ("notify", "/notify/channels/duty/disable", [("reason", "换群")]),
        ]
        for (service, path, fields) in commands {
            let answer = try await office.submit(path, fields)
            let target = try #require(answer.headers["Location"], "\(path): \(answer.status)")
            let seen = try #require(target.firstMatch(of: /seen=(ops\.[a-z]+\.v1\.\d+)$/)?.1, "\(target)")
            #expect(seen.hasPrefix("ops.\(service).v1."))
            let page = try await office.get(target, accept: "text/html").text
            #expect(page.contains("href=\"/tickets/?seen=\(seen)\""), "\(path)")
            #expect(!page.contains("href=\"/\(service)/?seen="), "\(path)")
        }
        await fleet.stop()
    }

    @Test func `a page waits for what is said to be seen, and says so where it does not come`() async throws {
        let fleet = try await TestFleet.all()
        let office = fleet.client(as: "office", roles: Role.all.filter { $0 != .wall })
        let pages = [
            ("/tickets/", "assets"), ("/assets/", "tickets"), ("/inspections/today", "assets"),
            ("/assessments/", "tickets"), ("/billing/", "assessments"), ("/notify/", "tickets"),
            ("/office/", "billing"),
        ]
        for (path, source) in pages {
            let late = try await office.get("\(path)?seen=ops.\(source).v1.99999", accept: "text/html")
            #expect(late.status == 200 && late.text.contains("数据同步中"), "\(path)")
            let plain = try await office.get(path, accept: "text/html")
            #expect(!plain.text.contains("数据同步中"), "\(path)")
        }
        let anybody = try await fleet.anybody.get("/tickets/report?seen=ops.assets.v1.99999", accept: "text/html")
        #expect(anybody.status == 200 && !anybody.text.contains("数据同步中"))
        await fleet.stop()
    }
}
