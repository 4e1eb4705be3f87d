import NotifyDomain
import OpsContracts
import Testing

private let now = Timestamp(1_770_969_600_000)
private let minute: Int64 = 60_000

@Suite struct DeliveryTests {
    private func delivery(_ priority: Priority?, attempts: Int = 1, left: Int64 = 48 * 60 * minute) -> Delivery {
        Delivery(priority: priority, notAfter: now + left, attempts: attempts, resend: false)
    }

    @Test(arguments: [
        (Outcome.delivered, Priority.p1, DeliveryStatus.delivered, false), (.delivered, .p3, .delivered, false),
        (.refused("忙"), .p1, .retrying, false), (.refused("忙"), .p3, .retrying, false),
        (.wait(milliseconds: 60_000, "慢"), .p1, .retrying, false),
        (.wait(milliseconds: 60_000, "慢"), .p3, .retrying, false),
        (.unknown("断"), .p1, .retrying, true), (.unknown("断"), .p2, .retrying, true),
        (.unknown("断"), .p3, .digest, false),
        (.permanent("拒"), .p1, .dead, false), (.permanent("拒"), .p3, .dead, false),
        (.channelDead("停"), .p1, .dead, false), (.channelDead("停"), .p3, .dead, false),
    ])
    func `every outcome leads somewhere`(outcome: Outcome, priority: Priority, status: DeliveryStatus, resend: Bool) {
        let step = delivery(priority).step(after: outcome, .patient, at: now)
        #expect(step.status == status)
        #expect(step.resend == resend)
        #expect((step.dueAt != nil) == (status == .retrying))
    }

    @Test func `the pauses grow from a minute to a day, and then it is dead`() {
        let pauses = (1...6).map { attempt in
            delivery(.p3, attempts: attempt).step(after: .refused("忙"), .patient, at: now).dueAt.map {
                ($0 - now) / minute
            }
        }
        #expect(pauses == [1, 5, 30, 120, 480, 1440])
        #expect(delivery(.p3, attempts: 7).step(after: .refused("忙"), .patient, at: now).status == .dead)
    }

    @Test func `a bot is asked four times in all`() {
        #expect(delivery(.p3, attempts: 3).step(after: .refused("忙"), .of(.wecom), at: now).status == .retrying)
        #expect(delivery(.p3, attempts: 4).step(after: .refused("忙"), .of(.wecom), at: now).status == .dead)
    }

    @Test func `what cannot go again in time has expired`() {
        #expect(delivery(.p3, left: minute - 1).step(after: .refused("忙"), .patient, at: now).status == .expired)
        #expect(delivery(.p3, left: minute).step(after: .refused("忙"), .patient, at: now).status == .retrying)
        #expect(delivery(.p3, left: 0).expired(at: now) == false)
        #expect(delivery(.p3, left: -1).expired(at: now))
    }

    @Test func `after a crash only what is urgent goes out again, marked`() {
        #expect(
            delivery(.p2).stepAfterCrash(.patient, at: now)
                == .init(.retrying, dueAt: now, resend: true, note: "发送时服务中断"))
        #expect(delivery(.p3).stepAfterCrash(.patient, at: now).status == .digest)
        #expect(delivery(nil).stepAfterCrash(.patient, at: now).status == .digest)
    }

    @Test func `once marked, a message stays marked`() {
        let marked = Delivery(priority: .p1, notAfter: now + minute * 600, attempts: 2, resend: true)
        #expect(marked.step(after: .refused("忙"), .patient, at: now).resend)
        #expect(marked.step(after: .delivered, .patient, at: now).resend)
    }

    @Test func `every status has its word`() {
        #expect(Set(DeliveryStatus.allCases.map(\.zh)).count == DeliveryStatus.allCases.count)
    }
}

@Suite struct OutcomeTests {
    @Test(arguments: [
        (0, "delivered"), (-1, "refused"), (45009, "wait"), (45033, "refused"), (93000, "channelDead"),
        (93004, "channelDead"), (93008, "channelDead"), (40058, "permanent"), (40008, "permanent"),
        (44004, "permanent"), (77777, "refused"),
    ])
    func `a code of 企业微信 decides`(code: Int, name: String) {
        #expect("\(Outcome.wecom(code: code))".hasPrefix(name))
    }

    @Test(arguments: [
        (200, "delivered"), (204, "delivered"), (302, "permanent"), (404, "permanent"), (408, "refused"),
        (410, "channelDead"), (429, "wait"), (500, "refused"), (503, "refused"),
    ])
    func `a status of a webhook decides`(status: Int, name: String) {
        #expect("\(Outcome.http(status: status))".hasPrefix(name))
    }

    @Test(arguments: [(250, "delivered"), (436, "refused"), (451, "refused"), (535, "channelDead"), (550, "permanent")])
    func `a reply of a mail server decides`(reply: Int, name: String) {
        #expect("\(Outcome.smtp(reply: reply))".hasPrefix(name))
    }

    @Test(arguments: [(0, "delivered"), (130_101, "wait"), (310_000, "channelDead"), (1, "refused")])
    func `a code of DingTalk decides`(code: Int, name: String) {
        #expect("\(Outcome.dingtalk(code: code))".hasPrefix(name))
    }

    @Test(arguments: [(0, "delivered"), (11232, "wait"), (19021, "channelDead"), (9499, "permanent"), (1, "refused")])
    func `a code of Feishu decides`(code: Int, name: String) {
        #expect("\(Outcome.feishu(code: code))".hasPrefix(name))
    }
}
