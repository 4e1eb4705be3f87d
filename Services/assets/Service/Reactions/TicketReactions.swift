import AssetsDomain
import OpsContracts
import OpsDomain
import OpsMessaging

/// What the ledger learns from tickets: parts replaced, faults closed.
///
/// A ticket may name an item that the ledger does not know; that is the ticket's unverified link and nothing happens
/// here.
enum TicketReactions {
    static let all = [
        Reaction("part-replaced-records-part", families: [PartReplaced.type.family], from: .beginning) { fact, tx in
            let replaced = try fact.decode(PartReplaced.self)
            guard let id = replaced.item, let item = try tx.state(Item.self, id) else { return }
            let entry = PartEntry(
                ticket: replaced.ticket, part: replaced.part, model: replaced.model,
                oldSerial: replaced.oldSerial.map(SerialNumber.init(rawValue:)),
                newSerial: SerialNumber(rawValue: replaced.newSerial), at: replaced.at)
            try tx.execute(Item.self, id, .recordPart(entry), site: item.site)
        },
        Reaction("ticket-closed-records-fault", families: [TicketClosed.type.family], from: .beginning) { fact, tx in
            let closed = try fact.decode(TicketClosed.self)
            guard closed.kind == .incident, let id = closed.item, let item = try tx.state(Item.self, id) else { return }
            let cause = closed.cause.map { "\($0.category.zh)：\($0.text)" }
            let entry = FaultEntry(
                ticket: closed.ticket, title: closed.title ?? closed.kind.zh, openedAt: closed.openedAt,
                closedAt: closed.at, cause: cause)
            try tx.execute(Item.self, id, .recordFault(entry), site: item.site)
        },
    ]
}
