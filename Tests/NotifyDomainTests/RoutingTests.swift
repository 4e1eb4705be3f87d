import NotifyDomain
import OpsContracts
import OpsDomain
import Testing

private let now = Timestamp(1_770_969_600_000)
private let group = ChannelConfigured(channel: ChannelID("xz-group"), kind: .wecom, name: "西站运维群", sites: [.xz])

@Suite struct ChannelTests {
    private enum Stage: CaseIterable { case none, enabled, disabled }

    private func channel(_ stage: Stage) -> Channel? {
        switch stage {
        case .none: nil
        case .enabled: Channel.fold(nil, [.configured(group)])
        case .disabled:
            Channel.fold(
                nil, [.configured(group), .disabled(ChannelDisabled(channel: group.channel, reason: "93000"))])
        }
    }

    @Test func `every command has its answer in every state`() throws {
        let table: [(Stage, ChannelCommand, Int?)] = [
            (.none, .configure(group, newSecret: true), 1), (.none, .configure(group, newSecret: false), nil),
            (.none, .enable, nil), (.none, .disable(reason: "x"), nil),
            (.enabled, .configure(group, newSecret: true), 1), (.enabled, .configure(group, newSecret: false), 0),
            (.enabled, .enable, 0), (.enabled, .disable(reason: "x"), 1),
            (.disabled, .configure(group, newSecret: true), 1), (.disabled, .configure(group, newSecret: false), 0),
            (.disabled, .enable, 1), (.disabled, .disable(reason: "x"), 0),
        ]
        for (stage, command, facts) in table {
            #expect((try? Channel.decide(command, channel(stage), at: now))?.count == facts, "\(stage) \(command)")
        }
    }

    @Test func `a channel that was disabled stays so when its name is put right`() {
        var renamed = group
        renamed.name = "西站群"
        #expect(Channel.fold(channel(.disabled), [.configured(renamed)])?.disabled == "93000")
    }

    @Test func `a channel keeps its kind, and a disabling its reason`() {
        var mail = group
        mail.kind = .smtp
        #expect(throws: Rejection.self) {
            try Channel.decide(.configure(mail, newSecret: true), channel(.enabled), at: now)
        }
        #expect(throws: Rejection.self) { try Channel.decide(.disable(reason: ""), channel(.enabled), at: now) }
    }
}

@Suite struct RoutingTests {
    private func rule(_ minimum: Priority?, _ sites: [SiteCode]) -> NotifyRulePublished {
        NotifyRulePublished(
            rule: NotifyRuleID("r"), notice: .ticketOpened, minimumPriority: minimum, channel: group.channel,
            sites: sites, audience: [.dutyEngineer])
    }

    @Test(
        arguments: [
            (nil, [], Priority.p4, SiteCode.xz, true), (.p2, [], .p1, .xz, true), (.p2, [], .p2, .xz, true),
            (.p2, [], .p3, .xz, false), (nil, [.xz], .p4, .xz, true), (nil, [.xz], .p4, .nz, false),
            (nil, [.xz], .p4, nil, true), (.p2, [], nil, .xz, true),
        ] as [(Priority?, [SiteCode], Priority?, SiteCode?, Bool)])
    func `a rule takes its sites and what is urgent enough`(
        minimum: Priority?, sites: [SiteCode], priority: Priority?, site: SiteCode?, wanted: Bool
    ) {
        #expect(rule(minimum, sites).wants(.ticketOpened, priority, at: site) == wanted)
        #expect(!rule(minimum, sites).wants(.ticketClosed, priority, at: site))
    }

    @Test func `a withdrawn rule may be published again`() throws {
        let published = NotifyRule.fold(nil, try NotifyRule.decide(.publish(rule(nil, [])), nil, at: now))
        #expect(try NotifyRule.decide(.publish(rule(nil, [])), published, at: now) == [])
        let withdrawn = NotifyRule.fold(published, try NotifyRule.decide(.withdraw, published, at: now))
        #expect(try NotifyRule.decide(.withdraw, withdrawn, at: now) == [])
        #expect(try NotifyRule.decide(.publish(rule(nil, [])), withdrawn, at: now).count == 1)
    }

    @Test func `a rule of unknown words is refused`() {
        for spoil in [
            { $0.notice = NoticeKind(rawValue: "x") }, { $0.audience = [Audience(rawValue: "x")] },
            { $0.minimumPriority = Priority(rawValue: "x") },
        ] as [(inout NotifyRulePublished) -> Void] {
            var bad = rule(nil, [])
            spoil(&bad)
            #expect(throws: Rejection.self) { try NotifyRule.decide(.publish(bad), nil, at: now) }
        }
    }
}
