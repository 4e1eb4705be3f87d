import NotifyDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 通道: how each fares, and what an administrator does with it.
struct ChannelListPage: Sendable {
    let desk: NotifyDesk

    func show(_ request: Request) async throws -> Response {
        let now = desk.clock.now()
        let views = try await desk.store.read { db in try db.channels().map { try ChannelView($0, db, at: now) } }
        let isAdmin = request.identity?.has([.admin]) == true
        let head = PageHead(
            "通道", section: "消息", actions: isAdmin ? [.open("新建通道", NotifyPages.newChannel)] : [])
        let page = OpsConsole.Page(
            head, service: .notify, viewer: try Viewer(request, desk.forms), path: NotifyPages.channels
        ) {
            Tabs("消息", NotifyPages.tabs, current: NotifyPages.channels)
            if views.isEmpty { StateNote.empty("还没有通道，消息发不出去。") }
            for view in views {
                Card(view.name) {
                    Layout.cluster { HTML([Chip(view).html, span(.class("ink2")) { view.kind.zh }]) }
                    FactList(facts(view, now))
                    if isAdmin { ActionBar(actions(request, view)) }
                }
            }
        }
        return page.response(to: request)
    }

    private func facts(_ view: ChannelView, _ now: Timestamp) -> [(String, HTML)] {
        let sites = view.sites.isEmpty ? "全部" : view.sites.map(\.shortNameZH).joined(separator: "、")
        var facts: [(String, HTML)] = [
            ("地址", Format.orNone(view.address)), ("站区", HTML(sites)),
            ("免打扰", HTML(view.quiet.map { "\($0.from)至\($0.to)，一级、二级照发" } ?? "无")),
            ("等待发送", HTML(view.waiting >= 1_000 ? "1000条以上" : "\(view.waiting)条")),
            ("最近送达", view.deliveredAt.map { Format.time($0, now: now) } ?? Format.noneHTML),
        ]
        if let reason = view.disabled { facts.append(("停用原因", HTML(reason))) }
        if let failure = view.failure, let at = view.failedAt {
            facts.append(("最近失败", HTML([Format.time(at, now: now), " ", HTML(failure)])))
        }
        if view.breaker == .open, let until = view.openUntil {
            facts.append(("暂停至", HTML([Format.time(until, now: now), HTML("，连续失败\(view.failures)次")])))
        }
        return facts
    }

    private func actions(_ request: Request, _ view: ChannelView) -> [Action] {
        let configure = Action.open("修改", NotifyPages.channel(view.channel, "configure"))
        guard view.disabled == nil else {
            let keys = FormKeys(request, desk.forms, version: view.version)
            return [.post("启用", NotifyPages.channel(view.channel, "enable"), keys), configure]
        }
        return [
            .post("发测试消息", NotifyPages.channel(view.channel, "test"), FormKeys(request, desk.forms)), configure,
            .open("停用", NotifyPages.channel(view.channel, "disable"), grave: true),
        ]
    }

    func test(_ request: Request) async throws -> Response {
        try await desk.test(request, try request.parameter("channel")) { id, _ in
            .redirect303(to: Paths.delivery(id))
        }
    }

    func enable(_ request: Request) async throws -> Response {
        try await desk.enable(request, try request.parameter("channel")) { _, _ in
            .redirect303(to: NotifyPages.channels)
        }
    }

    func askDisable(_ request: Request) async throws -> Response {
        try await disablePage(request, reason: "", errors: []).response(to: request)
    }

    func disable(_ request: Request) async throws -> Response {
        let id = try request.parameter("channel", as: ChannelID.self)
        let reason = try request.form().text("reason") ?? ""
        return try await submitting {
            try await desk.disable(request, id, reason: reason) { _, _ in .redirect303(to: NotifyPages.channels) }
        } refused: { errors in
            try await disablePage(request, reason: reason, errors: errors).response(to: request, status: 422)
        }
    }

    private func disablePage(
        _ request: Request, reason: String, errors: [FieldError]
    ) async throws -> OpsConsole.Page {
        let id = try request.parameter("channel", as: ChannelID.self)
        guard let row = try await desk.store.read({ try $0.channel(id) }) else { throw Problem.notFound }
        let path = NotifyPages.channel(id, "disable")
        let back = NamedLink("返回", NotifyPages.channels)
        return OpsConsole.Page(
            PageHead("停用", bar: row.name, section: "通道", back: back), service: .notify,
            viewer: try Viewer(request, desk.forms), path: path, failed: !errors.isEmpty
        ) {
            Card { FactList([("通道", HTML(row.name)), ("结果", HTML("不再发送；等待的消息留到启用，过期作废"))]) }
            CommandForm(
                path, FormKeys(request, desk.forms, version: row.version), verb: "停用", back: back, errors: errors,
                grave: true
            ) {
                Field.area("reason", "原因", reason, rows: 2, error: errors["reason"], max: 200)
            }
        }
    }
}
