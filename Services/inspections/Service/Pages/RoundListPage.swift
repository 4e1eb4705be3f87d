import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// 巡检任务: all rounds of a day, of one site or of all the reader may see.
struct RoundListPage: Sendable {
    let desk: InspectionDesk

    func show(_ request: Request) async throws -> Response {
        let now = desk.clock.now()
        let (site, allowed) = (try request.chosenSite(), try request.requireIdentity().sites)
        let asked = request.query.text("day")
        let day = asked.flatMap { Day($0) } ?? now.day
        let status = request.query.text("status").map { RoundStatus(rawValue: $0) }
        let filter = RoundFilter(site: site, allowed: allowed, day: day, status: status)
        let cursor = try request.cursor(RoundCursor.self)
        let rows = try await desk.store.read { try $0.rounds(filter, after: cursor, limit: 50) }
        let next = rows.count > 50 ? try Cursor.encode(RoundCursor(dueAt: rows[49].dueAt, round: rows[49].round)) : nil
        let viewer = try Viewer(request, desk.forms)
        let head = PageHead("巡检任务", back: NamedLink("巡检", Paths.myRounds)) {
            link(Self.path(day.adding(days: -1), site), "前一天")
            Format.dayTime(day)
            link(Self.path(day.adding(days: 1), site), "后一天")
        }
        let page = OpsConsole.Page(head, service: .inspections, viewer: viewer, path: InspectionPages.all) {
            filters(viewer, day, site, status, ignored: asked != nil && Day(asked ?? "") == nil)
            RoundTable.table("任务", Array(rows.prefix(50)), now, empty: .empty("这一天没有符合条件的巡检。"))
            Paging(next: next.map { Self.path(day, site) + "&cursor=\($0)" + (status.map { "&status=\($0)" } ?? "") })
        }
        return page.response(to: request)
    }

    private func filters(
        _ viewer: Viewer, _ day: Day, _ site: SiteCode?, _ status: RoundStatus?, ignored: Bool
    ) -> Filters {
        let sites = viewer.sites.isEmpty ? SiteCode.contractOrder : viewer.sites
        let all = Choice("", "全部")
        return Filters(
            InspectionPages.all,
            [
                .text("day", "日期", day.description, kind: .date),
                .select("site", "站区", [all] + sites.map { Choice($0.rawValue, $0.nameZH) }, chosen: site?.rawValue),
                .select(
                    "status", "状态", [all] + RoundStatus.all.map { Choice($0.rawValue, $0.zh) }, chosen: status?.rawValue
                ),
            ], ignored: ignored ? ["日期"] : [])
    }

    private static func path(_ day: Day, _ site: SiteCode?) -> String {
        InspectionPages.all + "?day=\(day)" + (site.map { "&site=\($0)" } ?? "")
    }
}
