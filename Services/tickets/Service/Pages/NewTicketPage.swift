import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// 报单: a ticket opened by the staff, or by a reporter who is signed in.
struct NewTicketPage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard
    static let path = Paths.newTicket

    func show(_ request: Request) async throws -> Response {
        var given = request.query
        if given["site"] == nil, let own = request.identity?.sites.sorted().first {
            given = Fields(given.all.map { ($0.name, $0.value) } + [("site", own.rawValue)])
        }
        return try await form(request, given, []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let (input, refusal) = try await desk.input(request)
        return try await submitting(unless: refusal) {
            try await desk.open(request, input) { file in
                .redirect303(to: "\(Paths.ticket(file.row.ticket))?done=open")
            }
        } refused: { status, errors in
            try await form(request, input.fields, errors).response(to: request, status: status)
        }
    }

    private func form(_ request: Request, _ values: Fields, _ errors: [FieldError]) async throws -> Page {
        let identity = try request.requireIdentity()
        let sites = identity.sites.isEmpty ? SiteCode.contractOrder : identity.sites.sorted()
        let site = values.text("site").flatMap { SiteCode(rawValue: $0) } ?? sites.first ?? .jg
        let (items, units, cases) = try await desk.store.read { db in
            (
                try KnownItem.at(site, db), try UnitReplica.units(at: site, db),
                try desk.book.terms(for: site, db).policy.cases.filter { $0.sites.isEmpty || $0.sites.contains(site) }
            )
        }
        let value = { (name: String, missing: String) in values[name] ?? missing }
        return Page(
            PageHead("报单", back: NamedLink("工单", Paths.queue)), service: .tickets, viewer: try Viewer(request, forms),
            path: Self.path, failed: !errors.isEmpty
        ) {
            CommandForm(
                Self.path, FormKeys(request, forms), verb: "报单", back: NamedLink("返回", Paths.queue),
                draft: "new-ticket", errors: errors, files: true
            ) {
                if let old = values.text("reopens") {
                    input(.type("hidden"), .name("reopens"), .value(old))
                    p(.class("ink2")) { "接续 \(old)" }
                }
                Field.select(
                    "site", "站区", sites.map { Choice($0.rawValue, $0.nameZH) }, chosen: site.rawValue,
                    error: errors["site"])
                Field.text("title", "标题", value("title", ""), hint: "什么坏了，或要做什么", error: errors["title"], max: 80)
                Field.area("description", "描述", value("description", ""), optional: true, max: 4000)
                desk.photoField(request, values, errors)
                Field.select(
                    "kind", "种类", TicketKind.all.map { Choice($0.rawValue, $0.zh) }, chosen: value("kind", "incident"))
                Field.select(
                    "item", "设备",
                    [Choice("", "不涉及或不清楚")] + items.map { Choice($0.item.rawValue, "\($0.item) \($0.name)") },
                    chosen: value("item", ""), error: errors["item"], optional: true)
                level(values)
                more(values, errors, units, cases)
            }
        }
    }

    @HTMLBuilder private func level(_ values: Fields) -> HTML {
        Field.radios(
            "impact", "影响", Impact.all.map { Choice($0.rawValue, $0.zh) }, chosen: values["impact"] ?? "single",
            across: true)
        Field.radios(
            "urgency", "紧急",
            [
                Choice("high", "高", hint: "已停用，或2小时内要用"), Choice("medium", "中", hint: "能用但不好用"),
                Choice("low", "低", hint: "可以等"),
            ],
            chosen: values["urgency"] ?? "medium")
    }

    private func more(
        _ values: Fields, _ errors: [FieldError], _ units: [(id: UnitID, name: String)],
        _ cases: [PriorityCase]
    ) -> HTML {
        let value = { (name: String) in values[name] ?? "" }
        return fold("更多") {
            Field.select(
                "priorityCase", "符合的情形",
                [Choice("", "无")] + cases.map { Choice($0.code, "\($0.priority.zh)：\($0.name)") },
                chosen: value("priorityCase"), optional: true)
            Field.select(
                "unit", "机构", [Choice("", "未指明")] + units.map { Choice($0.id.rawValue, $0.name) },
                chosen: value("unit"), error: errors["unit"], optional: true)
            Field.text("contactName", "报修人", value("contactName"), optional: true, max: 40)
            Field.text("contactPhone", "电话", value("contactPhone"), kind: .phone, optional: true, max: 40)
            Field.text(
                "wantedBy", "要求完成", value("wantedBy"), hint: "如 2026-02-13 17:00",
                error: errors["wantedBy"],
                optional: true)
        }
    }
}
