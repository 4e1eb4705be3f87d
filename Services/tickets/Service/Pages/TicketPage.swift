import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// 工单: clocks, actions, what is missing, thing, parts, timeline.
struct TicketPage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard

    private struct Around: Sendable {
        var calendar: WorkCalendar?
        var item: KnownItem?
        /// Tickets of the same thing within a year, this one left out.
        var sameItem: [TicketRow]
        var unit: String?
        var names: [AccountID: String]
    }

    func show(_ request: Request) async throws -> Response {
        let id: TicketID = try request.parameter("ticket")
        let done = request.query.text("done").flatMap { TicketVerb(rawValue: $0) }
        let flash: Flash? =
            if request.query.text("done") == "open" {
                Flash("已报单")
            } else {
                done.map { Flash("已\($0.zh)") }
            }
        return try await page(request, id, flash: flash).response(to: request)
    }

    /// The page after a command was refused that has no form of its own.
    func refused(_ request: Request, _ id: TicketID, _ status: Int, _ sentence: String) async throws -> Response {
        try await page(request, id, flash: Flash(sentence, .failed)).response(to: request, status: status)
    }

    private func page(_ request: Request, _ id: TicketID, flash: Flash?) async throws -> Page {
        let identity = try request.requireIdentity()
        let file = try await desk.file(id, for: identity)
        let now = desk.clock.now()
        let around = try await desk.store.read { try self.around(file, now, $0) }
        let row = file.row
        let head = PageHead(
            row.title, bar: row.ticket.rawValue, section: "工单",
            back: identity.has([.engineer]) ? NamedLink("今日", Paths.today) : NamedLink("工单", Paths.queue),
            actions: TicketActions.actions(row, request, identity, forms)
        ) {
            PriorityMark(row.priority)
            if file.ticket.unverified.contains(.priority) { span(.class("ink2")) { "待核定" } }
            Chip(ChipState(row.state))
            span { [row.site.shortNameZH, around.unit].compactMap(\.self).joined(separator: " · ") }
            span {
                Format.time(row.openedAt, now: now)
                " \(row.source.zh)报单"
            }
        }
        return Page(
            head, service: .tickets, viewer: try Viewer(request, forms), path: Paths.ticket(id), flash: flash,
            live: "/tickets/live?ticket=\(id)"
        ) {
            Layout.withSide {
                div(.class("stack")) {
                    if !identity.isOnlyReporter { clocks(file, around, now) }
                    composer(file, request, identity)
                    story(file, around, identity, now)
                }
                facts(file, around, identity, now)
            }
        }
    }

    private func around(_ file: TicketFile, _ now: Timestamp, _ db: ReadDatabase) throws -> Around {
        let people =
            file.entries.compactMap(\.actor.account) + file.entries.compactMap(\.event.engineer)
            + [file.row.engineer].compactMap(\.self)
        let year: Int64 = 365 * 86_400_000
        return Around(
            calendar: try desk.book.calendar(for: file.row.site, db)?.calendar,
            item: try file.row.item.flatMap { try KnownItem.find($0, db) },
            sameItem: try file.row.item.map {
                try TicketRow.ofItem($0, since: now + -year, limit: 20, db).filter { $0.ticket != file.row.ticket }
            } ?? [], unit: try file.row.unit.flatMap { try UnitReplica.name(of: $0, db) },
            names: try db.names(of: people))
    }

    @HTMLBuilder private func composer(_ file: TicketFile, _ request: Request, _ identity: Identity) -> HTML {
        if identity.has(TicketRights.roles(.note)), TicketVerb.note.isPossible(in: file.row.state) {
            CommandForm(
                Paths.ticket(file.row.ticket, "note"), FormKeys(request, forms), verb: "提交",
                draft: "note-\(file.row.ticket)", files: true
            ) {
                if identity.isOnlyReporter {
                    // What they add themselves they can read again.
                    input(.type("hidden"), .name("isPublic"), .value("on"))
                    Field.area("text", "补充说明", rows: 2, max: 4000)
                } else {
                    Field.area("text", "写处理记录", rows: 2, max: 4000)
                    Field.radios(
                        "isPublic", "谁能看到", [Choice("", "内部"), Choice("on", "公开", hint: "报修人可见")], chosen: "",
                        across: true)
                    if file.ticket.target(.workaround)?.outcome == .running {
                        Field.checks("isWorkaround", "临时恢复", [Choice("on", "已临时恢复使用")], optional: true)
                    }
                }
                desk.photoField(request)
            }
        }
    }

    private func clocks(_ file: TicketFile, _ around: Around, _ now: Timestamp) -> HTML {
        Card("时限", part: "clocks") {
            div(.class("stack tight")) { ClockView(ticket: file.ticket, calendar: around.calendar, now: now).all }
        }.html
    }

    private func story(_ file: TicketFile, _ around: Around, _ identity: Identity, _ now: Timestamp) -> HTML {
        Card("记录", part: "story") { Timeline(items(file, around, identity, now), now: now) }.html
    }

    private func items(
        _ file: TicketFile, _ around: Around, _ identity: Identity, _ now: Timestamp
    ) -> [Timeline.Item] {
        file.entries.reversed().map { TimelineEntry($0, names: around.names) }
            .filter { !identity.isOnlyReporter || $0.kind == .status || $0.kind == .public }
            .prefix(30)
            .map { entry in
                Timeline.Item(Self.kind(entry.kind), at: entry.at, actor: actor(entry.actor, around), verb: entry.what)
                {
                    if let text = entry.text { p { text } }
                    PhotoRow(desk.pictures(entry.photos), when: Format.moment(entry.at, now: now))
                }
            }
    }

    private func actor(_ actor: Actor, _ around: Around) -> String {
        guard let account = actor.account else { return actor == .anonymous ? "报修人" : "系统" }
        return around.names[account] ?? account.rawValue
    }

    private static func kind(_ kind: TimelineEntry.Kind) -> Timeline.Kind {
        switch kind {
        case .status: .state
        case .work: .work
        case .public: .open
        case .internal: .internal
        case .system: .system
        }
    }

    private func facts(
        _ file: TicketFile, _ around: Around, _ identity: Identity, _ now: Timestamp
    ) -> HTML {
        div(.class("stack"), .data("part", "facts")) { cards(file, around, identity, now) }
    }

    @HTMLBuilder private func cards(
        _ file: TicketFile, _ around: Around, _ identity: Identity, _ now: Timestamp
    ) -> HTML {
        let missing = CloseGuard.missing(file.ticket)
        if !identity.isOnlyReporter, !missing.isEmpty, file.row.state != .closed, file.row.state != .cancelled {
            Card("关闭前还缺") { p { missing.map(\.zh).joined(separator: " · ") } }
        }
        Card("情况") { FactList(situation(file, around, identity)) }
        if let resolution = file.ticket.resolution {
            Card("处理结果") {
                FactList([
                    ("原因", Format.orNone(resolution.cause.map { "\($0.category.zh)：\($0.text)" })),
                    ("结果", HTML(resolution.result)),
                ])
            }
        }
        Card("部件") {
            if file.parts.isEmpty { p(.class("ink2")) { "还没有更换记录。" } }
            file.parts.map { part in
                FactList([
                    (part.part, HTML(part.model)), ("新序列号", HTML(part.newSerial)),
                    ("旧序列号", Format.orNone(part.oldSerial)),
                ]).html
            }
        }
        p { link(Paths.ticket(file.row.ticket) + "/print", "维修单") }
    }

    private func situation(_ file: TicketFile, _ around: Around, _ identity: Identity) -> [(
        String, HTML
    )] {
        let row = file.row
        var list: [(String, HTML)] = [("种类", HTML(row.kind.zh)), ("描述", Format.orNone(file.opened.description))]
        if let item = row.item {
            let again = around.sameItem.isEmpty ? "" : " · 一年另有\(around.sameItem.count)单"
            list.append(
                (
                    "设备",
                    HTML {
                        [
                            link(Paths.item(item), "\(item) \(around.item?.name ?? row.itemName ?? "")"),
                            HTML(again),
                        ]
                    }
                ))
            if let place = around.item?.place { list.append(("地点", HTML(place))) }
            if let until = around.item?.warrantyTo { list.append(("质保", HTML("至 \(until)"))) }
        }
        if let engineer = row.engineer { list.append(("工程师", HTML(around.names[engineer] ?? engineer.rawValue))) }
        if let contact = file.contact {
            let mayCall = identity.has(TicketRights.staff)
            let name = contact.name.map { mayCall ? $0 : Format.maskedName($0) } ?? "报修人"
            list.append(
                ("报修人", HTML { [HTML(name + " "), contact.phone.map { Format.phone($0, full: mayCall) } ?? HTML()] }))
        }
        if let finding = file.opened.finding {
            list.append(("隐患", link(Paths.finding(finding), finding.rawValue)))
        }
        if let old = file.opened.reopens { list.append(("接续", link(Paths.ticket(old), old.rawValue))) }
        return list
    }
}
