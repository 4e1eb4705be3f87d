import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct PageTests {
    @Test func `an engineer does a whole fault through the pages`() async throws {
        let bench = try Bench()
        try await bench.say(.office, CalendarPublished.cn, site: nil)
        let opened = await bench.submit(
            "/tickets/new", [("site", "XZ"), ("title", "大屏黑屏"), ("impact", "system"), ("urgency", "high")])
        #expect(opened.status == 303, "\(opened.text)")
        let place = "/tickets/XZ-20260213-0001"
        #expect(opened.response.headers["Location"]?.hasPrefix("\(place)?done=open&seen=ops.tickets.v1.") == true)
        let today = await bench.get("/tickets/today", accept: "text/html")
        #expect(today.text.contains("大屏黑屏"))
        #expect(today.text.contains("\(place)/accept"))
        for verb in ["accept", "arrive", "start"] { #expect(await bench.submit("\(place)/\(verb)", []).status == 303) }
        #expect(await bench.submit("\(place)/note", [("text", "更换发送卡")]).status == 303)
        let incomplete = await bench.submit("\(place)/resolve", [("result", "")])
        #expect(incomplete.status == 422)
        #expect(incomplete.text.contains("填写处理结果。"))
        let fields = [("causeCategory", "hardware"), ("causeText", "老化"), ("result", "正常")]
        #expect(await bench.submit("\(place)/resolve", fields).status == 303)
        let page = await bench.get(place, accept: "text/html")
        #expect(page.text.contains("已解决"))
        #expect(page.text.contains("按时"))
        let print = await bench.get("\(place)/print", accept: "text/html")
        for heading in ["故障等级", "原因", "处理过程", "处理结果", "维修更换部件型号", "序列号"] {
            #expect(print.text.contains("<th scope=\"row\">\(heading)</th>"), "\(heading)")
        }
    }

    @Test func `one's own tickets are not hidden behind a hundred of others`() async throws {
        let bench = try Bench()
        for number in 0..<141 {
            let ticket = try await bench.openFault()
            // Some that nobody has taken, and more that a colleague has.
            if number >= 41 { #expect(try await bench.act(ticket, "accept", as: .colleague).status == 200) }
        }
        let own = try await bench.openFault(["title": "门禁不开", "impact": "single", "urgency": "low"])
        #expect(try await bench.act(own, "accept").status == 200)
        let today = await bench.get("/tickets/today", accept: "text/html")
        #expect(today.text.contains("门禁不开"))
        #expect(today.text.contains("本站区其他工单 61以上"))
    }

    @Test func `a refused form gives everything back`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        for verb in ["accept", "start"] { try await bench.act(ticket, verb) }
        let answer = await bench.submit("/tickets/\(ticket)/suspend", [("note", "等备件<b>")])
        #expect(answer.status == 422)
        #expect(answer.text.contains("选择挂起原因。"))
        #expect(answer.text.contains("等备件&lt;b&gt;"))
        #expect(!answer.text.contains("等备件<b>"))
    }

    @Test func `what is not possible now is said in words, not with a button`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        let page = await bench.get("/tickets/\(ticket)/resolve", accept: "text/html")
        #expect(page.text.contains("此单新建，现在不能“解决”。"))
        let refused = await bench.submit("/tickets/\(ticket)/start", [])
        #expect(refused.status == 422)
        #expect(refused.text.contains("先“受理”。"))
        let stale = await bench.submit("/tickets/\(ticket)/accept", [("_etag", "\"7\"")])
        #expect(stale.status == 412)
        #expect(stale.text.contains("已被他人改动"))
    }

    @Test func `somebody without an account reports, follows and confirms`() async throws {
        let bench = try Bench()
        try await bench.say(.assets, ItemRegistered.led)
        let form = await bench.get("/tickets/report?label=7k3m9qxt", as: nil, accept: "text/html")
        #expect(form.text.contains("指挥中心LED大屏"))
        let sent = await bench.submit(
            "/tickets/report",
            [
                ("site", "XZ"), ("item", "XZ-LED1"), ("title", "屏幕全黑"), ("contactName", "张晓"),
                ("contactPhone", "13800138000"),
            ], as: nil)
        #expect(sent.status == 303, "\(sent.text)")
        let own = try #require(sent.response.headers["Location"])
        #expect(own.hasPrefix("/tickets/s/"))
        let ticket = "XZ-20260213-0001"
        #expect(await bench.get(own, as: nil, accept: "text/html").text.contains("已收到"))
        for verb in ["accept", "arrive", "start"] { try await bench.act(ticket, verb) }
        try await bench.act(ticket, "note", ["text": "内部：备件在丰台"])
        try await bench.act(ticket, "note", ["text": "正在更换电源", "isPublic": true])
        let midway = await bench.get(own, as: nil, accept: "text/html")
        #expect(midway.text.contains("正在更换电源"))
        #expect(!midway.text.contains("备件在丰台"))
        #expect(!midway.text.contains("三级"))
        try await bench.act(ticket, "change-level", ["priority": "p3", "reason": "核定"])
        try await bench.act(
            ticket, "resolve",
            ["causeCategory": "power", "causeText": "电源坏", "result": "已更换", "asksReporter": true])
        let done = await bench.submit("\(own)/confirm", [("rating", "5")], as: nil)
        #expect(done.status == 303, "\(done.text)")
        #expect(try await bench.facts(TicketClosed.self).count == 1)
    }

    @Test func `the reporter's phone never leaves the sealed row`() async throws {
        let bench = try Bench()
        _ = await bench.submit(
            "/tickets/report", [("site", "XZ"), ("title", "坏了"), ("contactPhone", "13800138000")], as: nil)
        let log = try await bench.store.facts(after: 0, limit: 10)
        #expect(log.count == 1)
        #expect(log.allSatisfy { !String(decoding: $0.data, as: UTF8.self).contains("13800138000") })
        #expect(log.first?.sealedDigest != nil)
        let page = "/tickets/XZ-20260213-0001"
        #expect(await bench.get(page, accept: "text/html").text.contains("tel:13800138000"))
        #expect(await bench.get(page, as: .finance, accept: "text/html").text.contains("138****8000"))
    }

    @Test func `a secret nobody was given leads nowhere`() async throws {
        let bench = try Bench()
        #expect(await bench.get("/tickets/s/AAAAAAAAAAAAAAAAAAAAAAAAAA", as: nil).status == 404)
        #expect(await bench.submit("/tickets/s/AAAA/note", [("text", "x")], as: nil).status == 404)
    }

    @Test(arguments: [
        "/tickets/today", "/tickets/", "/tickets/?view=ended&site=XZ", "/tickets/?view=nonsense", "/tickets/new",
        "/tickets/policies", "/tickets/report",
    ])
    func `every page stands without a single ticket`(path: String) async throws {
        let bench = try Bench()
        let answer = await bench.get(path, accept: "text/html")
        #expect(answer.status == 200)
        #expect(answer.text.contains("</html>"))
    }

    @Test func `the board counts all that is open, however much that is`() async throws {
        let bench = try Bench()
        try await bench.say(.assessments, PostDefined(post: PostID("XZ-1"), site: .xz, role: .office))
        try await bench.say(
            .assessments,
            PostFilled(
                post: PostID("XZ-1"), site: .xz, account: AccountID("engineer"), name: "李工",
                from: try #require(Day("2026-01-01"))))
        var tickets: [String] = []
        for _ in 0..<205 { tickets.append(try await bench.openFault()) }
        let board = await bench.get("/tickets/board", as: .centre, accept: "text/html").text
        #expect(board.contains("等待派单 100+"))
        #expect(board.contains("<span class=\"num\">205</span><"))
        await bench.get("/tickets/board", as: .lead, accept: "text/html")
        let plans = try await QueryPlans.of(try bench.store, naming: ["ticketQueue"])
        #expect(plans.contains { $0.sql.contains("count(*)") && $0.sql.contains("_engineer") })
        #expect(plans.flatMap { $0.faults(walking: ["ticketQueue_1_unsent"]) }.isEmpty, "\(plans)")
    }

    @Test func `the board shows what waits and who carries how much, and gives a new ticket away`() async throws {
        let bench = try Bench()
        let day = try #require(Day("2026-02-01"))
        for (post, account) in [("XZ-1", "engineer"), ("XZ-2", "xz-2")] {
            let filled = PostFilled(
                post: PostID(post), site: .xz, account: AccountID(account), name: account, from: day)
            try await bench.say(.assessments, filled)
        }
        let ticket = try await bench.openFault()
        let board = await bench.get("/tickets/board", as: .centre, accept: "text/html")
        #expect(board.text.contains("等待派单 1"))
        #expect(board.text.contains("在岗工程师 2"))
        #expect(await bench.submit("/tickets/\(ticket)/dispatch", [("engineer", "xz-2")], as: .centre).status == 303)
        #expect(try await bench.facts(TicketAccepted.self).count == 1)
        #expect(await bench.get("/tickets/board", as: .centre, accept: "text/html").text.contains("等待派单 0"))
    }

    @Test func `the list exports what it shows`() async throws {
        let bench = try Bench()
        _ = try await bench.openFault(["title": "=1+1"])
        let csv = await bench.get("/tickets/list.csv?site=XZ").text
        #expect(csv.contains("XZ-20260213-0001,北京西站,故障,二级,新建,'=1+1"))
        #expect(await bench.get("/tickets/list.csv", as: .stranger).text.contains("XZ-2026") == false)
    }

    @Test func `the public form stops when a hundred tickets wait`() async throws {
        let bench = try Bench()
        for _ in 0..<100 { _ = try await bench.openFault() }
        let answer = await bench.submit("/tickets/report", [("site", "XZ"), ("title", "坏了")], as: nil)
        #expect(answer.status == 422)
        #expect(answer.text.contains("请打站区值班电话"))
        #expect(await bench.submit("/tickets/report", [("site", "NZ"), ("title", "坏了")], as: nil).status == 303)
    }
}
