import AssetsDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 更正: every column with what it says now, and why it changes.
struct CorrectPage: Sendable {
    let desk: LedgerDesk

    func show(_ request: Request) async throws -> Response {
        let row = try await desk.item(request, try request.parameter("item"))
        return try page(request, row, row.fields, reason: "", errors: []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let row = try await desk.item(request, try request.parameter("item"))
        let form = try request.form()
        var values: [ItemField: String] = [:]
        for field in ItemField.all { values[field] = form.text(field.rawValue) }
        let reason = form.text("reason") ?? ""
        let changes = Dictionary(uniqueKeysWithValues: ItemField.all.map { ($0, values[$0]) })
        return try await submitting {
            do {
                return try await desk.correct(request, row.item, changes, reason: reason) { id, _, _ in
                    .redirect303(to: Paths.item(id))
                }
            } catch StoreError.staleVersion {
                return try page(request, row, values, reason: reason, errors: [], isStale: true)
                    .response(to: request, status: 412)
            }
        } refused: { errors in
            try page(request, row, values, reason: reason, errors: errors).response(to: request, status: 422)
        }
    }

    private func page(
        _ request: Request, _ row: ItemRow, _ values: [ItemField: String], reason: String, errors: [FieldError],
        isStale: Bool = false
    ) throws -> OpsConsole.Page {
        let path = "\(Paths.item(row.item))/correct"
        let head = PageHead(
            "更正", bar: row.item.rawValue, section: row.name, back: NamedLink(row.name, Paths.item(row.item)))
        return OpsConsole.Page(
            head, service: .assets, viewer: try Viewer(request, desk.forms), path: path,
            failed: !errors.isEmpty || isStale
        ) {
            if isStale {
                ChangedMeanwhile(
                    "没有保存：你打开后，\(row.name)已被他人改动。",
                    ItemField.all.filter { values[$0] != row.fields[$0] }.map { ($0.zh, values[$0], row.fields[$0]) },
                    theirs: Paths.item(row.item))
            }
            CommandForm(
                path, FormKeys(request, desk.forms, version: row.version),
                verb: isStale ? ChangedMeanwhile.mine : "更正",
                back: NamedLink("返回", Paths.item(row.item)), draft: path, errors: errors
            ) {
                ItemFields.fields(values, errors)
                Field.area("reason", "更正原因", reason, rows: 2, error: errors["reason"], max: 200)
            }
        }
    }
}

/// The ledger's columns as fields of a form.
enum ItemFields {
    static func fields(_ values: [ItemField: String], _ errors: [FieldError]) -> HTML {
        HTML(ItemField.all.map { field($0, values[$0] ?? "", errors[$0.rawValue]).html })
    }

    private static func field(_ field: ItemField, _ value: String, _ error: String?) -> Field {
        let name = field.rawValue
        switch field {
        case .category:
            return .select(
                name, field.zh, ItemCategory.catalogue.map { Choice($0.rawValue, $0.zh) }, chosen: value, error: error)
        case .xinchuang:
            let choices = [Choice("", "未提供"), Choice("true", "是"), Choice("false", "否")]
            return .select(name, field.zh, choices, chosen: value, error: error, optional: true)
        case .madeOn: return .text(name, field.zh, value, kind: .date, error: error, optional: true)
        case .warrantyTo: return .text(name, "质保到期日", value, kind: .date, error: error, optional: true)
        case .quantity:
            return .text(name, field.zh, value, kind: .number, hint: "合同没有写明就留空", error: error, optional: true)
        case .serial:
            return .text(name, field.zh, value, hint: "没有铭牌填“无”，磨损填“看不清”", error: error, optional: true, max: 120)
        case .hardware, .software:
            return .area(name, field.zh, value, rows: 2, error: error, optional: true, max: 500)
        default: return .text(name, field.zh, value, error: error, optional: !field.isRequired, max: 120)
        }
    }
}
