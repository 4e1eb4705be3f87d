public import OpsContracts
public import OpsDomain

public enum SheetDecider: Decider {
    public typealias State = Sheet
    public typealias Command = SheetCommand
    public typealias Event = SheetEvent

    public static let kind = "sheet"
    public static let shape = 1

    public static func decide(
        _ command: SheetCommand, _ state: Sheet?, at now: Timestamp
    ) throws(Rejection) -> [SheetEvent] {
        switch command {
        case .propose(let fact, let besideOnly): return try propose(fact, besideOnly, state)
        case .withdraw(let subject, let rules, let occurredAt, let reason):
            guard let state else { return [] }
            return state.withdraw(subject, rules, occurredAt, reason)
        case .score(let key, let rules, let hasPosts, let veto, let vetoReason, let by):
            let sheet = state ?? Sheet(key: key, version: 1, status: .draft)
            return try sheet.score(by: rules, hasPosts, veto, vetoReason, by)
        default: break
        }
        guard let sheet = state else {
            throw Rejection(.missing, "no-sheet", zh: "这张考核表还没有评分。先评分。", en: "This sheet does not exist yet; score it.")
        }
        switch command {
        case .propose, .withdraw, .score: return []
        case .rule(let id, let upheld, let reason, let by): return try sheet.rule(id, upheld, reason, by)
        case .publish(let until, let by): return try sheet.publish(until, by, now)
        case .object(let evidence, let text, let by): return try sheet.object(evidence, text, by, now)
        case .ruleObjection(let number, let granted, let reason, let by):
            return try sheet.ruleObjection(number, granted, reason, by)
        case .freeze(let regular, let hasPosts, let heads): return try sheet.freeze(regular, hasPosts, heads, now)
        case .reopen(let reason, let by): return try sheet.reopen(reason, by)
        }
    }

    private static func propose(
        _ fact: EvidenceProposed, _ besideOnly: Bool, _ state: Sheet?
    ) throws(Rejection) -> [SheetEvent] {
        let key = SheetKey(site: fact.site, month: fact.month)
        guard fact.sheet == key.id, YearMonth(fact.occurredAt.day) == fact.month else {
            throw .invalid("month", zh: "这件事不发生在\(key.zh)。", en: "It did not happen in \(key).")
        }
        guard (1...1000).contains(fact.tenths) else {
            throw .invalid("tenths", zh: "扣分应大于0，最多100.0。", en: "Evidence deducts 0.1 to 100 points.")
        }
        let held = state?.evidence ?? []
        if held.contains(where: { $0.fact.evidence == fact.evidence || $0.fact.isSameMiss(as: fact) }) { return [] }
        if besideOnly, !held.contains(where: { $0.fact.isOfSameTicket(as: fact) }) { return [] }
        return [.proposed(fact)]
    }

    public static func evolve(_ state: Sheet?, _ event: SheetEvent) -> Sheet {
        switch event {
        case .proposed(let fact):
            var sheet = state ?? Sheet(key: SheetKey(site: fact.site, month: fact.month), version: 1, status: .draft)
            sheet.evidence.append(Sheet.Evidence(fact: fact, ruling: .proposed))
            return sheet
        case .scored(let fact):
            var sheet = state ?? Sheet(key: SheetKey(site: fact.site, month: fact.month), version: 1, status: .draft)
            sheet.apply(fact)
            return sheet
        default:
            // Every other event comes after one of these two.
            guard var sheet = state else { return Sheet(key: .unknown, version: 1, status: .draft) }
            sheet.apply(event)
            return sheet
        }
    }
}

extension SheetKey {
    /// What a log that begins in the middle leaves.
    static let unknown = SheetKey(site: SiteCode("X"), month: YearMonth(Day(ordinal: 0)))
}

extension EvidenceProposed {
    /// The same thing told twice: one cause, one rule.
    fileprivate func isSameMiss(as other: EvidenceProposed) -> Bool {
        guard let cause, let theirs = other.cause else { return false }
        return cause.factId == theirs.factId && rule == other.rule
    }

    fileprivate func isOfSameTicket(as other: EvidenceProposed) -> Bool {
        guard let cause, let theirs = other.cause else { return false }
        return cause.subject == theirs.subject && item == other.item
    }
}
