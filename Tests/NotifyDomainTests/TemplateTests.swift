import NotifyDomain
import OpsContracts
import OpsDomain
import Testing

private func at(_ text: String) -> Timestamp { LocalTime(text).map { Timestamp($0) } ?? Timestamp(0) }

private func opened(_ priority: Priority, classified: Bool? = nil) -> TicketOpened {
    let from = at("2026-02-13 15:50")
    return TicketOpened(
        ticket: TicketID("XZ-20260213-0007"), kind: .incident, site: .xz, itemName: "指挥中心大屏", title: "大屏黑屏",
        description: "屏幕全黑，指示灯亮", impact: .system, urgency: .high, priority: priority,
        targets: [
            TicketTarget(
                kind: .arrive, priority: priority, seconds: 1800, clock: .always, from: from,
                due: .at(at("2026-02-13 16:20")), basis: .agreed),
            TicketTarget(
                kind: .resolve, priority: priority, seconds: 28_800, clock: .always, from: from,
                due: .unknown(year: 2027), basis: .agreed),
        ],
        duty: AccountID("xz-1"), source: .web, openedAt: from, policy: SLAPolicyID("standard"), policyVersion: 1,
        guarantee: false, classified: classified, unverified: [])
}

@Suite struct TemplateTests {
    @Test func `a new ticket says what, where and until when`() {
        let text = Notice(opened(.p3)).text(base: "https://ops.example")
        #expect(
            text == """
                【三级】新工单 西站 XZ-20260213-0007
                大屏黑屏
                报修：2月13日 15:50
                设备：指挥中心大屏
                现象：屏幕全黑，指示灯亮
                到场：2月13日 16:20前
                解决：待日历
                https://ops.example/tickets/XZ-20260213-0007
                """)
    }

    @Test func `levels one and two are major and soon useless`() {
        #expect(Notice(opened(.p2)).kind == .major)
        #expect(Notice(opened(.p2)).notAfter == at("2026-02-13 17:50"))
        #expect(Notice(opened(.p3)).kind == .ticketOpened)
        #expect(Notice(opened(.p3)).notAfter == at("2026-02-14 15:50"))
    }

    private func raised(_ from: Priority, _ to: Priority) -> Notice? {
        Notice(
            PriorityChanged(
                ticket: TicketID("XZ-20260213-0007"), site: .xz, from: from, to: to, cause: .verified, reason: "全站不可用",
                targets: [], by: Actor(rawValue: "account/xz-lead"), at: at("2026-02-13 16:00")))
    }

    @Test func `a ticket raised to level one or two is told, without a word of its subject`() {
        let notice = raised(.p3, .p1)
        #expect(notice?.headline() == "【一级】重大故障 西站 XZ-20260213-0007")
        #expect(notice?.text(base: "").contains("三级 → 一级") == true && notice?.text(base: "").contains("全站") == false)
        #expect(raised(.p2, .p1) == nil && raised(.p1, .p3) == nil && raised(.p4, .p3) == nil)
    }

    @Test func `a classified ticket is only a number, a site, a level and a link`() {
        let notice = Notice(opened(.p1, classified: true))
        #expect(notice.title == nil && notice.lines == [])
        #expect(notice.headline() == "【一级】重大故障 西站 XZ-20260213-0007")
        #expect(notice.duty == AccountID("xz-1"))
    }

    @Test func `a ticket closed without a title in the fact says no more than one with a secret`() {
        let from = at("2026-02-13 15:50")
        var fact = TicketClosed(
            ticket: TicketID("XZ-20260213-0007"), site: .xz, kind: .meetingSupport, priority: .p3, result: "涉密内容",
            partReplaced: false, openedAt: from, resolvedAt: from, auto: false, by: Actor(rawValue: "account/xz-1"),
            at: from)
        #expect(!Notice(fact).text(base: "").contains("涉密"))
        fact.title = "大屏黑屏"
        #expect(Notice(fact).text(base: "").contains("结果：涉密内容"))
    }

    @Test func `a missed target names it and when it was due`() {
        let fact = TargetBreached(
            ticket: TicketID("XZ-20260213-0007"), site: .xz, target: .arrive, priority: .p2,
            breachedAt: at("2026-02-13 16:20"), kind: .incident, basis: .agreed, scores: true)
        let lines = Notice(fact).text(base: "https://ops.example").split(separator: "\n")
        #expect(lines.prefix(3) == ["【二级】工单超时 西站 XZ-20260213-0007", "到场超时", "应：2月13日 16:20前"])
    }

    @Test(arguments: [
        (0, "￥0.00"), (5, "￥0.05"), (123_456, "￥1,234.56"), (28_000_000_000, "￥280,000,000.00"),
        (-122_500, "−￥1,225.00"),
        (99_999, "￥999.99"), (100_000, "￥1,000.00"),
    ])
    func `money has two decimals and groups of three`(fen: Int64, text: String) throws {
        let fact = PaymentMade(
            contract: ContractID("c"), quarter: try #require(Quarter("2026-q1")), amount: Money(fen: fen),
            paidOn: try #require(Day("2026-04-15")), fundsArrivedOn: nil, by: AccountID("finance"))
        #expect(Notice(fact, at: Timestamp(0)).lines.first?.value == text)
    }
}
