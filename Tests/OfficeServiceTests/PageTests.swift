import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@testable import OfficeService

@Suite struct PageTests {
    @Test(arguments: [
        ("/office/", Role.office, "在办工单"), ("/office/wall", .wall, "在办工单"), ("/office/sites/XZ", .siteLead, "还没有考核表"),
        ("/office/audit", .admin, "链校验通过"), ("/office/system", .admin, "数据来源"), ("/office/accounts", .admin, "开通"),
        ("/office/accounts/new", .admin, "初始密码"), ("/office/accounts/xz-1", .admin, "驻场工程师XZ-1"),
        ("/office/accounts/xz-1/change", .admin, "更正"), ("/office/accounts/xz-1/close", .admin, "不能恢复"),
        ("/office/calendar", .office, "春运"), ("/office/calendar/declare", .office, "代号"),
        ("/office/me", .engineer, "退出"),
        ("/office/me/password", .engineer, "再填一次新密码"), ("/office/search?q=XZ", .office, "查找"),
        ("/office/gallery", .admin, "组件"),
    ])
    func `every page answers, in Chinese and with nothing unescaped`(path: String, role: Role, words: String)
        async throws
    {
        try await withOffice { fleet in
            try await fleet.state(
                [opened("XZ-20260213-0001")], as: .tickets, about: "ticket/XZ-20260213-0001", site: .xz)
            let client = fleet.client(as: "admin", roles: [role], sites: role == .siteLead ? [.xz] : [])
            let page = try await client.get(path, accept: "text/html")
            #expect(page.status == 200)
            #expect(page.text.contains(words))
            #expect(!page.text.contains("<黑屏>"))
            #expect(page.headers["Content-Security-Policy"]?.contains("default-src 'none'") == true)
        }
    }

    @Test func `a part of a page is that part and nothing else`() async throws {
        try await withOffice { fleet in
            let client = fleet.client(as: "office", roles: [.office])
            let part = try await client.get("/office/?part=grid", accept: "text/html").text
            #expect(part.hasPrefix("<ul") && part.contains("西站") && !part.contains("<html"))
            #expect(try await client.get("/office/?part=nothing", accept: "text/html").status == 404)
        }
    }

    @Test func `an open page is told which of its parts a fact touches, and nothing more`() async throws {
        try await withOffice { fleet in
            let store = try fleet.store(.office)
            let changes = store.changes()
            try await fleet.state(
                [opened("XZ-20260213-0001", .xz, .p1)], as: .tickets, about: "ticket/XZ-20260213-0001", site: .xz)
            var parts: Set<String> = []
            for await change in changes {
                parts.formUnion(LiveParts.touched(by: change.fact))
                break
            }
            let client = fleet.client(as: "office", roles: [.office])
            let page = try await client.get("/office/", accept: "text/html").text
            #expect(parts.contains("grid"))
            for part in ["grid", "figures", "late", "as-of"] {
                #expect(page.contains("data-part=\"\(part)\""), "\(part)")
            }
        }
    }

    @Test func `the audit and the system say in Chinese what things are`() async throws {
        try await withOffice { fleet in
            let admin = fleet.client(as: "admin", roles: [.admin])
            var (path, words) = ("/office/audit", "")
            for _ in 0..<3 {
                let page = try await admin.get(path, accept: "text/html").text
                words += page
                guard let next = page.firstMatch(of: /href="(\/office\/audit\?cursor=[^"]+)"/)?.1 else { break }
                path = String(next)
            }
            #expect(words.contains(">账号 驻场工程师XZ-1</a>") && words.contains(">站区 北京西站</a>"))
            #expect(words.contains(">工作日历 CN</a>") && words.contains(">机构 西站办公室</a>"))
            #expect(words.firstMatch(of: />(account|site|unit|calendar|period|signing-key)\//) == nil)
            #expect(words.firstMatch(of: /office\.[a-z-]+\.v1/) == nil)
            #expect(try await !admin.get("/office/system", accept: "text/html").text.contains("ops.tickets.v1"))
        }
    }

    @Test func `the desk's bar finds a ticket by its number, for who may search`() async throws {
        try await withOffice { fleet in
            let office = try await fleet.client(as: "office", roles: [.office]).get("/office/", accept: "text/html")
                .text
            #expect(office.contains("action=\"/office/search\"") && office.contains("aria-label=\"工单编号\""))
            let reporter = try await fleet.client(as: "r", roles: [.reporter]).get("/office/me", accept: "text/html")
                .text
            #expect(!reporter.contains("/office/search"))
        }
    }

    @Test func `the wall shows no subject and nothing to press`() async throws {
        try await withOffice { fleet in
            try await fleet.state(
                [opened("XZ-20260213-0001", .xz, .p1)], as: .tickets, about: "ticket/XZ-20260213-0001", site: .xz)
            let page = try await fleet.client(as: "wall", roles: [.wall]).get("/office/wall", accept: "text/html").text
            #expect(page.contains("一级") && !page.contains("黑屏") && !page.contains("<button") && !page.contains("<nav"))
        }
    }

    @Test func `the root leads everybody to their own work`() async throws {
        try await withOffice { fleet in
            let engineer = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
            let own = try await engineer.get("/", accept: "text/html").headers["Location"]
            let stranger = try await fleet.anybody.get("/", accept: "text/html").headers["Location"]
            #expect([own, stranger] == ["/tickets/today", "/office/sign-in"])
        }
    }

    @Test func `a form that makes no sense comes back with what was typed and what is wrong`() async throws {
        try await withOffice { fleet in
            let admin = fleet.client(as: "admin", roles: [.admin])
            let page = try await admin.submit(
                "/office/accounts/new",
                [("account", "xz-9"), ("name", "王<工>"), ("roles", "engineer"), ("password", "first password")])
            #expect(page.status == 422)
            #expect(page.text.contains("至少选一个站区") && page.text.contains("value=\"王&lt;工&gt;\""))
        }
    }

    @Test func `a period is declared once, however often it is submitted`() async throws {
        try await withOffice { fleet in
            let office = fleet.client(as: "office", roles: [.office])
            let form = [
                ("code", "forum"), ("name", "论坛保障"), ("from", "2026-04-01"), ("to", "2026-04-05"), ("confirmed", "yes"),
            ]
            let head = try await fleet.store(.office).head().seq
            for _ in 0..<2 { #expect(try await office.submit("/office/calendar/declare", form).status == 303) }
            #expect(try await fleet.store(.office).head().seq == head + 1)
        }
    }
}
