import NotifyDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// A message: what it says, where it stands, every attempt.
struct DeliveryPage: Sendable {
    let desk: NotifyDesk

    func show(_ request: Request) async throws -> Response {
        let document = try await desk.delivery(request, try request.parameter("delivery"))
        let row = document.delivery
        let now = desk.clock.now()
        let channel = try await desk.store.read { try $0.channel(row.channel) }
        let page = OpsConsole.Page(
            head(request, document), service: .notify, viewer: try Viewer(request, desk.forms),
            path: Paths.delivery(row.delivery)
        ) {
            if let channel, let reason = channel.disabled { StateNote.notNow("通道“\(channel.name)”已停用：\(reason)") }
            Card("内容") { FactList(Self.content(document)) }
            Card("情况") { FactList(facts(row, channel, now)) }
            Card("发送") { Timeline(document.attempts.map(Self.entry), now: now) }
        }
        return page.response(to: request)
    }

    private static func content(_ document: DeliveryDocument) -> [(String, HTML)] {
        var facts: [(String, HTML)] = [("标题", HTML(document.headline))]
        if let title = document.title { facts.append(("名称", HTML(title))) }
        for line in document.lines { facts.append((line.label, HTML(line.value))) }
        facts.append(("链接", link(document.path, document.path)))
        return facts
    }

    private func head(_ request: Request, _ document: DeliveryDocument) -> PageHead {
        let row = document.delivery
        let path = Paths.delivery(row.delivery)
        var actions: [Action] = []
        if request.identity?.has([.admin, .office]) == true {
            if [.dead, .expired, .discarded, .digest].contains(row.status), row.digest == nil {
                actions.append(.post("重试", path + "/retry", FormKeys(request, desk.forms)))
            }
            if [.pending, .retrying, .dead].contains(row.status) {
                actions.append(.open("丢弃", path + "/discard", grave: true))
            }
        }
        return PageHead(
            document.headline, bar: row.number, section: "消息", back: NamedLink("发送记录", Paths.deliveries),
            actions: actions
        ) {
            Chip(row.status)
            if row.resend { span { "可能已收到一次" } }
        }
    }

    private func facts(_ row: DeliveryRow, _ channel: ChannelRow?, _ now: Timestamp) -> [(String, HTML)] {
        [
            ("通道", HTML(channel.map { "\($0.name)（\($0.kind.zh)）" } ?? row.channel.rawValue)),
            ("生成", Format.time(row.createdAt, now: now)),
            ("下次发送", row.dueAt.map { Format.time($0, now: now) } ?? Format.noneHTML),
            ("有效至", Format.time(row.notAfter, now: now)), ("说明", Format.orNone(row.note)),
            ("汇总", row.digest.map { link(Paths.delivery($0), "查看汇总") } ?? Format.noneHTML),
        ]
    }

    private static func entry(_ attempt: AttemptRow) -> Timeline.Item {
        Timeline.Item(
            .system, at: attempt.at, actor: attempt.resend ? "重发" : "第\(attempt.n)次", verb: attempt.outcome.zh
        ) {
            if let note = attempt.note { p { note } }
        }
    }

    func retry(_ request: Request) async throws -> Response {
        try await desk.retry(request, try request.parameter("delivery")) { id, _ in
            .redirect303(to: Paths.delivery(id))
        }
    }

    func askDiscard(_ request: Request) async throws -> Response {
        try await discardPage(request, reason: "", errors: []).response(to: request)
    }

    func discard(_ request: Request) async throws -> Response {
        let id = try request.parameter("delivery", as: DeliveryID.self)
        let reason = try request.form().text("reason") ?? ""
        return try await submitting {
            try await desk.discard(request, id, reason: reason) { id, _ in .redirect303(to: Paths.delivery(id)) }
        } refused: { errors in
            try await discardPage(request, reason: reason, errors: errors).response(to: request, status: 422)
        }
    }

    private func discardPage(
        _ request: Request, reason: String, errors: [FieldError]
    ) async throws -> OpsConsole.Page {
        let document = try await desk.delivery(request, try request.parameter("delivery"))
        let path = Paths.delivery(document.delivery.delivery)
        let back = NamedLink("返回", path)
        return OpsConsole.Page(
            PageHead("丢弃", bar: document.delivery.number, section: "消息", back: back), service: .notify,
            viewer: try Viewer(request, desk.forms), path: path + "/discard", failed: !errors.isEmpty
        ) {
            Card { FactList([("消息", HTML(document.headline)), ("结果", HTML("不再发送，记录保留"))]) }
            CommandForm(
                path + "/discard", FormKeys(request, desk.forms), verb: "丢弃", back: back, errors: errors, grave: true
            ) {
                Field.area("reason", "原因", reason, rows: 2, error: errors["reason"], max: 200)
            }
        }
    }
}
