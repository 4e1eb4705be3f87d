import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// `/tickets/s/<secret>`: who comes and when; add words, confirm, say it is not over.
struct ReporterPage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard

    func show(_ request: Request) async throws -> Response {
        try await page(request, []).response(to: request)
    }

    func submit(_ verb: TicketVerb) -> Route.Perform {
        { request in
            let secret = try request.parameter("secret")
            guard try await desk.store.read({ try ReporterContact.ticket(of: secret, $0) }) != nil else {
                throw Problem.notFound
            }
            let (input, refusal) = try await desk.input(request)
            return try await submitting(unless: refusal) {
                try await desk.answerReporter(request, verb, secret: secret, input) {
                    .redirect303(to: "/tickets/s/\(secret)")
                }
            } refused: { status, errors in
                try await page(request, errors, input.fields).response(to: request, status: status)
            }
        }
    }

    private func page(
        _ request: Request, _ errors: [FieldError], _ values: Fields = Fields()
    ) async throws -> Page {
        let secret = try request.parameter("secret")
        let now = desk.clock.now()
        let (file, engineer) = try await desk.store.read { db in
            guard let id = try ReporterContact.ticket(of: secret, db), let file = try TicketFile.read(id, db) else {
                throw Problem.notFound
            }
            return (file, try file.row.engineer.flatMap { try db.names(of: [$0])[$0] })
        }
        let ended = [TicketStatus.Stage.resolved, .awaitingConfirmation].contains(file.row.state)
        return Page(PageHead("我的报修"), service: .tickets, viewer: nil, failed: !errors.isEmpty) {
            div(.class("stack f4")) {
                Card {
                    p { strong { Self.words(file.row.state) } }
                    FactList(about(file, engineer, now))
                }
                ErrorSummary(errors)
                if ended { answer(request, secret) }
                if TicketVerb.note.isPossible(in: file.row.state) { addition(request, secret, values, errors) }
                if TicketVerb.reopen.isPossible(in: file.row.state) { again(request, secret) }
                Card("经过") { Timeline(story(file, secret, now), now: now) }
            }
        }
    }

    private func about(_ file: TicketFile, _ engineer: String?, _ now: Timestamp) -> [(String, HTML)] {
        var list: [(String, HTML)] = [
            ("报修单号", HTML(file.row.ticket.rawValue)), ("内容", HTML(file.row.title)),
            ("报修时间", Format.time(file.row.openedAt, now: now)),
        ]
        guard file.row.state.isOpen else { return list }
        if let engineer { list.append(("工程师", HTML(engineer))) }
        if let arrive = file.ticket.target(.arrive), arrive.outcome == .running, let time = arrive.terms.due.time,
            time > now
        {
            list.append(("预计到场", Format.deadlineTime(time, now: now)))
        }
        return list
    }

    @HTMLBuilder private func answer(_ request: Request, _ secret: String) -> HTML {
        Card("修好了吗") {
            CommandForm("/tickets/s/\(secret)/confirm", FormKeys(request, forms), verb: "确认") {
                Field.radios(
                    "rating", "满意吗", [Choice("5", "满意"), Choice("3", "一般"), Choice("1", "不满意")], chosen: "5",
                    across: true)
                Field.area("comment", "想说的话", rows: 2, optional: true, max: 1000)
            }
        }
    }

    @HTMLBuilder private func addition(
        _ request: Request, _ secret: String, _ values: Fields, _ errors: [FieldError]
    ) -> HTML {
        fold("补充情况") {
            CommandForm("/tickets/s/\(secret)/note", FormKeys(request, forms), verb: "提交", files: true) {
                Field.area("text", "补充情况", values["text"] ?? "", rows: 3, error: errors["text"], max: 2000)
                desk.photoField(request, values, errors)
            }
        }
    }

    @HTMLBuilder private func again(_ request: Request, _ secret: String) -> HTML {
        fold("还没修好") {
            CommandForm("/tickets/s/\(secret)/reopen", FormKeys(request, forms), verb: "重开") {
                Field.area("reason", "现在什么情况", rows: 2, max: 400)
            }
        }
    }

    private func story(_ file: TicketFile, _ secret: String, _ now: Timestamp) -> [Timeline.Item] {
        file.entries.reversed().compactMap { entry -> Timeline.Item? in
            switch entry.event {
            case .opened(let opened):
                Timeline.Item(.state, at: entry.at, actor: "", verb: "已收到报修") {
                    if opened.classified != true { row(opened.photos, secret, entry.at, now) }
                }
            case .accepted, .dispatched: Timeline.Item(.state, at: entry.at, actor: "", verb: "已安排工程师")
            case .arrived: Timeline.Item(.state, at: entry.at, actor: "", verb: "工程师已到场")
            case .resolved: Timeline.Item(.state, at: entry.at, actor: "", verb: "已修好")
            case .closed: Timeline.Item(.state, at: entry.at, actor: "", verb: "已结束")
            case .reopened: Timeline.Item(.state, at: entry.at, actor: "", verb: "继续处理")
            case .noted(let note) where note.isPublic:
                Timeline.Item(.open, at: entry.at, actor: entry.actor == .anonymous ? "您" : "工程师", verb: "留言") {
                    p { note.text }
                    row(note.photos, secret, entry.at, now)
                }
            default: nil
            }
        }
    }

    private func row(_ digests: [String]?, _ secret: String, _ at: Timestamp, _ now: Timestamp) -> PhotoRow {
        PhotoRow(desk.pictures(digests, secret: secret), when: Format.moment(at, now: now))
    }

    private static func words(_ stage: TicketStatus.Stage) -> String {
        switch stage {
        case .new: "已收到，正在安排"
        case .accepted, .dispatched, .reopened: "已安排工程师"
        case .arrived, .working, .secondLine: "正在处理"
        case .pending: "等待中，条件具备后继续处理"
        case .resolved, .awaitingConfirmation: "已修好，请您确认"
        case .closed: "已结束"
        case .cancelled: "已取消"
        }
    }
}
