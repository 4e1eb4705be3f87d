public import OpsContracts
public import OpsDomain

/// What may happen to a ticket: the face of the state machine.
///
/// Its rules are in the files beside it.
public enum TicketDecider: Decider {
    public static let kind = "ticket"
    public static let shape = 1

    public static func decide(
        _ command: TicketCommand, _ state: Ticket?, at now: Timestamp
    ) throws(Rejection) -> [TicketEvent] {
        if case .open(let request, let terms) = command.action {
            guard state == nil else {
                throw Rejection(.conflict, "ticket-exists", zh: "编号\(request.ticket)已被使用。", en: "The number is taken.")
            }
            return [try open(request, terms, by: command.by, at: now)]
        }
        guard let state else { throw .missing("工单", "") }
        if let verb = command.verb { try require(verb, in: state.status.stage) }
        // What was missed until now is stated first, so that doing it late does not hide that it was late.
        let missed = state.missed(at: now)
        let current = missed.reduce(state) { evolve($0, $1) }
        return missed + (try act(command, current, at: now))
    }

    private static func require(_ verb: TicketVerb, in stage: TicketStatus.Stage) throws(Rejection) {
        if verb.isPossible(in: stage) { return }
        throw Rejection(
            .conflict, "ticket-\(stage.rawValue)", zh: "此单\(stage.zh)，不能“\(verb.zh)”。\(verb.hint(in: stage))",
            en: "The ticket is \(stage.rawValue); \(verb.rawValue) is not possible now.")
    }

    private static func act(
        _ command: TicketCommand, _ ticket: Ticket, at now: Timestamp
    ) throws(Rejection) -> [TicketEvent] {
        let step = Step(ticket: ticket, by: command.by, now: now)
        switch command.action {
        case .open: return []
        case .accept: return [step.accept()]
        case .dispatch(let engineer, let post): return try step.dispatch(engineer, post)
        case .arrive: return [try step.arrive()]
        case .start: return [step.start()]
        case .note(let note): return [try step.note(note)]
        case .report(let kind, let to, let text): return [try step.report(kind, to, text)]
        case .suspend(let reason, let note, let until, let carrier):
            return [try step.suspend(reason, note, until, carrier)]
        case .resume(let terms): return [try step.resume(terms)]
        case .escalate(let channel, let skill, let text): return [try step.escalate(channel, skill, text)]
        case .handBack(let advice, let minutes): return [try step.handBack(advice, minutes)]
        case .replacePart(let part): return [try step.replace(part)]
        case .resolve(let request): return [try step.resolve(request)]
        case .confirm(let rating, let comment): return try step.confirm(rating, comment)
        case .close(let cause, let result): return [try step.close(cause, result)]
        case .reopen(let reason, let terms): return [try step.reopen(reason, terms)]
        case .cancel(let reason, let duplicate): return [try step.cancel(reason, duplicate)]
        case .changeLevel(let change, let terms): return try step.changeLevel(change, terms)
        case .sweep(let terms): return step.sweep(terms)
        case .recompute(let terms): return step.recompute(terms)
        }
    }
}

/// One command on one ticket at one moment: what every rule has at hand.
struct Step {
    let ticket: Ticket
    let by: Author
    let now: Timestamp

    var id: TicketID { ticket.id }
    var site: SiteCode { ticket.site }

    /// Trimmed, between 1 and `limit` characters.
    func text(_ raw: String, _ field: String, _ name: String, limit: Int = 4000) throws(Rejection) -> String {
        try required(raw, field, name, limit: limit)
    }

    func onlyRequester(_ verb: TicketVerb, else hint: String) throws(Rejection) {
        if by.side == .requester { return }
        throw Rejection(
            .forbidden, "requester-only", zh: "只有站区或报修人可以“\(verb.zh)”。\(hint)",
            en: "Only the requester's side may \(verb.rawValue).")
    }
}

func required(_ raw: String, _ field: String, _ name: String, limit: Int = 4000) throws(Rejection) -> String {
    guard let first = raw.firstIndex(where: { !$0.isWhitespace }),
        let last = raw.lastIndex(where: { !$0.isWhitespace })
    else { throw .invalid(field, zh: "填写\(name)。", en: "Fill in \(field).") }
    let text = String(raw[first...last])
    guard text.count <= limit else {
        throw .invalid(
            field, zh: "\(name)最多\(limit)字，现在\(text.count)字。", en: "At most \(limit) characters in \(field).")
    }
    return text
}
