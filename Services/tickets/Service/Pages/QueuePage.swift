import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// 队列: every ticket the reader may see, by view and site, fifty a page.
struct QueuePage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard

    func show(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let (filter, ignored) = self.filter(request, identity)
        let now = desk.clock.now()
        let cursor = try? request.cursor(TicketCursor.self)
        let (rows, next, calendar, names) = try await desk.store.read { db in
            let (rows, next) = try TicketRow.list(filter, after: cursor, limit: 50, db)
            let calendar = try desk.book.calendar(for: filter.site ?? .jg, db)?.calendar
            return (rows, next, calendar, try db.names(of: rows.compactMap(\.engineer)))
        }
        let actions = identity.has(TicketRights.openers) ? [Action.open("报单", Paths.newTicket)] : []
        return Page(
            PageHead(title(filter.scope), actions: actions), service: .tickets, viewer: try Viewer(request, forms),
            path: Self.address(filter.ofAllTimes), live: "/tickets/live", sites: switcher(filter, identity)
        ) {
            if !identity.isOnlyReporter { Tabs("视图", Self.tabs(filter.site), current: Self.address(filter.ofAllTimes)) }
            if sites(identity).count > 1 || filter.lateAt != nil || !ignored.isEmpty {
                narrowing(filter, identity, ignored)
            }
            DataTable(
                "\(title(filter.scope)) \(rows.count)\(next == nil && cursor == nil ? "" : "（本页）")",
                [.text("编号"), .bare("等级、状态"), .title("标题"), .text("站区"), .text("工程师"), .bare("时限")],
                rows.map { line($0, calendar, names, now) }, empty: empty(filter), part: "queue")
            p(.class("no-print")) { link(Self.address(filter).replacing(Paths.queue, with: "/tickets/list.csv"), "导出") }
            Paging(
                first: cursor == nil ? nil : Self.address(filter),
                next: next.flatMap { try? Cursor.encode($0) }.map {
                    Self.address(filter) + (Self.address(filter).contains("?") ? "&" : "?") + "cursor=\($0)"
                })
        }.response(to: request)
    }

    /// The same view for Excel, at most 1 000 rows.
    func export(_ request: Request) async throws -> Response {
        let (filter, _) = self.filter(request, try request.requireIdentity())
        let (rows, names) = try await desk.store.read { db in
            let rows = try TicketRow.list(filter, after: nil, limit: 1000, db).rows
            return (rows, try db.names(of: rows.compactMap(\.engineer)))
        }
        let lines = rows.map { row in
            [
                row.ticket.rawValue, row.site.nameZH, row.kind.zh, row.priority.zh, row.state.zh, row.title,
                row.item?.rawValue ?? "", row.engineer.map { names[$0] ?? $0.rawValue } ?? "",
                Format.full(row.openedAt), row.nextTarget?.zh ?? "",
                row.nextDue?.time.map { Format.full($0) } ?? "", row.isMissed ? "是" : "否",
            ]
        }
        let heads = ["编号", "站区", "种类", "故障等级", "状态", "标题", "设备", "工程师", "报单时间", "下一时限", "应完成", "超时"]
        return .csv([heads] + lines, name: title(filter.scope))
    }

    private func line(
        _ row: TicketRow, _ calendar: WorkCalendar?, _ names: [AccountID: String], _ now: Timestamp
    ) -> TableRow {
        // A limit that was still open when the ticket ended runs no more.
        let clock = row.state.isOpen ? ClockView(ticket: row.folded, calendar: calendar, now: now).next : nil
        return TableRow(
            row.ticket.rawValue, path: Paths.ticket(row.ticket), urgency: clock?.urgency ?? .none,
            [
                HTML {
                    div(.class("cluster")) { HTML([PriorityMark(row.priority).html, Chip(ChipState(row.state)).html]) }
                },
                HTML(row.title), HTML(row.site.shortNameZH),
                Format.orNone(row.engineer.map { names[$0] ?? $0.rawValue }),
                clock?.html ?? Format.time(row.updatedAt, now: now),
            ])
    }

    /// A bad value is ignored and named.
    private func filter(_ request: Request, _ identity: Identity) -> (TicketFilter, [String]) {
        var filter = TicketFilter(reader: identity.account)
        var ignored: [String] = []
        filter.allowed = identity.sites
        if let text = request.query.text("site") {
            if let site = SiteCode(rawValue: text), identity.mayAct(at: site) {
                filter.site = site
            } else {
                ignored.append("site=\(text.prefix(20))")
            }
        }
        if let text = request.query.text("view") {
            if let scope = TicketFilter.Scope(rawValue: text) {
                filter.scope = scope
            } else {
                ignored.append("view=\(text.prefix(20))")
            }
        }
        if let text = request.query.text("state") {
            if text == "late" {
                filter.lateAt = desk.clock.now()
            } else {
                ignored.append("state=\(text.prefix(20))")
            }
        }
        if identity.isOnlyReporter { filter.scope = .reported }
        return (filter, ignored)
    }

    private func title(_ scope: TicketFilter.Scope) -> String {
        switch scope {
        case .open: "在办工单"
        case .ended: "已结束"
        case .major: "重大故障"
        case .secondLine: "二线"
        case .reported: "我的报修"
        case .mine: "我的工单"
        }
    }

    private static func tabs(_ site: SiteCode?) -> [NamedLink] {
        [(TicketFilter.Scope.open, "在办"), (.mine, "我的"), (.major, "重大"), (.secondLine, "二线"), (.ended, "已结束")].map {
            scope, name in
            var filter = TicketFilter(reader: AccountID("-"))
            (filter.scope, filter.site) = (scope, site)
            return NamedLink(name, address(filter))
        }
    }

    private static func address(_ filter: TicketFilter) -> String {
        let parts = [
            filter.scope == .open ? nil : "view=\(filter.scope.rawValue)", filter.site.map { "site=\($0)" },
            filter.lateAt.map { _ in "state=late" },
        ].compactMap(\.self)
        return Paths.queue + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    private func switcher(_ filter: TicketFilter, _ identity: Identity) -> SiteSwitch {
        SiteSwitch(Paths.queue, sites(identity), chosen: filter.site)
    }

    private func sites(_ identity: Identity) -> [SiteCode] {
        identity.sites.isEmpty ? SiteCode.contractOrder : identity.sites.sorted()
    }

    /// 站区 and 超时; what is applied stands below as tags.
    private func narrowing(_ filter: TicketFilter, _ identity: Identity, _ ignored: [String]) -> HTML {
        func without(_ change: (inout TicketFilter) -> Void) -> String {
            var less = filter
            change(&less)
            return Self.address(less)
        }
        var applied: [Filters.Applied] = []
        if let site = filter.site { applied.append(.init(site.shortNameZH, without: without { $0.site = nil })) }
        if filter.lateAt != nil { applied.append(.init("超时", without: without { $0.lateAt = nil })) }
        return HTML {
            Filters(
                Paths.queue,
                [
                    .select(
                        "site", "站区", [Choice("", "全部")] + sites(identity).map { Choice($0.rawValue, $0.shortNameZH) },
                        chosen: filter.site?.rawValue),
                    .select(
                        "state", "时限", [Choice("", "全部"), Choice("late", "超时")],
                        chosen: filter.lateAt == nil ? nil : "late"),
                ], applied: applied, clear: without { ($0.site, $0.lateAt) = (nil, nil) }, ignored: ignored,
                keep: filter.scope == .open ? [] : [("view", filter.scope.rawValue)])
        }
    }

    private func empty(_ filter: TicketFilter) -> StateNote {
        let narrowed = [filter.site?.shortNameZH, filter.lateAt == nil ? nil : "超时"].compactMap(\.self)
        guard !narrowed.isEmpty else { return .empty("没有\(title(filter.scope))。") }
        return .emptyByFilter(narrowed + [title(filter.scope)], of: "工单", clear: Paths.queue)
    }
}
