import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// 巡检: what is to be done now, soonest due first; then what of today is over.
struct TodayPage: Sendable {
    let desk: InspectionDesk
    /// What the live stream replaces.
    static let parts = ["rounds-open", "rounds-over"]

    func show(_ request: Request) async throws -> Response {
        let (site, allowed) = (try request.chosenSite(), try request.requireIdentity().sites)
        let now = desk.clock.now()
        let today = RoundFilter(site: site, allowed: allowed, day: now.day)
        let (open, due) = try await desk.store.read { db in
            (try db.openRounds(site, allowed, at: now), try db.rounds(today, after: nil, limit: 100))
        }
        let over = due.filter { !$0.status.isOpen }
            .sorted { ($0.dueAt, $0.site, $0.round) < ($1.dueAt, $1.site, $1.round) }
        let mayRaise = request.identity?.has([.engineer, .siteLead]) == true
        let head = PageHead("巡检", actions: mayRaise ? [.open("报隐患", InspectionPages.newFinding)] : []) {
            Format.dayTime(now.day)
            span { "待执行 \(open.count) · 今日已结束 \(over.count)" }
            link(InspectionPages.all, "全部任务")
            link(InspectionPages.findings, "隐患")
            link(InspectionPages.plans, "计划")
        }
        let page = OpsConsole.Page(
            head, service: .inspections, viewer: try Viewer(request, desk.forms), path: Paths.myRounds,
            live: "/inspections/live"
        ) {
            RoundTable.table("待执行", open, now, empty: .empty("现在没有待执行的巡检。"), part: Self.parts[0])
            RoundTable.table("今日已结束", over, now, empty: .empty("今天还没有结束的巡检。"), part: Self.parts[1])
        }
        return page.response(to: request)
    }
}

/// Rounds as a table on a desk and cards on a phone.
enum RoundTable {
    static func table(
        _ caption: String, _ rounds: [RoundRow], _ now: Timestamp, empty: StateNote, part: String? = nil
    ) -> DataTable {
        DataTable(
            caption, [.text("任务"), .bare("状态"), .text("应检"), .text("站区"), .figure("项数"), .text("依据")],
            rounds.map { line($0, now) }, empty: empty, part: part)
    }

    private static func line(_ round: RoundRow, _ now: Timestamp) -> TableRow {
        let isLate = round.isLate(at: now)
        let urgency: TableRow.Urgency =
            round.status == .missed || isLate ? .late : round.isNear(at: now) ? .near : .none
        return TableRow(
            round.name, path: Paths.round(round.round), urgency: urgency,
            [
                Layout.cluster {
                    Chip(round.status)
                    if isLate { Chip(ChipState.late) }
                    if urgency == .near { Chip(ChipState.near) }
                    if round.abnormal > 0 { span { "异常\(round.abnormal)项" } }
                },
                Format.deadlineTime(round.dueAt, now: now), HTML(round.site.shortNameZH),
                Format.num(String(round.items.count)), HTML(round.basis.zh),
            ])
    }
}

extension RoundRow {
    /// Still open behind its time: 逾期.
    func isLate(at now: Timestamp) -> Bool { status.isOpen && dueAt < now }

    /// Three quarters of its time are over: 临近, as of every clock.
    func isNear(at now: Timestamp) -> Bool {
        status.isOpen && !isLate(at: now) && (now - opensAt) * 4 >= (dueAt - opensAt) * 3
    }
}
