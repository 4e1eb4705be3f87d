import OpsContracts
import OpsDomain

/// Getting there and working on it.
extension Step {
    func accept() -> TicketEvent {
        .accepted(TicketAccepted(ticket: id, site: site, by: by.actor, at: now))
    }

    /// Giving a new ticket to somebody takes it on as well.
    func dispatch(_ engineer: AccountID, _ post: PostID?) throws(Rejection) -> [TicketEvent] {
        if ticket.status.stage == .dispatched, ticket.engineer == engineer {
            throw Rejection(.conflict, "same-engineer", zh: "此单已派给该工程师。", en: "That engineer has it already.")
        }
        let given = TicketEvent.dispatched(
            TicketDispatched(ticket: id, site: site, engineer: engineer, post: post, by: by.actor, at: now))
        return ticket.status == .new ? [accept(), given] : [given]
    }

    func arrive() throws(Rejection) -> TicketEvent {
        if ticket.hasArrived, ticket.status.stage == .working {
            throw Rejection(.conflict, "already-arrived", zh: "已经到场。", en: "Arrival is already recorded.")
        }
        return .arrived(TicketArrived(ticket: id, site: site, by: by.actor, at: now))
    }

    func start() -> TicketEvent { .started(WorkStarted(ticket: id, site: site, by: by.actor, at: now)) }

    func note(_ note: WorkNote) throws(Rejection) -> TicketEvent {
        let words = try text(note.text, "text", "处理记录")
        return .noted(
            WorkNoted(
                ticket: id, site: site, text: words, isPublic: note.isPublic,
                workaround: note.isWorkaround ? true : nil, photos: note.photos.isEmpty ? nil : note.photos,
                by: by.actor, at: now))
    }

    func report(_ kind: FaultReportKind, _ to: String, _ words: String) throws(Rejection) -> TicketEvent {
        let whom = try text(to, "to", "报告对象", limit: 200)
        let what = try text(words, "text", "报告内容")
        return .reported(
            FaultReported(ticket: id, site: site, kind: kind, to: whom, text: what, by: by.actor, at: now))
    }

    /// Only the four reasons; level one does not wait for parts without a makeshift (requirements §3.1 c).
    func suspend(
        _ reason: PendingReason, _ note: String, _ until: Timestamp?, _ carrier: String?
    ) throws(Rejection) -> TicketEvent {
        guard PendingReason.all.contains(reason) else {
            throw .invalid("reason", zh: "挂起原因只有：等待用户、等待运营商、等待备件、等待停机窗口。", en: "No such reason to suspend.")
        }
        if ticket.priority == .p1, reason == .parts, !ticket.hasWorkaround {
            throw Rejection(
                .conflict, "workaround-first", zh: "一级故障等待备件前，先临时恢复并写处理记录。",
                en: "A level-one fault waits for parts only after a workaround.", field: "reason")
        }
        if let until, until <= now {
            throw .invalid("until", zh: "预计恢复时间应晚于现在。", en: "The expected end must lie ahead.")
        }
        let words = try text(note, "note", "挂起说明", limit: 400)
        return .suspended(
            TicketSuspended(
                ticket: id, site: site, reason: reason, note: words, until: until, carrierTicket: carrier,
                by: by.actor, at: now))
    }

    func resume(_ terms: ServiceTerms) throws(Rejection) -> TicketEvent {
        guard case .pending(let reason, let since) = ticket.status else {
            throw Rejection(.conflict, "not-suspended", zh: "此单没有挂起。", en: "The ticket is not suspended.")
        }
        let targets = ticket.recomputed(terms, pauses: ticket.pauses + [Pause(since, now)])
        return .resumed(
            TicketResumed(
                ticket: id, site: site, reason: reason, since: since, targets: targets, by: by.actor, at: now))
    }

    func escalate(_ channel: ExpertChannel, _ skill: String?, _ words: String) throws(Rejection) -> TicketEvent {
        let what = try text(words, "text", "转二线说明")
        return .escalated(
            TicketEscalated(ticket: id, site: site, channel: channel, skill: skill, text: what, by: by.actor, at: now))
    }

    func handBack(_ advice: String, _ minutes: Int?) throws(Rejection) -> TicketEvent {
        if let minutes, !(0...10_000).contains(minutes) {
            throw .invalid("minutes", zh: "用时应为0到10000分钟。", en: "0 to 10000 minutes.")
        }
        let words = try text(advice, "advice", "二线建议")
        return .returned(
            TicketReturned(ticket: id, site: site, advice: words, minutes: minutes, by: by.actor, at: now))
    }

    func replace(_ part: Part) throws(Rejection) -> TicketEvent {
        let name = try text(part.name, "part", "部件名称", limit: 100)
        let model = try text(part.model, "model", "更换部件型号", limit: 100)
        guard part.newSerial.contains(where: { !$0.isWhitespace }) else {
            throw .invalid(
                "newSerial", zh: "填写更换部件的新序列号；看不清就选“看不清”。", en: "Give the new serial, or say it is unreadable.")
        }
        let serial = try text(part.newSerial, "newSerial", "新序列号", limit: 100)
        return .partReplaced(
            PartReplaced(
                ticket: id, site: site, item: part.item ?? ticket.item, part: name, model: model,
                oldSerial: part.oldSerial, newSerial: serial, by: by.actor, at: now))
    }
}
