import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 整改 and 复查 of a finding.
struct FindingForms: Sendable {
    enum Verb: String, Sendable {
        case rectify, retest

        var zh: String { self == .rectify ? "整改" : "复查" }
    }

    let desk: InspectionDesk

    func show(_ request: Request, _ verb: Verb) async throws -> Response {
        let row = try await desk.finding(request, try request.parameter("finding"))
        return try page(request, row, verb, Fields(), errors: []).response(to: request)
    }

    func submit(_ request: Request, _ verb: Verb) async throws -> Response {
        let row = try await desk.finding(request, try request.parameter("finding"))
        let form = try request.form()
        return try await submitting {
            switch verb {
            case .rectify:
                return try await desk.rectify(request, row.finding, measure: form.text("measure") ?? "") { id, _, _ in
                    .redirect303(to: Paths.finding(id))
                }
            case .retest:
                let failed = form.text("passed") == "1" ? nil : form.text("reason") ?? ""
                return try await desk.retest(request, row.finding, failed: failed) { id, _, _ in
                    .redirect303(to: Paths.finding(id))
                }
            }
        } refused: { errors in
            try page(request, row, verb, form, errors: errors).response(to: request, status: 422)
        }
    }

    private func page(
        _ request: Request, _ row: FindingRow, _ verb: Verb, _ typed: Fields, errors: [FieldError]
    ) throws -> OpsConsole.Page {
        let path = "\(Paths.finding(row.finding))/\(verb.rawValue)"
        let back = NamedLink("返回", Paths.finding(row.finding))
        let head = PageHead(verb.zh, bar: row.finding.rawValue, section: row.title, back: back)
        return OpsConsole.Page(
            head, service: .inspections, viewer: try Viewer(request, desk.forms), path: path, failed: !errors.isEmpty
        ) {
            Card { FactList([("内容", HTML(row.title)), ("情况", HTML(row.detail))]) }
            CommandForm(
                path, FormKeys(request, desk.forms, version: row.version), verb: verb.zh, back: back, draft: path,
                errors: errors
            ) {
                switch verb {
                case .rectify:
                    Field.area(
                        "measure", "整改措施", typed.text("measure") ?? "", error: errors["measure"], max: 500)
                case .retest:
                    Field.radios(
                        "passed", "复查结果", [Choice("1", "通过，销项"), Choice("0", "没有通过，继续整改")],
                        chosen: typed.text("passed"))
                    Field.area(
                        "reason", "没有通过的原因", typed.text("reason") ?? "", rows: 2, error: errors["reason"],
                        optional: true, max: 500)
                }
            }
        }
    }
}
