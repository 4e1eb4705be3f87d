import OpsContracts
import OpsServer
import TicketsDomain

/// Who may do what to a ticket, by role; the state machine's own rules come on top.
enum TicketRights {
    static let staff: Set<Role> = [.engineer, .supplier, .expert, .siteLead, .office]
    static let openers: Set<Role> = [.engineer, .supplier, .siteLead, .office, .reporter]
    static let readers: Set<Role> = staff.union([.reporter, .finance, .admin, .wall])
    /// Who may add pictures to what they open or write.
    static let photographers: Set<Role> = staff.union([.reporter])
    /// The supplier's own monitoring signs in with an account of the supplier.
    static let monitors: Set<Role> = [.supplier, .engineer]
    static let policyMakers: Set<Role> = [.office, .admin]

    static func roles(_ verb: TicketVerb) -> Set<Role> {
        switch verb {
        case .accept, .arrive, .start, .suspend, .resume, .escalate: [.engineer, .supplier]
        case .replacePart, .resolve: [.engineer, .supplier, .expert]
        case .dispatch: [.engineer, .supplier, .siteLead, .office]
        case .note: staff.union([.reporter])
        case .report: [.engineer, .supplier, .siteLead]
        case .handBack: [.expert, .supplier]
        case .confirm: [.siteLead, .office, .reporter]
        case .close, .changeLevel: [.engineer, .supplier, .siteLead, .office]
        case .reopen, .cancel: [.engineer, .supplier, .siteLead, .office, .reporter]
        }
    }
}

extension Identity {
    /// Site lead, centre and reporter are the requester's side; whoever is of both speaks for the requester.
    var author: Author {
        Author(actor, has([.siteLead, .office, .reporter]) ? .requester : .supplier)
    }

    /// Somebody who reports faults and is nothing else sees their own alone.
    var isOnlyReporter: Bool { roles.isSubset(of: [.reporter]) }

    func maySee(_ ticket: Ticket) -> Bool {
        mayAct(at: ticket.site) && (!isOnlyReporter || ticket.openedBy == actor)
    }
}
