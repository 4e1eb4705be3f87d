public import OpsContracts
public import OpsDomain

extension Finding: Decider {
    public typealias State = Finding
    public typealias Command = FindingCommand
    public typealias Event = FindingEvent

    public static let kind = "finding"
    public static let shape = 1

    public static func decide(
        _ command: FindingCommand, _ state: Finding?, at now: Timestamp
    ) throws(Rejection) -> [FindingEvent] {
        guard let finding = state else {
            guard case .raise(let draft) = command else { throw .unknownFinding }
            return [.raised(try raised(draft, at: now))]
        }
        switch command {
        case .raise: return []
        case .attach(let ticket): return finding.attach(ticket)
        case .detach(let ticket, let reason):
            guard finding.status == .ticketed(ticket) else { return [] }
            return [.returned(.init(finding: finding.id, site: finding.site, ticket: ticket, reason: reason))]
        case .close(let ticket): return finding.close(by: ticket, at: now)
        case .rectify(let measure, let person): return try finding.rectify(measure, by: person, at: now)
        case .passRetest(let person):
            try finding.checkAwaitsRetest()
            return [.cleared(.init(finding: finding.id, site: finding.site, byTicket: nil, by: person, at: now))]
        case .failRetest(let reason, let person):
            try finding.checkAwaitsRetest()
            let reason = try text(reason, "reason", "填写复查没有通过的原因，最多500字。")
            return [
                .retestFailed(.init(finding: finding.id, site: finding.site, reason: reason, by: person, at: now))
            ]
        }
    }

    public static func evolve(_ state: Finding?, _ event: FindingEvent) -> Finding {
        switch event {
        case .raised(let fact): Finding(id: fact.finding, site: fact.site, status: .raised)
        case .ticketed(let fact): Finding(id: fact.finding, site: fact.site, status: .ticketed(fact.ticket))
        case .returned(let fact): Finding(id: fact.finding, site: fact.site, status: .raised)
        case .rectified(let fact): Finding(id: fact.finding, site: fact.site, status: .rectified)
        case .retestFailed(let fact): Finding(id: fact.finding, site: fact.site, status: .reworking)
        case .cleared(let fact): Finding(id: fact.finding, site: fact.site, status: .cleared)
        }
    }

    /// 7, 14 or 30 calendar days (requirements section 3.10).
    public static func daysToRectify(_ severity: FindingSeverity) -> Int64 {
        switch severity {
        case .high: 7
        case .medium: 14
        default: 30
        }
    }

    private static func raised(_ draft: FindingDraft, at now: Timestamp) throws(Rejection) -> FindingRaised {
        guard FindingSeverity.all.contains(draft.severity) else {
            throw .invalid("severity", zh: "严重程度应选高、中或低。", en: "Choose high, medium or low.")
        }
        if let item = draft.item, ItemID(rawValue: item.rawValue) == nil {
            throw .invalid("item", zh: "设备编号应为1到64个字母、数字、点或横线。", en: "No such item number.")
        }
        let title = try text(draft.title, "title", "填写隐患标题，最多500字。")
        let detail = try text(draft.detail, "detail", "写明看到的情况，最多500字。")
        return FindingRaised(
            finding: draft.finding, round: draft.round, plan: draft.plan, site: draft.site, item: draft.item,
            title: title, detail: detail, severity: draft.severity, fault: draft.fault, by: draft.by, at: now,
            dueAt: now + daysToRectify(draft.severity) * 86_400_000)
    }

    /// A second ticket takes over: the first may have been cancelled.
    private func attach(_ ticket: TicketID) -> [FindingEvent] {
        switch status {
        case .ticketed(ticket), .cleared: []
        case .raised, .ticketed, .rectified, .reworking:
            [.ticketed(FindingTicketed(finding: id, site: site, ticket: ticket))]
        }
    }

    /// A ticket that no longer is the finding's own clears nothing.
    private func close(by ticket: TicketID, at now: Timestamp) -> [FindingEvent] {
        switch status {
        case .ticketed(let own) where own != ticket: []
        case .cleared: []
        case .raised, .ticketed, .rectified, .reworking:
            [.cleared(FindingCleared(finding: id, site: site, byTicket: ticket, by: nil, at: now))]
        }
    }

    private func rectify(
        _ measure: String, by person: AccountID, at now: Timestamp
    ) throws(Rejection) -> [FindingEvent] {
        switch status {
        case .raised, .reworking: break
        case .ticketed(let ticket):
            throw Rejection(
                .conflict, "finding-ticketed", zh: "此隐患由工单\(ticket)处理，关闭工单即销项。", en: "A ticket takes care of it.")
        case .rectified:
            throw Rejection(.conflict, "finding-rectified", zh: "此隐患已整改，等待复查。", en: "It waits for the retest.")
        case .cleared: throw .findingCleared
        }
        let measure = try Self.text(measure, "measure", "填写整改措施，最多500字。")
        return [.rectified(FindingRectified(finding: id, site: site, measure: measure, by: person, at: now))]
    }

    private func checkAwaitsRetest() throws(Rejection) {
        switch status {
        case .rectified: return
        case .cleared: throw .findingCleared
        case .raised, .ticketed, .reworking:
            throw Rejection(.conflict, "finding-not-rectified", zh: "此隐患还没有整改，不能复查。", en: "It is not rectified yet.")
        }
    }

    private static func text(_ text: String, _ field: String, _ zh: String) throws(Rejection) -> String {
        guard text.contains(where: { !$0.isWhitespace }), text.count <= 500 else {
            throw .invalid(field, zh: zh, en: "Give \(field), at most 500 characters.")
        }
        return text
    }
}

extension Rejection {
    static let unknownFinding = Rejection(
        .missing, "not-found", zh: "没有找到这条隐患，或你的账号不能查看。", en: "No such finding, or not yours to see.")
    static let findingCleared = Rejection(.conflict, "finding-cleared", zh: "此隐患已销项。", en: "The finding is cleared.")
}
