import AssetsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// 登记: a new item; its number is taken when it is saved.
struct RegisterPage: Sendable {
    let desk: LedgerDesk

    func show(_ request: Request) async throws -> Response {
        try page(request, site: request.query.text("site"), [:], errors: []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let form = try request.form()
        var fields: [String: String] = [:]
        for field in ItemField.all { fields[field.rawValue] = form.text(field.rawValue) }
        let code = form.text("site") ?? ""
        return try await submitting {
            guard let site = SiteCode(rawValue: code) else {
                throw Rejection.invalid("site", zh: "选择站区。", en: "Choose a site.")
            }
            let draft = NewItem(item: nil, site: site, state: nil, fields: fields)
            return try await desk.register(request, draft) { id, _, _ in .redirect303(to: Paths.item(id)) }
        } refused: { errors in
            let values = Dictionary(uniqueKeysWithValues: fields.map { (ItemField(rawValue: $0.key), $0.value) })
            return try page(request, site: code, values, errors: errors).response(to: request, status: 422)
        }
    }

    private func page(
        _ request: Request, site: String?, _ values: [ItemField: String], errors: [FieldError]
    ) throws -> OpsConsole.Page {
        let viewer = try Viewer(request, desk.forms)
        let sites = viewer.sites.isEmpty ? SiteCode.contractOrder : viewer.sites
        let head = PageHead("登记", section: "台账", back: NamedLink("台账", Paths.ledger))
        return OpsConsole.Page(head, service: .assets, viewer: viewer, path: "/assets/new", failed: !errors.isEmpty) {
            CommandForm(
                "/assets/new", FormKeys(request, desk.forms), verb: "登记", back: NamedLink("返回", Paths.ledger),
                draft: "/assets/new", errors: errors
            ) {
                Field.select(
                    "site", "站区", sites.map { Choice($0.rawValue, $0.nameZH) }, chosen: site ?? sites.first?.rawValue,
                    error: errors["site"])
                ItemFields.fields(values, errors)
            }
        }
    }
}
