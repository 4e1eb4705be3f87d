import AssetsDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 变更状态: only the states that may follow are offered.
struct StatePage: Sendable {
    let desk: LedgerDesk

    func show(_ request: Request) async throws -> Response {
        let row = try await desk.item(request, try request.parameter("item"))
        return try page(request, row, chosen: nil, reason: "", errors: []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let row = try await desk.item(request, try request.parameter("item"))
        let form = try request.form()
        let (state, reason) = (form.text("state") ?? "", form.text("reason") ?? "")
        return try await submitting {
            try await desk.changeState(request, row.item, to: ItemState(rawValue: state), reason: reason) { id, _, _ in
                .redirect303(to: Paths.item(id))
            }
        } refused: { errors in
            try page(request, row, chosen: state, reason: reason, errors: errors).response(to: request, status: 422)
        }
    }

    private func page(
        _ request: Request, _ row: ItemRow, chosen: String?, reason: String, errors: [FieldError]
    ) throws -> OpsConsole.Page {
        let path = "\(Paths.item(row.item))/change-state"
        let next = Lifecycle.next(after: row.state)
        let head = PageHead(
            "变更状态", bar: row.item.rawValue, section: row.name, back: NamedLink(row.name, Paths.item(row.item))
        ) { Chip(row.state) }
        return OpsConsole.Page(
            head, service: .assets, viewer: try Viewer(request, desk.forms), path: path, failed: !errors.isEmpty
        ) {
            if next.isEmpty {
                StateNote.notNow("\(row.state.zh)的设备不再变更状态。")
            } else {
                CommandForm(
                    path, FormKeys(request, desk.forms, version: row.version), verb: "变更",
                    back: NamedLink("返回", Paths.item(row.item)), errors: errors
                ) {
                    Field.radios(
                        "state", "改为", next.map { Choice($0.rawValue, $0.zh) }, chosen: chosen, error: errors["state"])
                    Field.area("reason", "原因", reason, rows: 2, error: errors["reason"], max: 200)
                }
            }
        }
    }
}
