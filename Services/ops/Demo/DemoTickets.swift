import OpsContracts
import OpsDomain
import OpsServer

/// A ticket on its way through the play.
struct DemoJob: Sendable {
    enum Asked: Sendable {
        case lead
        case account(String)
        /// By the public form: its own page, with the secret.
        case stranger(String)
    }

    var id: String
    var site: SiteCode
    var engineer: String
    var priority: Priority
    var story: DemoStory
    var asked: Asked
    /// The level is a guess until the site sets it.
    var needsLevel = false
    var due: [TargetKind: Timestamp] = [:]
    var hasBeenReopened = false

    var path: String { "/api/tickets/v1/tickets/\(id)" }
}

/// What the API answers to every command of a ticket.
struct DemoTicket: Decodable, Sendable {
    struct Row: Decodable, Sendable {
        var ticket: String
        var priority: Priority
        var state: String
        var engineer: String?
        var item: ItemID?
    }
    struct Target: Decodable, Sendable {
        var kind: TargetKind
        var due: DueTime
    }
    var ticket: Row
    var targets: [Target]
    var unverified: [String]

    var due: [TargetKind: Timestamp] {
        var times: [TargetKind: Timestamp] = [:]
        for target in targets { times[target.kind] = target.due.time }
        return times
    }
}

/// Where tickets come from.
extension DemoPlay {
    /// Tickets a thousand working days, by site: the larger the station, the more.
    private static func rate(_ site: SiteCode) -> Int {
        switch site {
        case .xz: 1_500
        case .jg: 1_200
        case .bjz, .nz, .bz: 900
        case .qh, .cg: 550
        default: 450
        }
    }

    func planTickets(at site: SiteCode, on day: Day, _ isWorking: Bool) {
        let rate = isWorking ? Self.rate(site) : Self.rate(site) / 9
        let count = rate / 1_000 + (chance.happens(rate % 1_000) ? 1 : 0)
        for _ in 0..<count {
            let moment = at(day, isWorking ? 8 : 7, 20) + chance.minutes(isWorking ? 0...570 : 0...900)
            agenda.plan(moment) { try await $0.somethingHappens(at: site, isWorking) }
        }
        for (index, story) in DemoStory.majors.enumerated() where day == plan.from.day.adding(days: 16 + index * 27) {
            let place = [SiteCode.ft, .xz, .cg][index % 3]
            if place == site { agenda.plan(at(day, 10, 12)) { _ = try await $0.open(story, at: site) } }
        }
    }

    /// A fault or a wish; at weekends only what cannot wait.
    private func somethingHappens(at site: SiteCode, _ isWorking: Bool) async throws {
        let isFault = !isWorking || chance.happens(640)
        let item = faultyItem(at: site)
        let faults = item.map { DemoStory.faults(of: $0.category) } ?? []
        let wish = DemoStory.requests[chance.number(0...DemoStory.requests.count - 1)]
        let story = isFault ? chance.pick(faults, else: wish) : wish
        _ = try await open(story, at: site, item: isFault || story.kind == .change ? item : nil)
    }

    private func faultyItem(at site: SiteCode) -> DemoItem? {
        let list = (items[site] ?? []).filter { !DemoStory.faults(of: $0.category).isEmpty && $0.state == .inUse }
        return list.isEmpty ? nil : list[chance.number(0...list.count - 1)]
    }

    /// Reports a story the way it would come in, and plans how it goes on.
    func open(_ story: DemoStory, at site: SiteCode, item: DemoItem? = nil, isLed: Bool = true) async throws -> DemoJob
    {
        var story = story
        story.title = story.title.replacing("#", with: item?.shortName ?? "")
        let dice = chance.number(0...999)
        var job: DemoJob
        if isLed, story.kind == .incident, story.priorityCase == nil, dice < 240 {
            job = try await openByForm(story, site, item)
        } else if isLed, [.network, .cctv, .server, .platform].contains(item?.category), dice < 420 {
            job = try await openByAlarm(story, site, item)
        } else {
            let asked = site == .xz && dice < 600 ? "reporter" : dice < 820 ? Self.lead(site) : engineer(site)
            job = try await openByStaff(story, site, item, asked)
        }
        if isLed { try planAcceptance(job) }
        return job
    }

