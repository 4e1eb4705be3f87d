import AssetsDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// An item's card: columns, tickets, history.
struct ItemPage: Sendable {
    let desk: LedgerDesk

    func show(_ request: Request) async throws -> Response {
        let row = try await desk.item(request, try request.parameter("item"))
        let now = desk.clock.now()
        let (history, names, tickets, count) = try await desk.store.read { db in
            let history = try db.history(of: row.item)
            return (
                history, try db.names(of: history.compactMap(\.actor.account)), try db.tickets(of: row.item),
                try db.ticketCount(of: row.item, since: now + -365 * 86_400_000)
            )
        }
        let mayWrite = request.identity?.has([.engineer, .siteLead, .office]) == true
        let page = OpsConsole.Page(
            head(row, mayWrite: mayWrite), service: .assets, viewer: try Viewer(request, desk.forms),
            path: Paths.item(row.item)
        ) {
            Layout.withSide {
                Layout.stack {
                    columns(row)
                    Card("历史") { timeline(history, names, now) }
                }
                Layout.stack { Card("工单") { ticketList(tickets, count, now) } }
            }
        }
        return page.response(to: request)
    }

    private func head(_ row: ItemRow, mayWrite: Bool) -> PageHead {
        let canMove = !Lifecycle.next(after: row.state).isEmpty
        var actions: [Action] = mayWrite ? [.open("更正", "\(Paths.item(row.item))/correct")] : []
        if mayWrite && canMove { actions.append(.open("变更状态", "\(Paths.item(row.item))/change-state")) }
        actions.append(.open("报单", "\(Paths.newTicket)?site=\(row.site)&item=\(row.item)"))
        return PageHead(
            row.name, bar: row.item.rawValue, section: "台账", back: NamedLink("台账", Paths.ledger), actions: actions
        ) {
            Chip(row.state)
            span { row.site.nameZH }
            span { row.category.zh }
            link("\(Paths.item(row.item))/print", "打印")
        }
    }

    private func columns(_ row: ItemRow) -> Card {
        let missing = Item.mandatoryFields(category: row.category, unit: row.fields[.unit])
            .filter { row.fields[$0] == nil }
        return Card("台账") {
            if !missing.isEmpty { StateNote.notNow("还缺：\(missing.map(\.zh).joined(separator: "、"))") }
            FactList([("编号", HTML(row.item.rawValue))] + ItemField.all.map { ($0.zh, value($0, row)) })
        }
    }

    private func value(_ field: ItemField, _ row: ItemRow) -> HTML {
        guard let text = row.fields[field] else { return field == .quantity ? HTML("未提供") : Format.noneHTML }
        return switch field {
        case .category: HTML(row.category.zh)
        case .xinchuang: HTML(text == "true" ? "是" : "否")
        case .madeOn: Day(text).map { Format.dayTime($0) } ?? HTML(text)
        case .warrantyTo: HTML(["至 ", Day(text).map { Format.dayTime($0) } ?? HTML(text)])
        case .clause: HTML("第\(text)条")
        default: HTML(text)
        }
    }

    private func ticketList(_ tickets: [ItemTicketRow], _ count: Int, _ now: Timestamp) -> HTML {
        HTML {
            p { "一年 \(count) 单" }
            if tickets.isEmpty { p(.class("ink2")) { "没有工单。" } }
            ul(.class("rows")) {
                tickets.map { ticket in
                    li {
                        PriorityMark(ticket.priority)
                        " "
                        link(Paths.ticket(ticket.ticket), ticket.title)
                        span(.class("ink2 f1")) {
                            ticket.open ? "　在办　" : "　已结束　"
                            Format.time(ticket.openedAt, now: now)
                        }
                    }
                }
            }
        }
    }

    private func timeline(_ history: [HistoryEntry], _ names: [AccountID: String], _ now: Timestamp) -> Timeline {
        Timeline(
            history.prefix(30).map { entry in
                Timeline.Item(
                    entry.ticket == nil ? .work : .system, at: entry.at, actor: entry.actor.words(names),
                    verb: entry.title
                ) {
                    if let text = entry.text { p { text } }
                    if !entry.changes.isEmpty {
                        Difference("变动", entry.changes.map { .init($0.field, old: $0.old, new: $0.new) })
                    }
                    if let ticket = entry.ticket { p { link(Paths.ticket(ticket), ticket.rawValue) } }
                }
            }, now: now)
    }
}
