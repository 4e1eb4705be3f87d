import NotifyDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 发送记录: every message, newest first; 死信 is the same list of those given up.
struct DeliveryListPage: Sendable {
    let desk: NotifyDesk

    func show(_ request: Request) async throws -> Response {
        try await show(request, try request.deliveryFilter(), at: Paths.deliveries, "发送记录")
    }

    func showDead(_ request: Request) async throws -> Response {
        var filter = try request.deliveryFilter()
        filter.status = .dead
        return try await show(request, filter, at: NotifyPages.dead, "死信")
    }

    private func show(
        _ request: Request, _ filter: DeliveryFilter, at path: String, _ title: String
    ) async throws -> Response {
        let now = desk.clock.now()
        let cursor = try request.cursor(DeliveryCursor.self)
        let found = try await desk.deliveries(filter, after: cursor, limit: 50)
        let names = try await desk.store.read { db in
            Dictionary(try db.channels().map { ($0.channel, $0.name) }) { first, _ in first }
        }
        let isDead = path == NotifyPages.dead
        let empty: StateNote =
            isDead
            ? .empty("没有死信。") : .empty(filter == DeliveryFilter(allowed: filter.allowed) ? "还没有消息。" : "没有符合条件的消息。")
        let page = OpsConsole.Page(
            PageHead(title, section: "消息"), service: .notify, viewer: try Viewer(request, desk.forms), path: path
        ) {
            Tabs("消息", NotifyPages.tabs, current: path)
            if !isDead { filters(filter, names) }
            DataTable(
                title, [.text("编号"), .title("消息"), .bare("状态"), .text("通道"), .text("站区"), .text("时间")],
                found.rows.map { row in
                    TableRow(
                        row.number, path: Paths.delivery(row.delivery), urgency: row.status == .dead ? .late : .none,
                        [
                            HTML(row.kind.zh), Chip(row.status).html,
                            HTML(names[row.channel] ?? row.channel.rawValue),
                            row.site.map { HTML($0.shortNameZH) } ?? Format.noneHTML,
                            Format.time(row.createdAt, now: now),
                        ])
                }, empty: empty)
            Paging(
                first: cursor == nil ? nil : address(path, filter, nil),
                next: found.next.map { address(path, filter, $0) })
        }
        return page.response(to: request)
    }

    private func filters(_ filter: DeliveryFilter, _ names: [ChannelID: String]) -> Filters {
        let states = [Choice("", "全部状态")] + DeliveryStatus.allCases.map { Choice($0.rawValue, $0.zh) }
        let channels =
            [Choice("", "全部通道")]
            + names.sorted { $0.key < $1.key }.map { Choice($0.key.rawValue, $0.value) }
        return Filters(
            Paths.deliveries,
            [
                Field.select("status", "状态", states, chosen: filter.status?.rawValue, optional: true),
                Field.select("channel", "通道", channels, chosen: filter.channel?.rawValue, optional: true),
            ])
    }

    private func address(_ path: String, _ filter: DeliveryFilter, _ cursor: String?) -> String {
        var pairs: [(String, String)] = []
        if path != NotifyPages.dead, let status = filter.status { pairs.append(("status", status.rawValue)) }
        if let channel = filter.channel { pairs.append(("channel", channel.rawValue)) }
        if let site = filter.site { pairs.append(("site", site.rawValue)) }
        if let cursor { pairs.append(("cursor", cursor)) }
        return pairs.isEmpty ? path : path + "?" + OpsServer.Fields(pairs).encoded
    }
}
