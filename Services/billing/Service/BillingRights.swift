import OpsContracts
import OpsServer

/// Finance does; the central office and the supplier look. Amounts are nobody else's business.
enum BillingRights {
    static let readers = Access.roles([.finance, .office, .supplier, .admin])
    static let finance = Access.roles([.finance])
    static let fines = Access.roles([.finance, .office])
}
