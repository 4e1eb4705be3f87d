import OpsContracts
import OpsDomain

/// From the score to the freeze: publication, objections, freeze, correction.
extension Sheet {
    func publish(_ until: Timestamp, _ by: AccountID, _ now: Timestamp) throws(Rejection) -> [SheetEvent] {
        switch status {
        case .scored: break
        case .draft:
            throw Rejection(.conflict, "sheet-draft", zh: "考核表还没有评分。先评分。", en: "Score the sheet first.")
        case .published, .disputed:
            throw Rejection(.conflict, "sheet-published", zh: "考核表已发布。", en: "The sheet is published already.")
        case .frozen: throw frozen
        }
        guard now >= Timestamp(startOf: key.month.next.firstDay) else {
            throw Rejection(
                .conflict, "month-running", zh: "\(key.month.month)月还没有结束，月底后再发布。",
                en: "The month is not over yet.")
        }
        guard undecided.isEmpty, let scoring else {
            throw Rejection(
                .conflict, "evidence-undecided", zh: "评分后又有\(undecided.count)条新证据。认定后再发布。",
                en: "\(undecided.count) pieces of evidence came after the score.")
        }
        return [
            .published(
                SheetPublished(
                    sheet: key.id, site: key.site, month: key.month, version: version, score: scoring.score,
                    objectionUntil: until, by: by))
        ]
    }

    func object(
        _ evidence: EvidenceID?, _ text: String, _ by: AccountID, _ now: Timestamp
    ) throws(Rejection) -> [SheetEvent] {
        let until: Timestamp
        switch status {
        case .published(let end), .disputed(let end): until = end
        case .draft, .scored:
            throw Rejection(.conflict, "sheet-unpublished", zh: "考核表还没有发布。", en: "The sheet is not published yet.")
        case .frozen: throw frozen
        }
        guard now < until else {
            throw Rejection(
                .conflict, "window-over", zh: "异议期已过。", en: "The window for objections is over.")
        }
        guard !text.isEmpty, text.count <= 1000 else {
            throw .invalid("text", zh: "写明异议的理由，最多1000字。", en: "Say why, in at most 1000 characters.")
        }
        if let evidence, self.evidence(evidence)?.ruling != .upheld {
            throw .invalid("evidence", zh: "这条证据没有扣分，不用异议。", en: "This evidence deducts nothing.")
        }
        return [
            .objected(
                SheetObjected(
                    sheet: key.id, site: key.site, month: key.month, objection: objections.count + 1,
                    evidence: evidence, text: text, by: by))
        ]
    }

    func ruleObjection(
        _ number: Int, _ granted: Bool, _ reason: String, _ by: AccountID
    ) throws(Rejection) -> [SheetEvent] {
        if case .frozen = status { throw frozen }
        guard let objection = objections.first(where: { $0.number == number }) else {
            throw .missing("异议", String(number))
        }
        guard objection.granted == nil else {
            if objection.granted == granted { return [] }
            throw Rejection(.conflict, "objection-ruled", zh: "这条异议已答复。", en: "This objection was ruled already.")
        }
        guard !reason.isEmpty, reason.count <= 1000 else {
            throw .invalid("reason", zh: "写明答复的理由，最多1000字。", en: "Say why, in at most 1000 characters.")
        }
        var events: [SheetEvent] = [
            .objectionRuled(
                ObjectionRuled(sheet: key.id, objection: number, granted: granted, reason: reason, by: by))
        ]
        if granted, let id = objection.evidence, evidence(id)?.ruling == .upheld {
            events.append(
                .ruled(EvidenceRuled(sheet: key.id, evidence: id, upheld: false, by: by, reason: reason)))
        }
        return rescored(events)
    }

    /// Nobody's window is cut short: a freeze needs the window over and every objection ruled. Before working day 8 only a
    /// sheet that nobody objected to may freeze.
    func freeze(
        _ regular: Timestamp, _ hasPosts: Bool, _ heads: [SourceHead], _ now: Timestamp
    ) throws(Rejection) -> [SheetEvent] {
        switch status {
        case .published(let until):
            guard now >= until else {
                throw Rejection(
                    .conflict, "window-open", zh: "异议期还没有结束，结束后再冻结。", en: "The window for objections is open.")
            }
        case .disputed:
            throw Rejection(
                .conflict, "objections-open", zh: "还有\(openObjections.count)条异议没有答复。先答复。",
                en: "\(openObjections.count) objections are not ruled yet.")
        case .draft, .scored:
            throw Rejection(.conflict, "sheet-unpublished", zh: "考核表还没有发布。先发布。", en: "Publish the sheet first.")
        case .frozen: throw frozen
        }
        guard !objections.contains(where: { $0.version == version }) || now >= regular else {
            throw Rejection(
                .conflict, "before-freeze-day", zh: "有过异议的考核表从第8个工作日起冻结。",
                en: "A sheet with objections freezes on working day 8.")
        }
        return [
            .frozen(
                SheetFrozen(
                    sheet: key.id, site: key.site, month: key.month, version: version,
                    score: scoring?.score ?? .full, items: scoring?.items ?? [], hasPosts: hasPosts, frozenAt: now,
                    heads: heads))
        ]
    }

    func reopen(_ reason: String, _ by: AccountID) throws(Rejection) -> [SheetEvent] {
        guard case .frozen = status else {
            throw Rejection(
                .conflict, "sheet-not-frozen", zh: "考核表还没有冻结，直接改即可。", en: "The sheet is not frozen; just change it.")
        }
        guard !reason.isEmpty, reason.count <= 500 else {
            throw .invalid("reason", zh: "写明更正的理由，最多500字。", en: "Say why, in at most 500 characters.")
        }
        return [
            .reopened(
                SheetReopened(
                    sheet: key.id, site: key.site, month: key.month, version: version + 1, reason: reason, by: by))
        ]
    }
}
