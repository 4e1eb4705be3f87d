import BillingDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// One command of a payment: GET asks, POST does it and goes back to the statement.
struct GatePage: Sendable {
    let desk: BillingDesk
    let verb: GateVerb

    func show(_ request: Request) async throws -> Response {
        let quarter = try BillingDesk.quarter(request)
        let file = try await desk.file(BillingDesk.contract(quarter))
        return try page(request, file, quarter, request.query, []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let quarter = try BillingDesk.quarter(request)
        let form = try request.form()
        return try await submitting {
            try await perform(request, quarter, form)
        } refused: { errors in
            let file = try await desk.file(BillingDesk.contract(quarter))
            return try page(request, file, quarter, form, errors).response(to: request, status: 422)
        }
    }

    private func perform(_ request: Request, _ quarter: Quarter, _ form: Fields) async throws -> Response {
        let back: BillingDesk.Answer = { _ in .redirect303(to: Paths.quarter(quarter.description)) }
        switch verb {
        case .issue: return try await desk.issue(request, quarter, answer: back)
        case .approve:
            return try await desk.gate(request, quarter, answer: back) { .approve(quarter, by: $0) }
        case .fiscalApprove:
            let input = try FiscalInput(form)
            return try await desk.gate(request, quarter, answer: back) {
                .approveFiscally(quarter, document: input.document, on: input.approvedOn, by: $0)
            }
        case .awaitFunds:
            let input = ReasonInput(form)
            return try await desk.gate(request, quarter, answer: back) {
                .awaitFunds(quarter, reason: input.reason, document: input.document, by: $0)
            }
        case .pay:
            let input = try PayInput(form)
            return try await desk.gate(request, quarter, answer: back) {
                .pay(quarter, amount: input.amount, on: input.paidOn, fundsArrivedOn: input.fundsArrivedOn, by: $0)
            }
        case .fine:
            let input = try FineInput(form, quarter)
            return try await desk.impose(request, BillingDesk.contract(quarter), input, answer: back)
        }
    }

    private func page(
        _ request: Request, _ file: YearFile, _ quarter: Quarter, _ values: Fields, _ errors: [FieldError]
    ) throws -> OpsConsole.Page {
        let back = Paths.quarter(quarter.description)
        let path = "\(back)/\(verb.rawValue)"
        let head = PageHead(verb.zh, section: "\(quarter.zh)付款", back: NamedLink("\(quarter.zh)结算单", back))
        return try OpsConsole.Page(
            head, service: .billing, viewer: Viewer(request, desk.forms), path: path, failed: !errors.isEmpty
        ) {
            Card { FactList(facts(file, quarter)) }
            CommandForm(
                path, FormKeys(request, desk.forms, version: file.version), verb: verb.zh,
                back: NamedLink("返回", back), errors: errors
            ) {
                fields(file, quarter, values, errors)
            }
        }
    }

    private func facts(_ file: YearFile, _ quarter: Quarter) -> [(String, HTML)] {
        let figures = file.figures(quarter)
        var facts: [(String, HTML)] = [
            ("应付", Format.num(Format.money(figures.base))), ("扣款", Format.num(file.takenWords(quarter))),
            ("实付", Format.num(Format.money(figures.pay))), ("大写", HTML(Format.capitals(figures.pay))),
        ]
        if verb == .issue { facts.append(("以后", "扣款就此定下；考核表再更正，差额记入下一次付款。")) }
        return facts
    }

    @HTMLBuilder private func fields(
        _ file: YearFile, _ quarter: Quarter, _ values: Fields, _ errors: [FieldError]
    ) -> HTML {
        switch verb {
        case .issue, .approve: HTML()
        case .fiscalApprove:
            Field.text("document", "批复文号", values["document"] ?? "", error: errors["document"], max: 100)
            day("approvedOn", "批复日期", values, errors)
        case .awaitFunds:
            Field.area("reason", "原因", values["reason"] ?? "", rows: 3, error: errors["reason"], max: 500)
            Field.text("document", "依据文号", values["document"] ?? "", optional: true, max: 100)
        case .pay:
            Field.text(
                "amount", "支付金额", values["amount"] ?? Self.yuan(file.figures(quarter).pay), kind: .decimal,
                error: errors["amount"], unit: "元")
            day("paidOn", "支付日期", values, errors)
            Field.text(
                "fundsArrivedOn", "资金到位日期", values["fundsArrivedOn"] ?? "", kind: .date,
                error: errors["fundsArrivedOn"], optional: quarter.number < 4)
        case .fine:
            Field.select(
                "site", "站区", [Choice("", "不属于某一站区")] + file.terms.sites.map { Choice($0.rawValue, $0.nameZH) },
                chosen: values["site"], error: errors["site"], optional: true)
            Field.text(
                "amount", "金额", values["amount"] ?? "", kind: .decimal, error: errors["amount"] ?? errors["quarter"],
                unit: "元")
            Field.area("reason", "事由", values["reason"] ?? "", rows: 3, error: errors["reason"], max: 500)
        }
    }

    private func day(_ name: String, _ label: String, _ values: Fields, _ errors: [FieldError]) -> Field {
        .text(name, label, values[name] ?? desk.clock.now().day.description, kind: .date, error: errors[name])
    }

    /// As a form takes it: 69434866 fen is 694348.66.
    static func yuan(_ amount: Money) -> String {
        let cents = amount.fen % 100
        return "\(amount.fen / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}
