import Foundation
import NotifyDomain
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@testable import NotifyService

@Suite struct TroubleTests {
    @Test(arguments: [
        (RobotSink.Answer.status(500), "retrying", "HTTP 500"), (.status(404), "dead", "HTTP 404"),
        (.code(-1), "retrying", "（-1）"), (.code(45009), "retrying", "（45009）"), (.code(40058), "dead", "（40058）"),
        (.code(93000), "dead", "（93000）"), (.words("<html>"), "retrying", "errcode"),
    ])
    func `an answer decides what becomes of the message`(
        answer: RobotSink.Answer, status: String, note: String
    ) async throws {
        let robot = try RobotSink([answer])
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket())
        try await fixture.work()
        let row = try #require(try await fixture.deliveries().first)
        #expect(row["status"] as? String == status)
        #expect((row["note"] as? String)?.contains(note) == true)
        try await fixture.fleet.advance(by: 61_000)
        #expect(robot.heard.count == (status == "retrying" ? 2 : 1))
        #expect(try await fixture.status() == (status == "retrying" ? "delivered" : "dead"))
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `a dead key disables the channel, says so on the bus, and what waits goes on once it is mended`()
        async throws
    {
        let robot = try RobotSink([.code(93000)])
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket(1))
        try await fixture.work()
        #expect((try await fixture.channel()["disabled"] as? String)?.contains("93000") == true)
        let facts = try await fixture.fleet.store(.notify).facts(after: 0, limit: 500)
        #expect(facts.filter { $0.type == ChannelDisabled.type }.count == 1)
        try await fixture.open(fixture.ticket(2))
        try await fixture.work()
        #expect(robot.heard.count == 1)
        #expect(try await fixture.admin.post("/api/notify/v1/channels/wecom/enable").status == 200)
        try await fixture.work()
        #expect(robot.heard.map { $0.content.contains("0002") } == [false, true])
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `45009 holds the whole channel for a minute`() async throws {
        let robot = try RobotSink([.code(45009)])
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket(1))
        try await fixture.open(fixture.ticket(2))
        try await fixture.work()
        #expect(robot.heard.count == 1)
        try await fixture.fleet.advance(by: 30_000)
        #expect(robot.heard.count == 1)
        try await fixture.fleet.advance(by: 31_000)
        #expect(robot.heard.count == 3)
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test(arguments: [RobotSink.Answer.status(500), .code(45009)])
    func `a clock that was an hour and a half ahead and is mended holds nothing back`(_ answer: RobotSink.Answer)
        async throws
    {
        let robot = try RobotSink([answer])
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.fleet.advance(by: 90 * 60_000)
        try await fixture.open(fixture.ticket(1))
        try await fixture.work()
        #expect(robot.heard.count == 1)
        fixture.fleet.clock.setBack(by: 90 * 60_000)
        try await fixture.open(fixture.ticket(2))
        try await fixture.work()
        try await fixture.fleet.advance(by: 61_000)
        let told = robot.heard.dropFirst().map { $0.content.contains("0001") }
        #expect(told.count == 2 && told.contains(true) && told.contains(false))
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `nobody there: five in a row rest the channel`() async throws {
        let fixture = try await NotifyFixture.wecom("http://127.0.0.1:1/cgi-bin/webhook/send?key=geheim-0815-key")
        for number in 1...7 { try await fixture.open(fixture.ticket(number)) }
        try await fixture.work()
        let channel = try await fixture.channel()
        #expect(channel["breaker"] as? String == "open")
        #expect(channel["failures"] as? Int == 5)
        #expect(try await fixture.deliveries("status=retrying").count == 5)
        #expect(try await fixture.deliveries("status=pending").count == 2)
        await fixture.fleet.stop()
    }

    @Test(arguments: [(Priority.p2, "sending", 2), (.p3, "sending", 1)])
    func `a crash between sending and sent repeats a major, marked, and nothing else`(
        priority: Priority, meanwhile: String, calls: Int
    ) async throws {
        let robot = try RobotSink([.silence])
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket(7, priority))
        let process = Task { try await fixture.work() }
        await robot.arrival()
        process.cancel()
        await #expect(throws: CancellationError.self) { try await process.value }
        #expect(try await fixture.status() == meanwhile)
        try await fixture.work()
        #expect(robot.heard.count == calls)
        if calls == 2 {
            #expect(robot.heard.map { $0.content.contains("【重发】") } == [false, true])
            #expect(try await fixture.status() == "delivered")
        } else {
            #expect(try await fixture.status() == "digest")
            try await fixture.fleet.advance(by: 2 * 3_600_000)
            #expect(try #require(robot.heard.last).content.contains("消息汇总 1条"))
        }
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test func `a robot that hangs keeps no other channel waiting, not even for what is new`() async throws {
        let (hanging, good) = (try RobotSink([.later]), try RobotSink())
        let fixture = try await NotifyFixture.wecom(hanging.url)
        try await fixture.alsoTell(good.url)
        try await fixture.open(fixture.ticket(1))
        let work = Task { try await fixture.work() }
        await hanging.arrival()
        await good.arrival()
        try await fixture.open(fixture.ticket(2))
        await good.arrival()
        #expect(hanging.heard.count == 1)
        hanging.release()
        try await work.value
        #expect(hanging.heard.count == 2)
        #expect(try await fixture.deliveries("status=delivered").count == 4)
        await hanging.close()
        await good.close()
        await fixture.fleet.stop()
    }

    @Test func `asked to leave, it still hears the answer to the call that is out`() async throws {
        let robot = try RobotSink([.later])
        let fixture = try await NotifyFixture.wecom(robot.url)
        try await fixture.open(fixture.ticket(7, .p3))
        let process = Task { try await fixture.work() }
        await robot.arrival()
        process.cancel()
        robot.release()
        await #expect(throws: CancellationError.self) { try await process.value }
        #expect(try await fixture.status() == "delivered")
        await robot.close()
        await fixture.fleet.stop()
    }

    @Test(arguments: [
        ("Recv failure: Connection reset by peer", "连接中断"),
        ("Failed to connect to 127.0.0.1 port 9 after 0 ms", "对方没有接受连接"),
        ("SSL certificate problem: self-signed certificate", "对方的证书不对"),
        ("Operation timed out after 15001 milliseconds", "对方太久没有回应"), ("?", "网络出错"),
    ])
    func `trouble on the way is told in the words of the screen`(why: String, words: String) {
        #expect(NotifyDomain.Outcome(OutboundError.notSent(why)) == .refused("没有连上（\(words)）"))
        #expect(NotifyDomain.Outcome(OutboundError.unknownOutcome(why)) == .unknown("没有收到答复（\(words)）"))
    }

    @Test func `a mail server that refuses for ever makes a dead letter`() async throws {
        let mail = try MailSink(refusal: "550 no such mailbox")
        let fixture = try await NotifyFixture([
            "OPS_NOTIFY_SMTP_URL": "smtp://127.0.0.1:\(mail.port)", "OPS_NOTIFY_MAIL_FROM": "ops@example.cn",
            "OPS_NOTIFY_MAIL_TO": "a@example.cn",
        ])
        async let conversation = mail.serve()
        try await fixture.open(fixture.ticket())
        try await fixture.work()
        _ = await conversation
        let row = try #require(try await fixture.deliveries().first)
        #expect(row["status"] as? String == "dead")
        #expect((row["note"] as? String)?.contains("550") == true)
        await fixture.fleet.stop()
    }
}
