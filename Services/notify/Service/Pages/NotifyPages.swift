import NotifyDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsServer

/// `/notify/…`: what was sent, what was not, channels and rules for people.
struct NotifyPages: Sendable {
    let desk: NotifyDesk

    static let dead = "/notify/dead"
    static let channels = "/notify/channels"
    static let newChannel = "/notify/channels/new"
    static let rules = "/notify/rules"
    static func channel(_ id: ChannelID, _ verb: String) -> String { "/notify/channels/\(id)/\(verb)" }

    static let tabs = [
        NamedLink("发送记录", Paths.deliveries), NamedLink("死信", dead), NamedLink("通道", channels),
        NamedLink("规则", rules),
    ]

    var all: [Route] { deliveries + channels }

    private var deliveries: [Route] {
        let (list, page) = (DeliveryListPage(desk: desk), DeliveryPage(desk: desk))
        let (readers, keepers) = (NotifyDesk.readers, NotifyDesk.keepers)
        return [
            Route(.get, Paths.deliveries, readers) { try await list.show($0) },
            Route(.get, Self.dead, readers) { try await list.showDead($0) },
            Route(.get, "/notify/deliveries/{delivery}", readers) { try await page.show($0) },
            Route(.post, "/notify/deliveries/{delivery}/retry", keepers, needsKey: true) { try await page.retry($0) },
            Route(.get, "/notify/deliveries/{delivery}/discard", keepers) { try await page.askDiscard($0) },
            Route(.post, "/notify/deliveries/{delivery}/discard", keepers, needsKey: true) {
                try await page.discard($0)
            },
            Route(.get, Self.rules, readers) { try await RuleListPage(desk: desk).show($0) },
        ]
    }

    private var channels: [Route] {
        let (list, form) = (ChannelListPage(desk: desk), ChannelForm(desk: desk))
        let admins = NotifyDesk.admins
        return [
            Route(.get, Self.channels, NotifyDesk.readers) { try await list.show($0) },
            Route(.get, Self.newChannel, admins) { try await form.showNew($0) },
            Route(.post, Self.newChannel, admins, needsKey: true) { try await form.submitNew($0) },
            Route(.get, "/notify/channels/{channel}/configure", admins) { try await form.show($0) },
            Route(.post, "/notify/channels/{channel}/configure", admins, needsKey: true) { try await form.submit($0) },
            Route(.post, "/notify/channels/{channel}/test", admins, needsKey: true) { try await list.test($0) },
            Route(.post, "/notify/channels/{channel}/enable", admins, needsKey: true) { try await list.enable($0) },
            Route(.get, "/notify/channels/{channel}/disable", admins) { try await list.askDisable($0) },
            Route(.post, "/notify/channels/{channel}/disable", admins, needsKey: true) {
                try await list.disable($0)
            },
        ]
    }
}

extension Chip {
    init(_ status: DeliveryStatus) {
        let shape: ChipState =
            switch status {
            case .pending: .queued
            case .sending: .sending
            case .delivered: .delivered
            case .retrying: .retrying
            case .expired: ChipState(.void, status.zh)
            case .dead: .dead
            case .digest: ChipState(.handed, status.zh)
            case .discarded: .discarded
            }
        self.init(shape)
    }

    init(_ channel: ChannelView) {
        if channel.disabled != nil {
            self.init(ChipState(.void, "停用"))
        } else if channel.address == nil {
            self.init(ChipState(.waiting, "没有地址"))
        } else if channel.breaker == .open {
            self.init(ChipState(.late, "暂停发送"))
        } else if channel.pausedUntil != nil {
            self.init(ChipState(.waiting, "限速等待"))
        } else {
            self.init(ChipState(.done, "正常"))
        }
    }
}
