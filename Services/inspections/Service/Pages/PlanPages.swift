import InspectionsDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 巡检计划: every plan with its basis; the contractual ones are what is scored.
struct PlanListPage: Sendable {
    let desk: InspectionDesk

    func show(_ request: Request) async throws -> Response {
        let (site, allowed) = (try request.chosenSite(), try request.requireIdentity().sites)
        let cursor = try request.cursor(String.self)
        let rows = try await desk.store.read { try $0.plans(site: site, allowed: allowed, after: cursor, limit: 50) }
        let next = rows.count > 50 ? try Cursor.encode(rows[49].plan.rawValue) : nil
        let viewer = try Viewer(request, desk.forms)
        let sites = viewer.sites.isEmpty ? SiteCode.contractOrder : viewer.sites
        let query = site.map { "?site=\($0)&cursor=" } ?? "?cursor="
        let page = OpsConsole.Page(
            PageHead("巡检计划", back: NamedLink("巡检", Paths.myRounds)), service: .inspections, viewer: viewer,
            path: InspectionPages.plans
        ) {
            Filters(
                InspectionPages.plans,
                [
                    .select(
                        "site", "站区", [Choice("", "全部")] + sites.map { Choice($0.rawValue, $0.nameZH) },
                        chosen: site?.rawValue)
                ])
            DataTable(
                "计划", [.text("编号"), .title("名称"), .text("站区"), .text("频次"), .figure("项数"), .text("依据"), .text("状态")],
                rows.prefix(50).map(Self.line), empty: .empty("还没有巡检计划。"))
            Paging(next: next.map { InspectionPages.plans + query + $0 })
        }
        return page.response(to: request)
    }

    private static func line(_ plan: PlanPublished) -> TableRow {
        TableRow(
            plan.plan.rawValue, path: InspectionPages.plan(plan.plan),
            [
                HTML(plan.name), HTML(plan.site.shortNameZH), HTML(plan.frequency.zh),
                Format.num(String(plan.items.count)), HTML(plan.basis.zh), HTML(plan.active ? "启用" : "停用"),
            ])
    }
}

/// One plan: its window, basis and checklist.
struct PlanPage: Sendable {
    let desk: InspectionDesk

    func show(_ request: Request) async throws -> Response {
        let plan = try await desk.plan(request, try request.parameter("plan"))
        return try page(request, plan).response(to: request)
    }

    func setActive(_ request: Request) async throws -> Response {
        let plan = try await desk.plan(request, try request.parameter("plan"))
        return try await desk.setActive(request, plan.plan, !plan.active) { id, _, _ in
            .redirect303(to: InspectionPages.plan(id))
        }
    }

    private func page(_ request: Request, _ plan: PlanPublished) throws -> OpsConsole.Page {
        let path = InspectionPages.plan(plan.plan)
        let keys = FormKeys(request, desk.forms, version: Int64(plan.version))
        let isLead = request.identity?.has([.siteLead, .office]) == true
        let actions: [Action] = isLead ? [.post(plan.active ? "停用" : "启用", path + "/set-active", keys)] : []
        let head = PageHead(
            plan.name, bar: plan.plan.rawValue, section: "巡检计划", back: NamedLink("巡检计划", InspectionPages.plans),
            actions: actions
        ) {
            span { plan.site.nameZH }
            span { plan.active ? "启用" : "停用" }
        }
        return OpsConsole.Page(head, service: .inspections, viewer: try Viewer(request, desk.forms), path: path) {
            Card("计划") {
                FactList([
                    ("频次", HTML(plan.frequency.zh)), ("方式", HTML(plan.mode.zh)),
                    ("时间", HTML("\(plan.windowFrom ?? "00:00")—\(plan.windowTo)")),
                    ("依据", HTML(plan.basis.zh + (plan.clause.map { "　第\($0)条" } ?? ""))),
                    ("设备", plan.item.map { link(Paths.item($0), $0.rawValue) } ?? Format.noneHTML),
                    ("版本", HTML(String(plan.version))),
                ])
            }
            DataTable(
                "检查项", [.title("检查内容"), .text("限值"), .text("代码")],
                plan.items.map {
                    TableRow($0.text, [Format.orNone($0.limitsZH), Format.orNone($0.code)])
                },
                empty: .empty("没有检查项。"))
        }
    }
}
