import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

extension OfficePages {
    func site(_ request: Request) async throws -> Response {
        let site = try request.parameter("site", as: SiteCode.self)
        try request.require(site)
        let viewer = try Viewer(request, forms)
        let now = clock.now()
        let (found, near) = try await store.read { (try $0.siteDetail(site, at: now), try NearLimits(at: now, $0)) }
        guard let detail = found else { throw Problem.notFound }
        let figures = detail.figures
        let seesAll = viewer.roles.contains { [.office, .supplier, .finance, .admin].contains($0) }
        let head = PageHead(
            figures.name, section: "站区", back: seesAll ? NamedLink("总览", Paths.overview) : nil
        ) {
            Format.day(now.day)
            detail.periods.map { period in span { "重点时期：\(period.name)" } }
        }
        return Page(
            head, service: .office, viewer: viewer, path: Paths.site(site),
            live: "/office/live"
        ) {
            tiles(detail)
            TicketTable("在办工单", detail.tickets, near, now: now, empty: "没有在办的工单。", part: "tickets")
            rounds(detail, now)
            money(detail)
        }.response(to: request)
    }

    private func rounds(_ detail: SiteDetail, _ now: Timestamp) -> DataTable {
        DataTable(
            "今日巡检", [.title("巡检"), .bare("状态"), .text("截止")],
            detail.rounds.map { round in
                TableRow(
                    round.name, path: Paths.round(round.round), urgency: round.status == "missed" ? .late : .none,
                    [Chip(RoundState.chip(round.status)).html, Format.deadlineTime(round.dueAt, now: now)])
            }, empty: .empty("今天没有巡检。"), part: "rounds")
    }

    @HTMLBuilder private func money(_ detail: SiteDetail) -> HTML {
        DataTable(
            "月度考核", [.title("月份"), .figure("得分"), .bare("状态")],
            detail.months.map { month in
                TableRow(
                    Format.month(month.month), path: Paths.sheet(detail.figures.site, month.month),
                    [Format.num(Format.score(month.score)), Chip(SheetState.chip(month.state)).html])
            }, empty: .empty("还没有考核表。"), part: "months")
        DataTable(
            "扣款", [.title("季度"), .figure("服务费（元）"), .figure("扣款（元）")],
            detail.deductions.map { row in
                TableRow(
                    Quarter(row.quarter)?.zh ?? row.quarter, path: Paths.quarter(row.quarter),
                    [Format.num(Format.money(row.fee)), Format.num(Format.money(row.deduction))])
            }, empty: .empty("还没有冻结的扣款。"))
    }

    private func tiles(_ detail: SiteDetail) -> HTML {
        let figures = detail.figures
        let query = "?site=\(figures.site)"
        return div(.data("part", "figures")) {
            Tiles([
                KPITile(
                    "在办工单", Format.count(figures.open), path: Paths.queue + query,
                    "挂起 \(Format.count(figures.suspended)) · 重大 \(Format.count(figures.major))",
                    spark: Sparkline("近30天每日新增", detail.trend.map(\.opened))),
                KPITile(
                    "超时工单", Format.count(figures.overdue), path: Paths.queue + query + "&state=late",
                    "临近 \(Format.count(figures.near))"),
                KPITile(
                    "今日巡检",
                    figures.roundsPlanned == 0 ? nil : "\(figures.roundsDone)/\(figures.roundsPlanned)",
                    path: Paths.myRounds + query,
                    (figures.roundsPlanned == 0 ? "今天没有巡检" : "超期 \(Format.count(figures.roundsMissed))")
                        + " · 未销隐患 \(Format.count(figures.findings))"),
                KPITile(
                    detail.months.first.map { "\(Format.month($0.month))得分" } ?? "考核得分",
                    figures.score.map(Format.score), path: Paths.assessments,
                    figures.scoreState.map { SheetState.chip($0).word } ?? "还没有考核表"),
            ])
        }
    }
}
