import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// 报隐患: something seen outside a round.
struct RaisePage: Sendable {
    let desk: InspectionDesk

    func show(_ request: Request) async throws -> Response {
        try await page(request, Fields(), errors: []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let form = try request.form()
        return try await submitting {
            guard let site = form.text("site").flatMap({ SiteCode(rawValue: $0) }) else {
                throw Rejection.invalid("site", zh: "选择站区。", en: "Choose a site.")
            }
            let new = NewFinding(
                site: site, item: form.text("item").flatMap { ItemID(rawValue: $0) }, title: form.text("title") ?? "",
                detail: form.text("detail") ?? "",
                severity: FindingSeverity(rawValue: form.text("severity") ?? ""), fault: form.text("fault") == "1")
            return try await desk.raise(request, new) { id, _, _ in .redirect303(to: Paths.finding(id)) }
        } refused: { errors in
            try await page(request, form, errors: errors).response(to: request, status: 422)
        }
    }

    private func page(_ request: Request, _ typed: Fields, errors: [FieldError]) async throws -> OpsConsole.Page {
        let viewer = try Viewer(request, desk.forms)
        let sites = viewer.sites.isEmpty ? SiteCode.contractOrder : viewer.sites
        let own = sites.count == 1 ? sites.first : typed.text("site").flatMap { SiteCode(rawValue: $0) }
        let items = try await desk.store.read { db in try own.map { try db.items(of: $0) } ?? [] }
        let back = NamedLink("返回", InspectionPages.findings)
        return OpsConsole.Page(
            PageHead("报隐患", section: "巡检", back: back), service: .inspections, viewer: viewer,
            path: InspectionPages.newFinding, failed: !errors.isEmpty
        ) {
            CommandForm(
                InspectionPages.newFinding, FormKeys(request, desk.forms), verb: "提交", back: back,
                draft: InspectionPages.newFinding, errors: errors
            ) {
                Field.select(
                    "site", "站区", sites.map { Choice($0.rawValue, $0.nameZH) },
                    chosen: typed.text("site") ?? sites.first?.rawValue, error: errors["site"])
                if !items.isEmpty {
                    Field.select(
                        "item", "设备", [Choice("", "不限于一台设备")] + items.map { Choice($0.item.rawValue, $0.name) },
                        chosen: typed.text("item"), optional: true)
                }
                Field.text("title", "标题", typed.text("title") ?? "", error: errors["title"], max: 60)
                Field.area("detail", "看到的情况", typed.text("detail") ?? "", error: errors["detail"], max: 500)
                Field.radios(
                    "severity", "严重程度", FindingSeverity.all.map { Choice($0.rawValue, $0.zh) },
                    chosen: typed.text("severity") ?? FindingSeverity.medium.rawValue, across: true,
                    error: errors["severity"])
                Field.checks(
                    "fault", "处理", [Choice("1", "需要报修", hint: "提交后自动开工单")], chosen: Set(typed.values("fault")),
                    optional: true)
            }
        }
    }
}
