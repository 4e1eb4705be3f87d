import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 跳过: releases a round, with the reason.
struct SkipPage: Sendable {
    let desk: InspectionDesk

    func show(_ request: Request) async throws -> Response {
        let row = try await desk.round(request, try request.parameter("round"))
        return try page(request, row, reason: "", errors: []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let row = try await desk.round(request, try request.parameter("round"))
        let reason = try request.form().text("reason") ?? ""
        return try await submitting {
            try await desk.skip(request, row.round, reason: reason) { id, _, _ in .redirect303(to: Paths.round(id)) }
        } refused: { errors in
            try page(request, row, reason: reason, errors: errors).response(to: request, status: 422)
        }
    }

    private func page(_ request: Request, _ row: RoundRow, reason: String, errors: [FieldError]) throws
        -> OpsConsole.Page
    {
        let path = Paths.round(row.round) + "/skip"
        let head = PageHead("跳过", section: "巡检", back: NamedLink(row.name, Paths.round(row.round)))
        let now = desk.clock.now()
        return OpsConsole.Page(
            head, service: .inspections, viewer: try Viewer(request, desk.forms), path: path, failed: !errors.isEmpty
        ) {
            Card {
                FactList([
                    ("任务", HTML(row.name)), ("应检", Format.deadlineTime(row.dueAt, now: now)),
                    ("依据", HTML(row.basis.zh)),
                    ("结果", HTML("不计入超期，记录同意人和原因")),
                ])
            }
            CommandForm(
                path, FormKeys(request, desk.forms, version: row.version), verb: "跳过",
                back: NamedLink("返回", Paths.round(row.round)), errors: errors
            ) {
                Field.area("reason", "原因", reason, rows: 2, error: errors["reason"], max: 200)
            }
        }
    }
}
