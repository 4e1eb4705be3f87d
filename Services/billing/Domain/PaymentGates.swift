import OpsContracts
import OpsDomain

/// The gates behind a statement: 批复 (only the fourth payment) → 审批 → 到位 → 支付 (R97–R100).
extension Book {
    func approveFiscally(
        _ quarter: Quarter, _ document: String, _ day: Day, _ by: AccountID, _ now: Timestamp
    ) throws(Rejection) -> [ContractEvent] {
        guard quarter.number == 4 else {
            throw Rejection(
                .conflict, "no-fiscal-gate", zh: "只有第四季度款要等财政批复。", en: "Only the fourth payment waits for the budget.")
        }
        guard try issued(quarter).state == .issued else { throw wrongState(quarter) }
        guard !document.isEmpty, document.count <= 100 else {
            throw .invalid("document", zh: "填写批复文号，最多100字。", en: "Give the document number.")
        }
        try requirePast(day, now, "approvedOn")
        return [
            .fiscallyApproved(
                FiscalApproved(
                    contract: contract.contract, quarter: quarter, document: document, approvedOn: day, by: by))
        ]
    }

    func approve(_ quarter: Quarter, _ by: AccountID) throws(Rejection) -> [ContractEvent] {
        let payment = try issued(quarter)
        switch payment.state {
        case .issued where quarter.number < 4, .fiscallyApproved: break
        case .issued:
            throw Rejection(
                .conflict, "fiscal-approval-missing", zh: "第四季度款先登记财政批复，再审批。",
                en: "Record the budget's approval before approving the fourth payment.")
        case .approved, .awaitingFunds, .paid: throw wrongState(quarter)
        }
        return [
            .approved(
                PaymentApproved(
                    contract: contract.contract, quarter: quarter, amount: payment.statement.pay, by: by))
        ]
    }

    func awaitFunds(
        _ quarter: Quarter, _ reason: String, _ document: String?, _ by: AccountID
    ) throws(Rejection) -> [ContractEvent] {
        guard try issued(quarter).state == .approved else { throw wrongState(quarter) }
        guard !reason.isEmpty, reason.count <= 500 else {
            throw .invalid("reason", zh: "填写资金未到位的原因，最多500字。", en: "Say why in at most 500 characters.")
        }
        return [
            .fundsAwaited(
                FundsAwaited(
                    contract: contract.contract, quarter: quarter, reason: reason, document: document, by: by))
        ]
    }

    func pay(
        _ quarter: Quarter, _ amount: Money, on day: Day, funds: Day?, _ by: AccountID, _ now: Timestamp
    ) throws(Rejection) -> [ContractEvent] {
        let payment = try issued(quarter)
        switch payment.state {
        case .approved, .awaitingFunds: break
        case .issued, .fiscallyApproved, .paid: throw wrongState(quarter)
        }
        guard amount == payment.statement.pay else {
            throw .invalid(
                "amount", zh: "结算单应付\(payment.statement.pay.fen)分，填的是\(amount.fen)分。请按结算单支付。",
                en: "The statement says \(payment.statement.pay.fen) fen, not \(amount.fen).")
        }
        guard quarter.number < 4 || funds != nil else {
            throw .invalid("fundsArrivedOn", zh: "第四季度款要填写资金到位日期。", en: "Say when the funds arrived.")
        }
        try requirePast(day, now, "paidOn")
        if let funds, funds > day {
            throw .invalid("fundsArrivedOn", zh: "资金到位不能晚于支付日期。", en: "Funds arrive before they are paid out.")
        }
        return [
            .paid(
                PaymentMade(
                    contract: contract.contract, quarter: quarter, amount: amount, paidOn: day, fundsArrivedOn: funds,
                    by: by))
        ]
    }

    private func issued(_ quarter: Quarter) throws(Rejection) -> ContractYear.Payment {
        try check(quarter)
        guard let payment = year.payment(of: quarter) else {
            throw Rejection(
                .conflict, "no-statement", zh: "\(quarter.zh)还没有结算单。先出结算单。",
                en: "\(quarter) has no statement yet; issue it first.")
        }
        return payment
    }

    private func wrongState(_ quarter: Quarter) -> Rejection {
        let stage = year.stage(quarter, terms)
        return Rejection(
            .conflict, "payment-\(stage.rawValue)", zh: "\(quarter.zh)款现在是“\(stage.zh)”，这一步不在此时。",
            en: "The payment of \(quarter) is \(stage.rawValue).")
    }

    private func requirePast(_ day: Day, _ now: Timestamp, _ field: String) throws(Rejection) {
        guard day <= now.day else {
            throw .invalid(field, zh: "日期不能晚于今天\(now.day)。", en: "\(day) is in the future.")
        }
    }
}
