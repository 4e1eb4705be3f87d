import OpsContracts
import OpsDomain
import OpsServer
import TicketsDomain

extension CommandInput {
    /// A new ticket, without its number and what the replicas add.
    func openTicket(_ ticket: TicketID, site: SiteCode) throws(Rejection) -> OpenTicket {
        OpenTicket(
            ticket: ticket, kind: try code("kind", TicketKind.all) ?? .incident, site: site, unit: try id("unit"),
            item: try id("item"), title: try required("title", "标题", limit: 80),
            description: try text("description") ?? "", impact: try code("impact", Impact.all) ?? .single,
            urgency: try code("urgency", Urgency.all) ?? .medium, priorityCase: try text("priorityCase", limit: 64),
            source: try code("source", TicketSource.all) ?? .web, finding: try id("finding"),
            reopens: try id("reopens"), requester: try id("requester"), wantedBy: try moment("wantedBy"),
            classified: try flag("classified") ? true : nil)
    }

    func site() throws(Rejection) -> SiteCode {
        let text = try required("site", "站区", limit: 8)
        guard let site = SiteCode(rawValue: text) else {
            throw .invalid("site", zh: "没有站区“\(text)”。", en: "No such site: \(text).")
        }
        return site
    }

    /// The action a verb asks for.
    func action(_ verb: TicketVerb, _ terms: ServiceTerms) throws(Rejection) -> TicketCommand.Action {
        switch verb {
        case .accept: return .accept
        case .arrive: return .arrive
        case .start: return .start
        case .resume: return .resume(terms)
        case .dispatch:
            guard let engineer: AccountID = try id("engineer") else {
                throw .invalid("engineer", zh: "选择工程师。", en: "Choose an engineer.")
            }
            return .dispatch(engineer: engineer, post: try id("post"))
        case .note: return .note(try note())
        case .report:
            return .report(
                try requiredCode("kind", "报告种类", FaultReportKind.all), to: try required("to", "报告对象", limit: 200),
                text: try required("text", "报告内容"))
        case .suspend:
            return .suspend(
                try requiredCode("reason", "挂起原因", PendingReason.all), note: try required("note", "挂起说明", limit: 400),
                until: try moment("until"), carrierTicket: try text("carrierTicket", limit: 64))
        case .escalate:
            return .escalate(
                try code("channel", ExpertChannel.all) ?? .phone, skill: try text("skill", limit: 64),
                text: try required("text", "转二线说明"))
        case .handBack:
            return .handBack(
                advice: try required("advice", "二线建议"),
                minutes: try integer("minutes", in: 0...10_000).map { Int($0) })
        default: return try ending(verb, terms)
        }
    }

    private func ending(_ verb: TicketVerb, _ terms: ServiceTerms) throws(Rejection) -> TicketCommand.Action {
        switch verb {
        case .replacePart: return .replacePart(try part())
        case .resolve:
            return .resolve(
                ResolveTicket(
                    cause: try cause(), result: try required("result", "处理结果"), partReplaced: try flag("partReplaced"),
                    asksReporter: try flag("asksReporter"), photos: try digests("photos")))
        case .confirm:
            return .confirm(
                rating: try integer("rating", in: 1...5).map { Int($0) }, comment: try text("comment", limit: 1000))
        case .close: return .close(cause: try cause(), result: try text("result"))
        case .reopen: return .reopen(reason: try required("reason", "重开原因", limit: 400), terms)
        case .cancel:
            return .cancel(reason: try required("reason", "取消原因", limit: 400), duplicateOf: try id("duplicateOf"))
        default: return .changeLevel(try level(terms), terms)
        }
    }

    private func note() throws(Rejection) -> WorkNote {
        WorkNote(
            text: try required("text", "处理记录"), isPublic: try flag("isPublic"),
            isWorkaround: try flag("isWorkaround"), photos: try digests("photos"))
    }

    private func part() throws(Rejection) -> Part {
        // A box beside the field says 无 or 看不清, so that nobody types it.
        let unreadable = try text("unreadable", limit: 8)
        if let unreadable, !Part.withoutSerial.contains(unreadable) {
            throw .invalid("unreadable", zh: "可选：无、看不清。", en: "One of 无, 看不清.")
        }
        return Part(
            item: try id("item"), name: try required("part", "部件名称", limit: 100),
            model: try required("model", "更换部件型号", limit: 100), oldSerial: try text("oldSerial", limit: 100),
            newSerial: try text("newSerial", limit: 100) ?? unreadable ?? "")
    }

    private func cause() throws(Rejection) -> FaultCause? {
        let category = try code("causeCategory", CauseCategory.all)
        let words = try text("causeText", limit: 1000)
        guard category != nil || words != nil else { return nil }
        guard let category else { throw .invalid("causeCategory", zh: "选择原因类别。", en: "Choose a category.") }
        guard let words else { throw .invalid("causeText", zh: "填写原因。", en: "Fill in causeText.") }
        return FaultCause(category: category, text: words)
    }

    /// By name, or by impact and urgency through the matrix.
    private func level(_ terms: ServiceTerms) throws(Rejection) -> LevelChange {
        let (impact, urgency) = (try code("impact", Impact.all), try code("urgency", Urgency.all))
        let named = try code("priority", Priority.all)
        let reason = try required("reason", "调整理由", limit: 400)
        if let named { return LevelChange(impact: impact, urgency: urgency, to: named, reason: reason) }
        guard let impact, let urgency else {
            throw .invalid("priority", zh: "选择等级，或影响和紧急。", en: "Give a priority, or impact and urgency.")
        }
        let found = terms.policy.cells.first { $0.impact == impact && $0.urgency == urgency }?.priority ?? .p3
        return LevelChange(impact: impact, urgency: urgency, to: found, reason: reason)
    }
}
