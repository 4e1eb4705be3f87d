import NotifyDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 规则: who gets what, and how.
struct RuleListPage: Sendable {
    let desk: NotifyDesk

    func show(_ request: Request) async throws -> Response {
        let (rules, names) = try await desk.store.read { db in
            (
                try db.rules(after: nil, limit: 199),
                Dictionary(try db.channels().map { ($0.channel, $0.name) }) { first, _ in first }
            )
        }
        let page = OpsConsole.Page(
            PageHead("规则", section: "消息"), service: .notify, viewer: try Viewer(request, desk.forms),
            path: NotifyPages.rules
        ) {
            Tabs("消息", NotifyPages.tabs, current: NotifyPages.rules)
            DataTable(
                "规则", [.title("消息"), .text("等级"), .text("通道"), .text("站区"), .text("接收人")],
                rules.map { rule in
                    TableRow(
                        rule.notice.zh,
                        [
                            HTML(rule.minimumPriority.map { "\($0.zh)及以上" } ?? "全部"),
                            HTML(names[rule.channel] ?? Self.unconfigured(rule.channel)),
                            HTML(rule.sites.isEmpty ? "全部" : rule.sites.map(\.shortNameZH).joined(separator: "、")),
                            HTML(rule.audience.isEmpty ? "通道的固定收件人" : rule.audience.map(\.zh).joined(separator: "、")),
                        ])
                }, empty: .empty("没有规则，不会发出消息。"))
        }
        return page.response(to: request)
    }

    /// A channel has no name before it is configured; those our own rules lead to are known without.
    private static func unconfigured(_ channel: ChannelID) -> String {
        let name = [NotifyStartUp.wecom: NotifyStartUp.wecomName, NotifyStartUp.mail: NotifyStartUp.mailName][channel]
        return "\(name ?? channel.rawValue)（没有配置）"
    }
}
