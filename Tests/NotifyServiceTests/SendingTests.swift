import Foundation
import NotifyService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct SendingTests {
    @Test func `a ticket opened tells the group once and sends one mail`() async throws {
        let (robot, mail) = (try RobotSink(), try MailSink())
        let fixture = try await NotifyFixture([
            "OPS_NOTIFY_WECOM_URL": robot.url, "OPS_NOTIFY_SMTP_URL": "smtp://ops:geheim@127.0.0.1:\(mail.port)",
            "OPS_NOTIFY_MAIL_FROM": "ops@example.cn", "OPS_NOTIFY_MAIL_TO": "a@example.cn, b@example.cn",
            "OPS_HTTP_PUBLIC_URL": "https://ops.example.cn/",
        ])
        async let conversation = mail.serve()
        try await fixture.open(fixture.ticket())
        try await fixture.work()
        let heard = await conversation
        try await fixture.work()

        #expect(robot.heard.count == 1)
        let message = try #require(robot.heard.first)
        #expect(message.query.hasSuffix("?key=geheim-0815-key"))
        #expect(message.headers["Content-Type"] == "application/json")
        #expect(String(decoding: message.body, as: UTF8.self).contains(#""msgtype":"markdown""#))
        #expect(message.content.contains("【二级】重大故障 西站 XZ-20260202-0007"))
        #expect(message.content.contains("[打开](https://ops.example.cn/tickets/XZ-20260202-0007)"))
        #expect(!message.content.contains("<@all>"))

        #expect(heard.lines.filter { $0.hasPrefix("RCPT") } == ["RCPT TO:<a@example.cn>", "RCPT TO:<b@example.cn>"])
        let body = try #require(heard.data.components(separatedBy: "\r\n\r\n").last)
        let text = String(
            decoding: try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters)), as: UTF8.self)
        #expect(text.contains("指挥中心大屏黑屏"))
        let states = try await fixture.deliveries().map { $0["status"] as? String }
        #expect(states == ["delivered", "delivered"])
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `a new start-up leaves channels and rules as they are`() async throws {
        let fixture = try await NotifyFixture.wecom("geheim-0815-key")
        let before = try await fixture.fleet.store(.notify).head()
        try await fixture.fleet.fleet.loadStartUpData()
        #expect(try await fixture.fleet.store(.notify).head() == before)
        await fixture.fleet.stop()
    }

    @Test func `a confidential ticket shows number, site, level and link only`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket(classified: true))
        try await fixture.work()
        let content = try #require(robot.heard.first).content
        #expect(content.contains("【二级】重大故障 西站 XZ-20260202-0007"))
        for word in ["大屏", "LED", "信号"] { #expect(!content.contains(word)) }
        let id = try #require(try await fixture.deliveries().first?["delivery"] as? String)
        let page = try await fixture.office.get("/notify/deliveries/\(id)", accept: "text/html")
        #expect(page.status == 200 && !page.text.contains("大屏"))
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `what came too late is recorded and not sent`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture.wecom(robot.url)
        _ = try await fixture.admin.post("/api/notify/v1/channels/wecom/disable", #"{"reason":"换群"}"#)
        try await fixture.open(fixture.ticket())
        try await fixture.work()
        #expect(try await fixture.status() == "pending")
        try await fixture.fleet.advance(by: 3 * 3_600_000)
        #expect(try await fixture.status() == "expired")
        _ = try await fixture.admin.post("/api/notify/v1/channels/wecom/enable")
        try await fixture.work()
        #expect(robot.heard.isEmpty)
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `at night only a major fault goes out before the morning`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.fleet.advance(by: 13 * 3_600_000)  // 23:40
        try await fixture.open(fixture.ticket(1, .p3))
        try await fixture.open(fixture.ticket(2, .p1))
        try await fixture.work()
        #expect(robot.heard.map { $0.content.contains("0002") } == [true])
        try await fixture.fleet.advance(by: 8 * 3_600_000)
        #expect(robot.heard.map { $0.content.contains("0001") } == [false, true])
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `a crowd of small messages becomes one`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture.wecom(robot.url)
        for number in 100..<125 { try await fixture.open(fixture.ticket(number, .p4)) }
        try await fixture.work()
        #expect(robot.heard.count == 1)
        #expect(try #require(robot.heard.first).content.contains("消息汇总 25条"))
        #expect(try await fixture.deliveries("status=digest").count == 25)
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `no more than twenty go out in a minute, the gravest first`() async throws {
        let robot = try RobotSink()
        let fixture = try await NotifyFixture.wecom(robot.url)
        for number in 100..<122 { try await fixture.open(fixture.ticket(number, number == 121 ? .p1 : .p2)) }
        try await fixture.work()
        #expect(robot.heard.count == 20)
        #expect(try #require(robot.heard.first).content.contains("【一级】"))
        try await fixture.fleet.advance(by: 61_000)
        #expect(robot.heard.count == 22)
        await robot.close()
        await fixture.fleet.stop()
    }
}
