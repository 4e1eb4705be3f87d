import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// 报修 for whoever stands before a broken thing, without an account, in under a minute.
///
/// Public pages show no level, no clock, no internal word.
struct ReportPage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard
    static let path = Paths.publicReport

    func show(_ request: Request) async throws -> Response {
        try await form(request, request.query, []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let (input, refusal) = try await desk.input(request)
        return try await submitting(unless: refusal) {
            try await desk.report(request, input) { secret in .redirect303(to: "/tickets/s/\(secret)") }
        } refused: { status, errors in
            try await form(request, input.fields, errors).response(to: request, status: status)
        }
    }

    private func form(_ request: Request, _ values: Fields, _ errors: [FieldError]) async throws -> Page {
        let label = values.text("label")?.uppercased()
        let item = try await desk.store.read { db in try label.flatMap { try KnownItem.labelled($0, db) } }
        return Page(
            PageHead("报修"), service: .tickets, viewer: nil, path: Self.path, failed: !errors.isEmpty
        ) {
            div(.class("f4")) {
                CommandForm(
                    Self.path, FormKeys(request, forms), verb: "报修", draft: "report", errors: errors, files: true
                ) {
                    if let item {
                        input(.type("hidden"), .name("label"), .value(label ?? ""))
                        input(.type("hidden"), .name("item"), .value(item.item.rawValue))
                        input(.type("hidden"), .name("site"), .value(item.site.rawValue))
                        Card {
                            FactList([("设备", HTML(item.name)), ("位置", HTML("\(item.site.nameZH) \(item.place ?? "")"))])
                        }
                    } else {
                        Field.select(
                            "site", "在哪个站区",
                            [Choice("", "请选择")] + SiteCode.contractOrder.map { Choice($0.rawValue, $0.nameZH) },
                            chosen: values["site"] ?? "", error: errors["site"])
                    }
                    Field.text("title", "什么坏了", values["title"] ?? "", error: errors["title"], max: 80)
                    Field.area(
                        "description", "在什么位置，什么情况", values["description"] ?? "", rows: 3, error: errors["description"],
                        optional: true, max: 2000)
                    desk.photoField(request, values, errors)
                    Field.checks(
                        "urgent", "急不急", [Choice("on", "工作已停，或2小时内要用")], chosen: values["urgent"] == nil ? [] : ["on"],
                        optional: true)
                    Field.text("contactName", "怎么称呼您", values["contactName"] ?? "", optional: true, max: 40)
                    Field.text(
                        "contactPhone", "电话", values["contactPhone"] ?? "", kind: .phone, hint: "只给上门的工程师看",
                        optional: true,
                        max: 40)
                }
            }
        }
    }
}
