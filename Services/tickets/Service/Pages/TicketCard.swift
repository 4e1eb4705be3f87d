import OpsConsole
import OpsContracts
import OpsServer
import TicketsDomain

/// A ticket on the day board: level, state, number, title, place, the limit that comes next, and what to do now.
struct TicketCard: Component {
    let row: TicketRow
    let clock: SLAClock?
    let actions: [Action]
    let place: String?

    var html: HTML {
        Card(class: urgency) {
            div(.class("stack tight")) {
                div(.class("cluster apart")) {
                    div(.class("cluster")) {
                        PriorityMark(row.priority)
                        Chip(ChipState(row.state))
                    }
                    link(Paths.ticket(row.ticket), row.ticket.rawValue, .class("num row-link"))
                }
                p(.class("f4")) { row.title }
                p(.class("ink2 f2")) { [row.site.shortNameZH, place].compactMap(\.self).joined(separator: " · ") }
                clock
                if !actions.isEmpty { ActionBar(actions) }
            }
        }
    }

    private var urgency: String {
        switch clock?.urgency {
        case .late: "late"
        case .near: "near"
        case nil, .some(.none): ""
        }
    }
}

/// What a person may do to a ticket now, the likeliest first.
enum TicketActions {
    private static let order: [TicketVerb] = [
        .accept, .arrive, .start, .resume, .resolve, .handBack, .confirm, .close, .dispatch, .suspend, .escalate,
        .replacePart, .changeLevel, .report, .reopen, .cancel,
    ]
    /// Done with one tap; put right by another command where it was a mistake.
    static let oneTap: Set<TicketVerb> = [.accept, .arrive, .start, .resume]

    static func verbs(_ ticket: Ticket, _ identity: Identity) -> [TicketVerb] {
        order.filter { verb in
            guard identity.has(TicketRights.roles(verb)), verb.isPossible(in: ticket.status.stage) else { return false }
            switch verb {
            case .arrive: return !ticket.hasArrived || ticket.status.stage != .working
            case .report: return ticket.priority.isMajor && ticket.kind == .incident
            case .close: return ticket.status.stage != .awaitingConfirmation || identity.author.side == .requester
            case .confirm: return identity.author.side == .requester
            case .cancel: return identity.author.side == .requester || ticket.openedBy == identity.actor
            default: return true
            }
        }
    }

    static func actions(
        _ row: TicketRow, _ request: Request, _ identity: Identity, _ forms: FormGuard, limit: Int = 99
    ) -> [Action] {
        verbs(row.folded, identity).prefix(limit).map { verb in
            let path = Paths.ticket(row.ticket, verb.rawValue)
            return oneTap.contains(verb)
                ? .post(verb.zh, path, FormKeys(request, forms, version: row.version))
                : .open(verb.zh, path, grave: verb == .cancel)
        }
    }
}
