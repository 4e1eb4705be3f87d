import OpsContracts
import TicketsDomain

/// One line of a ticket's history.
struct TimelineEntry: Encodable, Sendable {
    /// Who may read it, and how the page draws it.
    enum Kind: String, Encodable, Sendable {
        case status, work, `public`, `internal`, system
    }

    var seq: Int64
    var at: Timestamp
    var actor: Actor
    var kind: Kind
    var what: String
    var text: String?
    var photos: [String]?

    /// - Parameter names: whom a ticket was given to, by account; the id stands where there is none.
    init(_ entry: TicketFile.Entry, names: [AccountID: String] = [:]) {
        seq = entry.seq
        at = entry.at
        actor = entry.actor
        (kind, what, text) = Self.words(entry.event)
        photos = Self.photos(entry.event)
        if case .dispatched(let fact) = entry.event, fact.post == nil, let name = names[fact.engineer] {
            text = "派给 \(name)"
        }
    }

    static func photos(_ event: TicketEvent) -> [String]? {
        switch event {
        case .opened(let fact): fact.photos
        case .noted(let fact): fact.photos
        case .resolved(let fact): fact.photos
        default: nil
        }
    }

    // One line per event; splitting it would hide that none is missing.
    private static func words(_ event: TicketEvent) -> (Kind, String, String?) {
        switch event {
        case .opened(let fact): (.status, "报单", fact.description.isEmpty ? nil : fact.description)
        case .accepted: (.status, "受理", nil)
        case .dispatched(let fact): (.status, "派单", fact.post.map { "派给 \($0)" } ?? "派给 \(fact.engineer)")
        case .arrived: (.status, "到场", nil)
        case .started: (.status, "开始", nil)
        case .noted(let fact): (fact.isPublic ? .public : .internal, fact.workaround == true ? "临时恢复" : "记录", fact.text)
        case .reported(let fact): (.work, fact.kind.zh, "报 \(fact.to)：\(fact.text)")
        case .suspended(let fact): (.status, "挂起", "\(fact.reason.zh)：\(fact.note)")
        case .resumed: (.status, "恢复", nil)
        case .escalated(let fact): (.status, "转二线", "\(fact.channel.zh)：\(fact.text)")
        case .returned(let fact): (.work, "退回", fact.advice)
        case .partReplaced(let fact):
            (.work, "换件", "\(fact.part) \(fact.model)，新序列号 \(fact.newSerial)，旧序列号 \(fact.oldSerial ?? "—")")
        case .resolved(let fact): (.status, "解决", fact.result)
        case .confirmed(let fact):
            (.public, "确认", [fact.rating.map { "\($0)分" }, fact.comment].compactMap(\.self).joined(separator: "，"))
        case .closed(let fact): (.status, fact.auto ? "自动关闭" : "关闭", fact.result)
        case .reopened(let fact): (.status, "重开", fact.reason)
        case .cancelled(let fact): (.status, "取消", fact.reason)
        case .levelChanged(let fact): (.work, "定级", "\(fact.from.zh) → \(fact.to.zh)：\(fact.reason)")
        case .breached(let fact): (.system, "\(fact.target.zh)超时", nil)
        case .breachWithdrawn(let fact): (.system, "撤销\(fact.target.zh)超时", fact.reason)
        case .recomputed(let fact): (.system, "重算时限", "按日历第\(fact.calendarVersion)版")
        }
    }
}

extension TicketEvent {
    /// Whom it gave the ticket to.
    var engineer: AccountID? {
        guard case .dispatched(let fact) = self else { return nil }
        return fact.engineer
    }
}
