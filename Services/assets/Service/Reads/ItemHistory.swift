import AssetsDomain
import OpsContracts
import OpsDomain
import OpsMessaging

/// One line of an item's history, read from the log itself: nothing can be in it that is not a fact.
struct HistoryEntry: Codable, Sendable, Equatable {
    /// One column before and after.
    struct Change: Codable, Sendable, Equatable {
        var field: String
        var old: String?
        var new: String?
    }

    /// The fact's number in the ledger's log.
    var seq: Int64
    var type: FactType
    var at: Timestamp
    var actor: Actor
    /// 已登记, 已更正 …
    var title: String
    var text: String?
    var changes: [Change]
    var ticket: TicketID?
    /// The head of the fact's hash, for the audit.
    var hash: String
}

extension ReadDatabase {
    /// Newest first.
    func history(of item: ItemID) throws -> [HistoryEntry] {
        try facts(of: Item.subject(item)).compactMap { fact in
            try ItemEvent.read(fact).map { HistoryEntry(fact, $0) }
        }.reversed()
    }
}

extension HistoryEntry {
    init(_ fact: Fact, _ event: ItemEvent) {
        self.init(
            seq: fact.seq, type: fact.type, at: fact.time, actor: fact.actor, title: "", text: nil, changes: [],
            ticket: nil, hash: String(fact.hash.prefix(12)))
        switch event {
        case .registered(let registered):
            title = "已登记"
            text = registered.name
        case .corrected(let corrected):
            title = "已更正"
            text = corrected.reason
            changes = corrected.changes.map { Change(field: $0.field.zh, old: $0.old, new: $0.new) }
        case .stateChanged(let moved):
            title = "已变更状态"
            text = moved.reason
            changes = [Change(field: "状态", old: moved.from.zh, new: moved.to.zh)]
        case .partRecorded(let part):
            title = "已更换部件"
            text = "\(part.part)　型号 \(part.model)"
            changes = [Change(field: "序列号", old: part.oldSerial?.rawValue, new: part.newSerial.rawValue)]
            ticket = part.ticket
        case .faultRecorded(let fault):
            title = "已记录故障"
            text = [fault.title, fault.cause].compactMap { $0 }.joined(separator: "　")
            ticket = fault.ticket
        }
    }
}
