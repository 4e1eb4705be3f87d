import AssessmentsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// One command of a sheet: GET asks, POST does it and goes back to the sheet.
struct SheetFormPage: Sendable {
    let desk: AssessmentsDesk
    let verb: SheetVerb

    func show(_ request: Request) async throws -> Response {
        try page(request, try await desk.file(request), request.query, []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let form = try request.form()
        return try await submitting {
            try await perform(request, form)
        } refused: { errors in
            let file = try await desk.file(request)
            return try page(request, file, form, errors).response(to: request, status: 422)
        }
    }

    private func perform(_ request: Request, _ form: Fields) async throws -> Response {
        let back: AssessmentsDesk.Answer = { .redirect303(to: Paths.sheet($0.key.site, $0.key.month)) }
        switch verb {
        case .score: return try await desk.score(request, ScoreInput(form), answer: back)
        case .publish: return try await desk.publish(request, answer: back)
        case .freeze: return try await desk.freeze(request, answer: back)
        case .reopen: return try await desk.reopen(request, ReasonInput(form), answer: back)
        case .propose: return try await desk.propose(request, try EvidenceInput(form), answer: back)
        case .object: return try await desk.object(request, ObjectionInput(form), answer: back)
        case .reject:
            guard let id = EvidenceID(rawValue: form.text("evidence") ?? "") else { throw Problem.notFound }
            let input = RulingInput(upheld: false, reason: form.text("reason"))
            return try await desk.ruleEvidence(request, id, input, answer: back)
        case .answer:
            guard let number = Int(form.text("objection") ?? "") else { throw Problem.notFound }
            return try await desk.ruleObjection(request, number, AnswerInput(form), answer: back)
        }
    }

    private func page(
        _ request: Request, _ file: SheetFile, _ values: Fields, _ errors: [FieldError]
    ) throws -> OpsConsole.Page {
        let sheet = Paths.sheet(file.key.site, file.key.month)
        let path = "\(sheet)/\(verb.rawValue)"
        let head = PageHead(verb.zh, section: "\(file.key.zh)考核", back: NamedLink("\(file.key.zh)考核", sheet))
        return try OpsConsole.Page(
            head, service: .assessments, viewer: Viewer(request, desk.forms), path: path, failed: !errors.isEmpty
        ) {
            Card { FactList(facts(file)) }
            if errors.isEmpty, !verb.isOpen(file, at: desk.clock.now()) {
                StateNote.notNow("此表\(Chip(file.status).html.plainText)，现在不能“\(verb.zh)”。\(verb.hint(file))")
                p { link(sheet, "返回", .class("btn")) }
            } else {
                form(path, sheet, file, request, values, errors)
            }
        }
    }

    private func form(
        _ path: String, _ sheet: String, _ file: SheetFile, _ request: Request, _ values: Fields,
        _ errors: [FieldError]
    ) -> HTML {
        HTML {
            CommandForm(
                path, FormKeys(request, desk.forms, version: file.version), verb: verb.zh,
                back: NamedLink("返回", sheet), errors: errors
            ) {
                fields(file, values, errors)
            }
        }
    }

    private func facts(_ file: SheetFile) -> [(String, HTML)] {
        var facts: [(String, HTML)] = [
            ("考核表", HTML("\(file.key.zh) 第\(file.sheet?.version ?? 1)版")),
            ("得分", Format.num(Format.score(file.sheet?.scoring?.score ?? file.preview.score))),
        ]
        switch verb {
        case .publish: facts.append(("以后", "供应商可在2个工作日内提出异议。"))
        case .freeze: facts.append(("以后", "得分不能再改，付款按此扣款；要改只能更正，出下一版。"))
        case .reopen: facts.append(("以后", "出第\((file.sheet?.version ?? 1) + 1)版，重新评分、发布、冻结；已付的差额记入下一次付款。"))
        default: break
        }
        return facts
    }

    @HTMLBuilder private func fields(_ file: SheetFile, _ values: Fields, _ errors: [FieldError]) -> HTML {
        switch verb {
        case .score:
            Field.select(
                "veto", "一票否决", [Choice("", "无")] + Veto.all.map { Choice($0.rawValue, $0.zh) },
                chosen: values.text("veto"), optional: true)
            reason("vetoReason", "否决事由", values, errors, optional: true)
        case .publish, .freeze: HTML()
        case .reopen: reason("reason", "更正的理由", values, errors)
        case .propose:
            Field.select(
                "rule", "扣分事项", choices(file), chosen: values.text("rule"), error: errors["rule"])
            Field.text("day", "发生日期", values["day"] ?? "", kind: .date, error: errors["day"] ?? errors["month"])
            reason("note", "发生了什么", values, errors, max: 200)
        case .reject:
            hidden("evidence", values)
            reason("reason", "不认定的理由", values, errors)
        case .object:
            hidden("evidence", values)
            reason("text", "异议的理由", values, errors, max: 1000)
        case .answer:
            hidden("objection", values)
            Field.radios(
                "granted", "异议", [Choice("true", "成立，撤销扣分"), Choice("false", "不成立")],
                chosen: values["granted"] ?? "false", across: true)
            reason("reason", "答复的理由", values, errors, max: 1000)
        }
    }

    private func choices(_ file: SheetFile) -> [Choice] {
        file.rules.items.flatMap { item in
            item.rules.map { Choice($0.event.rawValue, "\(item.code) \($0.event.zh) −\(Format.tenths($0.tenths))") }
        }
    }

    private func reason(
        _ name: String, _ label: String, _ values: Fields, _ errors: [FieldError], optional: Bool = false,
        max: Int = 500
    ) -> Field {
        .area(name, label, values[name] ?? "", rows: 3, error: errors[name], optional: optional, max: max)
    }

    private func hidden(_ name: String, _ values: Fields) -> HTML {
        input(.type("hidden"), .name(name), .value(values[name] ?? ""))
    }
}
