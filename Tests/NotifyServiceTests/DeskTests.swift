import Foundation
import NotifyDomain
import NotifyService
import OpsContracts
import OpsCrypto
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct DeskTests {
    @Test func `a dead letter is retried by hand, and another is discarded with a reason`() async throws {
        let robot = try RobotSink([.code(40058), .code(40058)])
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket(1))
        try await fixture.open(fixture.ticket(2))
        try await fixture.work()
        let dead = try await fixture.deliveries("status=dead").compactMap { $0["delivery"] as? String }
        #expect(dead.count == 2)
        let path = "/api/notify/v1/deliveries/"
        #expect(try await fixture.office.post(path + dead[0] + "/retry").status == 200)
        #expect(try await fixture.office.post(path + dead[0] + "/retry").status == 409)
        try await fixture.work()
        #expect(try await fixture.deliveries("status=delivered").count == 1)
        #expect(try await fixture.office.post(path + dead[1] + "/discard", #"{"reason":""}"#).status == 422)
        #expect(try await fixture.office.post(path + dead[1] + "/discard", #"{"reason":"已电话通知"}"#).status == 200)
        let document = try await fixture.office.get(path + dead[1]).json()
        #expect((document["delivery"] as? [String: Any])?["status"] as? String == "discarded")
        #expect((document["attempts"] as? [[String: Any]])?.map { $0["outcome"] as? String } == ["permanent"])
        #expect(robot.heard.count == 3)
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `a secret is on no page, in no answer, in no fact`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket())
        try await fixture.work()
        for path in [
            "/notify/", "/notify/channels", "/notify/channels/wecom/configure", "/api/notify/v1/channels",
            "/api/notify/v1/deliveries",
        ] {
            let answer = try await fixture.admin.get(
                path, accept: path.hasPrefix("/api") ? "application/json" : "text/html")
            #expect(answer.status == 200, "\(path)")
            #expect(!answer.text.contains("geheim"), "\(path)")
        }
        #expect((try await fixture.channel()["address"] as? String)?.hasSuffix("/•••") == true)
        for fact in try await fixture.fleet.store(.notify).facts(after: 0, limit: 500) {
            #expect(!String(decoding: fact.data, as: UTF8.self).contains("geheim"))
        }
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `more channels and rules than fit a page are served like the first`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture([:])
        let api = "/api/notify/v1/"
        for number in 1...210 {
            let channel = #"{"kind":"webhook","name":"\#(number)","url":"\#(robot.url)","secret":"s3cret"}"#
            #expect(try await fixture.admin.post(api + "channels/c-\(number)/configure", channel).status == 200)
            let rule = #"{"notice":"tickets.major","channel":"c-\#(number)","sites":[],"audience":[]}"#
            #expect(try await fixture.office.post(api + "rules/r-\(number)/publish", rule).status == 200)
        }
        try await fixture.open(fixture.ticket())
        try await fixture.work()
        #expect(robot.heard.count == 210)
        let list = try await fixture.office.get(api + "channels").json()["items"] as? [Any]
        #expect(list?.count == 210)
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `a webhook of one's own is signed and its rule decides what it gets`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture([:])
        let api = "/api/notify/v1/"
        let channel = #"{"kind":"webhook","name":"大屏","sites":["XZ"],"url":"\#(robot.url)","secret":"s3cret"}"#
        #expect(try await fixture.admin.post(api + "channels/wall/configure", channel).status == 200)
        let rule = #"{"notice":"tickets.major","minimumPriority":"p1","channel":"wall","sites":[],"audience":[]}"#
        #expect(try await fixture.office.post(api + "rules/wall-major/publish", rule).status == 200)
        try await fixture.open(fixture.ticket(1, .p2))
        try await fixture.open(fixture.ticket(2, .p1))
        try await fixture.work()
        #expect(robot.heard.count == 1)
        let heard = try #require(robot.heard.first)
        let (id, time) = (heard.headers["webhook-id"] ?? "", Int64(heard.headers["webhook-timestamp"] ?? "") ?? 0)
        let expected = Signature.standardWebhook(
            id: id, timestamp: time, body: heard.body, secret: "s3cret",
            hmac: { Data(HMACSHA256.code(for: $1, key: $0)) })
        #expect(heard.headers["webhook-signature"] == expected)
        #expect(try await fixture.office.post(api + "rules/wall-major/withdraw").status == 204)
        try await fixture.open(fixture.ticket(3, .p1))
        try await fixture.work()
        #expect(robot.heard.count == 1)
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `mail also goes to the people a rule means, by their own addresses`() async throws {
        let mail = try MailSink()
        let fixture = try await NotifyFixture([
            "OPS_NOTIFY_SMTP_URL": "smtp://127.0.0.1:\(mail.port)", "OPS_NOTIFY_MAIL_FROM": "ops@example.cn",
        ])
        for (account, site) in [("xz-lead", SiteCode.xz), ("nz-lead", .nz)] {
            let opened = AccountOpened(account: AccountID(account), name: account, roles: [.siteLead], sites: [site])
            try await fixture.fleet.state([opened], as: .office, about: "account/\(account)")
            let set = try await fixture.admin.post(
                "/api/notify/v1/contacts/\(account)/set", #"{"mail":"\#(account)@example.cn"}"#)
            #expect(set.status == 204)
        }
        async let conversation = mail.serve()
        try await fixture.open(fixture.ticket())
        try await fixture.work()
        #expect(await conversation.lines.filter { $0.hasPrefix("RCPT") } == ["RCPT TO:<xz-lead@example.cn>"])
        await fixture.fleet.stop()
    }

    @Test func `each sees and does what is theirs`() async throws {
        let robot = try RobotSink([.code(40058)])
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket())
        try await fixture.work()
        let id = try #require(try await fixture.deliveries().first?["delivery"] as? String)
        let path = "/api/notify/v1/deliveries/\(id)"
        let (own, foreign) = (
            fixture.fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz]),
            fixture.fleet.client(as: "nz-lead", roles: [.siteLead], sites: [.nz])
        )
        #expect(try await own.get(path).status == 200)
        #expect(try await foreign.get(path).status == 404)
        #expect((try await foreign.get("/api/notify/v1/deliveries").json()["items"] as? [Any])?.isEmpty == true)
        #expect(try await own.post(path + "/retry").status == 403)
        #expect(
            try await fixture.office.post("/api/notify/v1/channels/wecom/disable", #"{"reason":"x"}"#).status == 403)
        let engineer = fixture.fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        #expect(try await engineer.get("/notify/", accept: "text/html").status == 403)
        #expect(try await fixture.fleet.anybody.get("/api/notify/v1/channels").status == 401)
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `pages answer, and forms make, test, disable and enable a channel`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture([:])
        for path in [
            "/notify/", "/notify/dead", "/notify/channels", "/notify/channels/new", "/notify/rules",
            "/notify/?status=dead&site=XZ",
        ] {
            #expect(try await fixture.admin.get(path, accept: "text/html").status == 200, "\(path)")
        }
        let form = [("channel", "xz-group"), ("kind", "wecom"), ("name", "西站群"), ("sites", "XZ")]
        let refused = try await fixture.admin.submit("/notify/channels/new", form)
        #expect(refused.status == 422 && refused.text.contains("填写通道的地址"))
        #expect(try await fixture.admin.submit("/notify/channels/new", form + [("url", robot.url)]).status == 303)
        let channel = "/notify/channels/xz-group"
        let tested = try await fixture.admin.submit(channel + "/test", [])
        #expect(tested.status == 303)
        try await fixture.work()
        #expect(try #require(robot.heard.first).content.contains("测试消息 西站群"))
        let page = try await fixture.admin.get(try #require(tested.headers["Location"]), accept: "text/html")
        #expect(page.status == 200 && page.text.contains("已送达"))
        #expect(try await fixture.admin.submit(channel + "/disable", [("reason", "")]).status == 422)
        #expect(try await fixture.admin.submit(channel + "/disable", [("reason", "换群")]).status == 303)
        #expect(try await fixture.channel("xz-group")["disabled"] as? String == "换群")
        #expect(try await fixture.admin.submit(channel + "/enable", []).status == 303)
        let renamed = [("name", "西站运维群")]
        #expect(try await fixture.admin.submit(channel + "/configure", renamed).status == 303)
        #expect(try await fixture.channel("xz-group")["name"] as? String == "西站运维群")
        #expect(try await fixture.channel("xz-group")["address"] != nil)
        await robot.close()
        await fixture.fleet.stop()
    }
}