    private func openByStaff(
        _ story: DemoStory, _ site: SiteCode, _ item: DemoItem?, _ account: String
    ) async throws -> DemoJob {
        var body: [String: JSONValue] = [
            "site": .text(site.rawValue), "kind": .text(story.kind.rawValue), "title": .text(story.title),
            "description": .text(story.description), "impact": .text(story.impact.rawValue),
            "urgency": .text(story.urgency.rawValue), "source": account.hasSuffix("-lead") ? "web" : "phone",
        ]
        body["item"] = item.map { .text($0.item.rawValue) }
        body["priorityCase"] = story.priorityCase.map { .text($0) }
        if story.kind == .meetingSupport {
            body["wantedBy"] = .number(Int(try calendar.add(5 * 3_600_000, to: now).rawValue))
        }
        let answer = try ContractCoding.decode(
            DemoTicket.self, from: try await desk.post(account, "/api/tickets/v1/tickets", .object(body)))
        return job(answer, story, site, account == "reporter" ? .account(account) : .lead)
    }

    /// Somebody who passes by scans the label.
    private func openByForm(_ story: DemoStory, _ site: SiteCode, _ item: DemoItem?) async throws -> DemoJob {
        var form = [
            ("site", site.rawValue), ("title", story.title), ("description", story.description),
            ("contactName", chance.pick(["王女士", "李师傅", "赵同志", "值班员"], else: "值班员")),
        ]
        if let item { form.append(("item", item.item.rawValue)) }
        if story.urgency == .high { form.append(("urgent", "on")) }
        let page = try await desk.submit("/tickets/report", form)
        let text = try await desk.page(page)
        guard let match = text.firstMatch(of: /[A-Z]{2,3}-\d{8}-\d{4}/) else {
            throw CommandFailure("the reporter's page names no ticket")
        }
        let answer = try await desk.get(
            Self.lead(site), "/api/tickets/v1/tickets/\(match.output)", DemoTicket.self)
        return job(answer, story, site, .stranger(String(page.dropFirst("/tickets/s/".count))))
    }

    private func openByAlarm(_ story: DemoStory, _ site: SiteCode, _ item: DemoItem?) async throws -> DemoJob {
        let key = "\(item?.item.rawValue ?? site.rawValue)-\(chance.number(1...9_999))"
        let answer = try ContractCoding.decode(
            DemoTicket.self,
            from: try await desk.post(
                "supplier", "/api/tickets/v1/alarms",
                [
                    "site": .text(site.rawValue), "key": .text(key), "state": "firing", "title": .text(story.title),
                    "description": .text("监控告警：\(story.description)"),
                    "item": .text(item?.item.rawValue ?? ""), "impact": .text(story.impact.rawValue),
                    "urgency": .text(story.urgency.rawValue),
                ]))
        return job(answer, story, site, .lead)
    }

    /// A finding that is a fault has become a ticket by itself.
    func adopt(ticket: String, _ story: DemoStory, at site: SiteCode) async throws {
        let answer = try await desk.get(Self.lead(site), "/api/tickets/v1/tickets/\(ticket)", DemoTicket.self)
        try planAcceptance(job(answer, story, site, .lead))
    }

    private func job(_ answer: DemoTicket, _ story: DemoStory, _ site: SiteCode, _ asked: DemoJob.Asked) -> DemoJob {
        let known = answer.ticket.engineer.flatMap { Self.team(site).contains($0) ? $0 : nil }
        return DemoJob(
            id: answer.ticket.ticket, site: site, engineer: known ?? engineer(site), priority: answer.ticket.priority,
            story: story, asked: asked, needsLevel: answer.unverified.contains("priority"), due: answer.due)
    }
}
