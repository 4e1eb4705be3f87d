import OpsContracts
import OpsDomain

/// Ending it, and not ending it after all.
extension Step {
    func resolve(_ request: ResolveTicket) throws(Rejection) -> TicketEvent {
        let result = try text(request.result, "result", "处理结果")
        return .resolved(
            TicketResolved(
                ticket: id, site: site, item: ticket.item, cause: try checked(request.cause), result: result,
                partReplaced: request.partReplaced || ticket.partsReplaced > 0,
                awaitsConfirmation: request.asksReporter, photos: request.photos.isEmpty ? nil : request.photos,
                by: by.actor, at: now))
    }

    /// Confirming closes at once what has all its fields; otherwise the engineer still has to fill them in.
    func confirm(_ rating: Int?, _ comment: String?) throws(Rejection) -> [TicketEvent] {
        try onlyRequester(.confirm, else: "请报修人确认，或等待自动关闭。")
        if let rating, !(1...5).contains(rating) {
            throw .invalid("rating", zh: "评分为1到5。", en: "Rate from 1 to 5.")
        }
        let confirmed = TicketEvent.confirmed(
            TicketConfirmed(ticket: id, site: site, rating: rating, comment: comment, by: by.actor, at: now))
        guard let resolution = ticket.resolution, CloseGuard.missing(ticket).isEmpty else { return [confirmed] }
        return [confirmed, closed(resolution, auto: false)]
    }

    func close(_ cause: FaultCause?, _ result: String?) throws(Rejection) -> TicketEvent {
        if ticket.status.stage == .awaitingConfirmation {
            try onlyRequester(.close, else: "等待报修人确认。")
        }
        guard var resolution = ticket.resolution else {
            throw Rejection(.conflict, "not-resolved", zh: "先“解决”，再“关闭”。", en: "Resolve it first.")
        }
        if let cause { resolution.cause = try checked(cause) }
        if let result { resolution.result = try text(result, "result", "处理结果") }
        var complete = ticket
        complete.resolution = resolution
        let missing = CloseGuard.missing(complete)
        guard missing.isEmpty else { throw CloseGuard.rejection(missing) }
        return closed(resolution, auto: false)
    }

    func closed(_ resolution: Ticket.Resolution, auto: Bool) -> TicketEvent {
        .closed(
            TicketClosed(
                ticket: id, site: site, kind: ticket.kind, item: ticket.item, title: ticket.title,
                finding: ticket.finding, priority: ticket.priority, cause: resolution.cause,
                result: resolution.result, partReplaced: resolution.partReplaced || ticket.partsReplaced > 0,
                openedAt: ticket.openedAt, resolvedAt: resolution.at, auto: auto, by: by.actor, at: now))
    }

    /// Within the window the old clock goes on, less the time it was thought over (requirements §3.1 f).
    func reopen(_ reason: String, _ terms: ServiceTerms) throws(Rejection) -> TicketEvent {
        let words = try text(reason, "reason", "重开原因", limit: 400)
        let end: Timestamp
        switch ticket.status {
        case .closed(let at): end = at
        default: end = ticket.resolution?.at ?? now
        }
        guard now - end <= terms.policy.reopenSeconds * 1000 else {
            throw Rejection(
                .conflict, "reopen-too-late", zh: "结束已超过\(terms.policy.reopenSeconds / 3600)小时，请另“报单”，系统会关联原单。",
                en: "Too late to reopen: open a linked ticket.")
        }
        let resolvedAt = ticket.resolution?.at ?? end
        var open = ticket
        open.reviveResolution()
        let targets = open.recomputed(terms, pauses: ticket.pauses + [Pause(resolvedAt, now)])
        return .reopened(
            TicketReopened(
                ticket: id, site: site, reason: words, priority: ticket.priority, basis: terms.policy.basis,
                resolvedAt: resolvedAt, targets: targets, by: by.actor, at: now))
    }

    func cancel(_ reason: String, _ duplicateOf: TicketID?) throws(Rejection) -> TicketEvent {
        if by.actor != ticket.openedBy {
            try onlyRequester(.cancel, else: "请站区信息科长操作，或“解决”并写明情况。")
        }
        if duplicateOf == id {
            throw .invalid("duplicateOf", zh: "不能是本单自己。", en: "A ticket is no duplicate of itself.")
        }
        return .cancelled(
            TicketCancelled(
                ticket: id, site: site, finding: ticket.finding,
                reason: try text(reason, "reason", "取消原因", limit: 400), duplicateOf: duplicateOf, by: by.actor, at: now)
        )
    }

    private func checked(_ cause: FaultCause?) throws(Rejection) -> FaultCause? {
        guard let cause else { return nil }
        return FaultCause(category: cause.category, text: try text(cause.text, "cause", "原因", limit: 1000))
    }
}
