import BillingDomain
import OpsContracts
import OpsServer

/// The commands of a payment, each on a page of its own: `/billing/quarters/2026-q2/<verb>`.
enum GateVerb: String, CaseIterable, Sendable {
    case issue
    case fiscalApprove = "fiscal-approve"
    case approve
    case pay
    case awaitFunds = "await-funds"
    case fine

    /// The word on the button, which the page's title repeats.
    var zh: String {
        switch self {
        case .issue: "出结算单"
        case .fiscalApprove: "登记批复"
        case .approve: "批准"
        case .awaitFunds: "待资金"
        case .pay: "登记支付"
        case .fine: "罚款"
        }
    }

    var roles: Set<Role> { self == .fine ? [.finance, .office] : [.finance] }

    /// A fine is never the payment's next step, so it is not offered as such.
    var isAside: Bool { self == .fine }

    /// Whether the payment is where this can be done; the command itself decides.
    func isOpen(_ file: YearFile, _ quarter: Quarter) -> Bool {
        let state = file.year.payment(of: quarter)?.state
        switch self {
        case .issue:
            return state == nil && file.blockers(quarter).isEmpty && file.year.payments.count == quarter.number - 1
        case .fiscalApprove: return state == .issued && quarter.number == 4
        case .approve:
            if case .fiscallyApproved = state { return true }
            return state == .issued && quarter.number < 4
        case .awaitFunds: return state == .approved
        case .pay:
            if case .awaitingFunds = state { return true }
            return state == .approved
        case .fine: return file.year.deduction(of: file.terms.fineCounts(of: quarter)) == nil
        }
    }
}
