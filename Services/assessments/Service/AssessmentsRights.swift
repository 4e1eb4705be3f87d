import OpsContracts
import OpsDomain
import OpsServer

/// Who may do what. The site judges, the supplier objects, the central office may do both sides' paperwork.
enum AssessmentsRights {
    static let readers = Access.roles([.engineer, .siteLead, .office, .supplier, .finance, .admin])
    static let judges = Access.roles([.siteLead, .office])
    static let objectors = Access.roles([.supplier])
    static let staffing = Access.roles([.supplier, .office])
    static let duty = Access.roles([.siteLead, .office, .supplier])
    static let rules = Access.roles([.office, .admin])

    static let judging: Set<Role> = [.siteLead, .office]

    /// The side a person signs a roster for.
    static func party(_ identity: Identity) -> Party { identity.has([.siteLead, .office]) ? .site : .supplier }
}
