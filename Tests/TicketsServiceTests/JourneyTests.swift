import OpsContracts
import OpsMessaging
import Testing

@Suite struct JourneyTests {
    @Test func `a fault goes from the first call to a complete record`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        #expect(ticket == "XZ-20260213-0001")
        for verb in ["accept", "arrive", "start"] {
            let answer = try await bench.act(ticket, verb)
            #expect(answer.status == 200, "\(verb): \(answer.text)")
        }
        try await bench.act(ticket, "note", ["text": "更换发送卡"])
        try await bench.act(
            ticket, "replace-part", ["part": "发送卡", "model": "MCTRL660", "newSerial": "看不清", "oldSerial": "A1"])
        let resolved = try await bench.act(
            ticket, "resolve",
            ["causeCategory": "hardware", "causeText": "发送卡老化", "result": "更换后正常", "partReplaced": true])
        #expect(resolved["ticket", "state"] as? String == "resolved")
        #expect((resolved["missing"] as? [Any])?.isEmpty == true)
        let closed = try await bench.act(ticket, "close", as: .lead)
        #expect(closed.status == 200, "\(closed.text)")
        let facts = try await bench.facts(TicketClosed.self)
        #expect(facts.map(\.partReplaced) == [true])
        #expect(facts.map(\.cause?.category) == [.hardware])
        let timeline = await bench.get("/api/tickets/v1/tickets/\(ticket)/timeline")
        #expect((timeline["items"] as? [Any])?.count == 8)
    }

    @Test func `numbers count per site and day`() async throws {
        let bench = try Bench()
        #expect(try await bench.openFault() == "XZ-20260213-0001")
        #expect(try await bench.openFault() == "XZ-20260213-0002")
        #expect(try await bench.openFault(["site": "NZ"], as: .centre) == "NZ-20260213-0001")
        bench.clock.advance(to: time("2026-02-14 00:10"))
        #expect(try await bench.openFault() == "XZ-20260214-0001")
    }

    @Test func `a fault found on a round opens one ticket, however often the finding is told`() async throws {
        let bench = try Bench()
        let finding = FindingRaised(
            finding: FindingID("F-1"), round: nil, plan: nil, site: .xz, item: nil, title: "UPS电池鼓包", detail: "2号柜",
            severity: .high, fault: true, by: AccountID("engineer"), at: bench.clock.now(), dueAt: bench.clock.now())
        try await bench.say(.inspections, finding)
        try await bench.say(.inspections, finding)
        var danger = finding
        (danger.finding, danger.fault) = (FindingID("F-2"), false)
        try await bench.say(.inspections, danger)
        let opened = try await bench.facts(TicketOpened.self)
        #expect(opened.map(\.finding) == [FindingID("F-1")])
        #expect(opened.map(\.source) == [.inspection])
        #expect(opened.map(\.unverified) == [[.priority]])
    }

    @Test func `the sweep states a miss with its due time and raises an overdue ticket`() async throws {
        let bench = try Bench()
        try await bench.say(.office, CalendarPublished.cn, site: nil)
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "accept")
        try await bench.pass(to: "2026-02-13 18:00")
        try await bench.pass(to: "2026-02-14 00:30")
        try await bench.pass(to: "2026-02-14 00:40")
        let missed = try await bench.facts(TargetBreached.self)
        #expect(missed.map(\.target) == [.arrive, .workaround, .report, .resolve])
        #expect(missed.last?.breachedAt == time("2026-02-13 23:50"))
        #expect(try await bench.facts(PriorityChanged.self).map(\.to) == [.p1])
    }

    @Test func `an alarm opens one ticket until it is over, and its end is noted`() async throws {
        let bench = try Bench()
        let alarm = ["site": "XZ", "key": "ups-2/on-battery", "title": "UPS转电池供电", "state": "firing"]
        let path = "/api/tickets/v1/alarms"
        let first = try await bench.post(path, alarm)
        let again = try await bench.post(path, alarm)
        #expect(first["ticket", "source"] as? String == "monitoring", "\(first.text)")
        #expect(again["ticket", "ticket"] as? String == first["ticket", "ticket"] as? String)
        let cleared = try await bench.post(path, alarm.merging(["state": "cleared"]) { $1 })
        #expect(cleared["ticket", "state"] as? String == "new")
        #expect(try await bench.facts(WorkNoted.self).map(\.text) == ["监控恢复：UPS转电池供电"])
        #expect(try await bench.facts(TicketOpened.self).count == 1)
        #expect(try await bench.post(path, alarm, as: .reporter).status == 403)
    }

    @Test func `after seventy-two hours a reopening leads to a new ticket that names the old`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault(["kind": "consulting"])
        for verb in ["accept", "start"] { try await bench.act(ticket, verb) }
        try await bench.act(ticket, "resolve", ["result": "已解答"])
        try await bench.act(ticket, "close", as: .lead)
        bench.clock.advance(to: time("2026-02-17 15:51"))
        let refused = await bench.submit("/tickets/\(ticket)/reopen", [("reason", "又不会了")], as: .lead)
        #expect(refused.status == 422)
        #expect(refused.text.contains("/tickets/new?site=XZ&amp;reopens=\(ticket)"))
        let again = await bench.submit(
            "/tickets/new", [("site", "XZ"), ("title", "再问一次"), ("reopens", ticket)], as: .lead)
        #expect(again.status == 303)
        #expect(try await bench.facts(TicketOpened.self).map(\.reopens) == [nil, TicketID(ticket)])
    }

    @Test func `an item the ledger names elsewhere is linked unverified`() async throws {
        let bench = try Bench()
        try await bench.say(.assets, ItemRegistered.led)
        let known = try await bench.openFault(["item": "XZ-LED1"])
        let foreign = try await bench.openFault(["item": "XZ-LED1", "site": "NZ"], as: .centre)
        #expect(await bench.get("/api/tickets/v1/tickets/\(known)")["ticket", "itemName"] as? String == "指挥中心LED大屏")
        let unverified = await bench.get("/api/tickets/v1/tickets/\(foreign)", as: .centre)["unverified"]
        #expect(unverified as? [String] == ["item"])
    }

    @Test func `the engineer on the roster gets the ticket, else who fills a post`() async throws {
        let bench = try Bench()
        let day = try #require(Day("2026-02-13"))
        try await bench.say(
            .assessments, PostFilled(post: PostID("XZ-1"), site: .xz, account: AccountID("xz-1"), name: "王磊", from: day)
        )
        _ = try await bench.openFault()
        try await bench.say(
            .assessments,
            DutyAgreed(
                site: .xz, day: day, shift: .day, post: PostID("XZ-2"), account: AccountID("xz-2"), phoneMasked: nil,
                agreedBySite: AccountID("lead"), agreedBySupplier: AccountID("pm")))
        _ = try await bench.openFault()
        #expect(try await bench.facts(TicketOpened.self).map(\.duty) == [AccountID("xz-1"), AccountID("xz-2")])
    }

    @Test func `a calendar that comes later computes the due times that waited`() async throws {
        let bench = try Bench()
        _ = try await bench.openFault(["impact": "single", "urgency": "medium"])
        #expect(try await bench.facts(TicketOpened.self).first?.targets.last?.due == .unknown(year: 2026))
        try await bench.say(.office, CalendarPublished.cn, site: nil)
        try await bench.pass(to: "2026-02-13 15:51")
        try await bench.pass(to: "2026-02-13 15:52")
        let recomputed = try await bench.facts(TargetsRecomputed.self)
        #expect(recomputed.map(\.calendarVersion) == [1])
        #expect(recomputed.first?.targets.first { $0.kind == .resolve }?.due == .at(time("2026-02-14 15:50")))
    }

    @Test func `a silent resolved ticket closes after three working days`() async throws {
        let bench = try Bench()
        try await bench.say(.office, CalendarPublished.cn, site: nil)
        let ticket = try await bench.openFault()
        for verb in ["accept", "arrive", "start"] { try await bench.act(ticket, verb) }
        try await bench.act(ticket, "note", ["text": "重启"])
        try await bench.act(ticket, "report", ["kind": "first", "to": "管委会", "text": "初报"])
        try await bench.act(
            ticket, "resolve", ["causeCategory": "software", "causeText": "死机", "result": "正常"])
        try await bench.pass(to: "2026-02-25 15:49")
        #expect(try await bench.facts(TicketClosed.self).isEmpty)
        try await bench.pass(to: "2026-02-26 15:50")
        #expect(try await bench.facts(TicketClosed.self).map(\.auto) == [true])
    }
}

extension ItemRegistered {
    static var led: ItemRegistered {
        ItemRegistered(
            item: ItemID("XZ-LED1"), site: .xz, name: "指挥中心LED大屏", category: ItemCategory(rawValue: "LED"), unit: "块",
            label: "7K3M9QXT", state: ItemState(rawValue: "in-use"))
    }
}

extension CalendarPublished {
    /// February 2026 with its holidays and the make-up saturday.
    static var cn: CalendarPublished {
        let spans = ["09:00-12:00", "13:00-18:00"]
        return CalendarPublished(
            calendar: CalendarID("CN"), version: 1, timezone: "Asia/Shanghai",
            week: ["mon": spans, "tue": spans, "wed": spans, "thu": spans, "fri": spans],
            closed: (15...23).compactMap { Day("2026-02-\($0)") }, closedEveryYear: [],
            open: ["2026-02-14", "2026-02-28"].compactMap { Day($0) }, openAs: "mon", years: [2026], statutory: [])
    }
}
