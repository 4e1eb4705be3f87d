import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// 调度: what waits for an engineer, beside the engineers and what they carry.
struct BoardPage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard

    /// As many cards as a page may hold; the heading says where there are more.
    private static let shown = 100

    private struct Load: Sendable {
        var engineer: OnDuty
        var site: SiteCode
        var isOnDuty: Bool
        var open: Int
        var late: Int
    }

    private struct Contents: Sendable {
        var waiting: [TicketRow]
        var loads: [Load]
        var calendar: WorkCalendar?
    }

    func show(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let now = desk.clock.now()
        let contents = try await desk.store.read { try read(identity, now, $0) }
        return Page(
            PageHead("调度", back: NamedLink("工单", Paths.queue)), service: .tickets, viewer: try Viewer(request, forms),
            path: Paths.board, live: "/tickets/live"
        ) {
            Layout.withSide {
                div(.class("stack"), .data("part", "queue")) {
                    h2 { "等待派单 \(Format.count(contents.waiting.count, upTo: Self.shown))" }
                    if contents.waiting.isEmpty { StateNote.empty("没有等待派单的工单。") }
                    contents.waiting.prefix(Self.shown).map { row in
                        TicketCard(
                            row: row, clock: ClockView(ticket: row.folded, calendar: contents.calendar, now: now).next,
                            actions: TicketActions.actions(row, request, identity, forms, limit: 3), place: row.itemName
                        )
                    }
                }
                DataTable(
                    "在岗工程师 \(contents.loads.count)",
                    [.text("岗位"), .title("工程师"), .figure("在办"), .figure("超时")],
                    contents.loads.map(line), empty: .empty("没有在岗记录。"))
            }
        }.response(to: request)
    }

    private func line(_ load: Load) -> TableRow {
        TableRow(
            load.engineer.post?.rawValue ?? load.engineer.account.rawValue,
            path: "\(Paths.queue)?site=\(load.site)", urgency: load.late > 0 ? .late : .none,
            [
                HTML((load.engineer.name ?? load.engineer.account.rawValue) + (load.isOnDuty ? " · 值班" : "")),
                Format.num("\(load.open)"), Format.num("\(load.late)"),
            ])
    }

    private func read(_ identity: Identity, _ now: Timestamp, _ db: ReadDatabase) throws -> Contents {
        let sites = identity.sites.isEmpty ? nil : identity.sites.sorted()
        let waiting = try TicketRow.unassigned(at: sites, limit: Self.shown + 1, db)
        var loads: [Load] = []
        for site in sites ?? SiteCode.contractOrder {
            let duty = try OnDuty.at(site, now, db)
            for engineer in try OnDuty.team(of: site, db) {
                let (open, late) = try TicketRow.load(of: engineer.account, at: site, now, db)
                loads.append(
                    Load(
                        engineer: engineer, site: site, isOnDuty: duty?.account == engineer.account, open: open,
                        late: late))
            }
        }
        return Contents(
            waiting: waiting, loads: loads,
            calendar: try desk.book.calendar(for: sites?.first ?? .jg, db)?.calendar)
    }
}
