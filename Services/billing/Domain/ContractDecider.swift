public import OpsContracts
public import OpsDomain

public enum ContractDecider: Decider {
    public typealias State = ContractYear
    public typealias Command = ContractCommand
    public typealias Event = ContractEvent

    public static let kind = "contract"
    public static let shape = 1

    public static func decide(
        _ command: ContractCommand, _ state: ContractYear?, at now: Timestamp
    ) throws(Rejection) -> [ContractEvent] {
        let year = state ?? ContractYear()
        if case .sign(let contract) = command { return try sign(contract, year) }
        if case .receiveScore(let received) = command { return receive(received, year) }
        guard let contract = year.contract else {
            throw Rejection(.missing, "no-contract", zh: "还没有录入合同。", en: "No contract has been entered.")
        }
        let book = Book(year: year, contract: contract, terms: try BillingTerms(contract))
        switch command {
        case .sign, .receiveScore: return []
        case .imposeFine(let fine): return try book.impose(fine)
        case .withdrawFine(let fine, let reason, let by): return try book.withdraw(fine, reason, by)
        case .freezeDeduction(let quarter): return [.deductionFrozen(try book.freeze(quarter))]
        case .issueStatement(let quarter, let calendar, let heads): return try book.issue(quarter, calendar, heads)
        case .approveFiscally(let quarter, let document, let day, let by):
            return try book.approveFiscally(quarter, document, day, by, now)
        case .approve(let quarter, let by): return try book.approve(quarter, by)
        case .awaitFunds(let quarter, let reason, let document, let by):
            return try book.awaitFunds(quarter, reason, document, by)
        case .pay(let quarter, let amount, let day, let funds, let by):
            return try book.pay(quarter, amount, on: day, funds: funds, by, now)
        }
    }

    private static func sign(_ contract: ContractSigned, _ year: ContractYear) throws(Rejection) -> [ContractEvent] {
        if let held = year.contract {
            guard held != contract else { return [] }
            throw Rejection(
                .conflict, "contract-signed", zh: "\(held.year)年度合同已录入，不能再录。",
                en: "The contract of \(held.year) is already entered.")
        }
        var entered = contract
        entered.shares = try BillingTerms(contract).shares
        guard contract.contract.rawValue == String(contract.year) else {
            throw .invalid("contract", zh: "合同编号应为年度\(contract.year)。", en: "The id must be \(contract.year).")
        }
        guard !contract.supplier.isEmpty, contract.supplier.count <= 100 else {
            throw .invalid("supplier", zh: "填写供应商名称，最多100字。", en: "Name the supplier in at most 100 characters.")
        }
        guard (0...10_000).contains(contract.personWeightBp.rawValue) else {
            throw .invalid(
                "personWeightBp", zh: "人员考核权重应在0到10000基点之间，现在是\(contract.personWeightBp.rawValue)。",
                en: "The weight must be 0 to 10000 basis points.")
        }
        return [.signed(entered)]
    }

    private static func receive(_ received: ScoreReceived, _ year: ContractYear) -> [ContractEvent] {
        let key = SiteMonth(site: received.site, month: received.month)
        if let held = year.scores[key], held.version >= received.sheetVersion { return [] }
        var events: [ContractEvent] = [.scoreReceived(received)]
        // Terms were checked when they were signed; without them nothing can have been frozen.
        guard let contract = year.contract, let terms = try? BillingTerms(contract) else { return events }
        let book = Book(year: year, contract: contract, terms: terms)
        if let adjustment = book.adjustment(for: received) { events.append(.adjusted(adjustment)) }
        return events
    }

    public static func evolve(_ state: ContractYear?, _ event: ContractEvent) -> ContractYear {
        var year = state ?? ContractYear()
        switch event {
        case .signed(let fact): year.contract = fact
        case .scoreReceived(let fact):
            year.scores[SiteMonth(site: fact.site, month: fact.month)] = SiteMonthScore(
                version: fact.sheetVersion, score: fact.score)
        case .fineImposed(let fact):
            year.fines.append(fact)
            year.usedFines.insert(fact.fine)
        case .fineWithdrawn(let fact): year.fines.removeAll { $0.fine == fact.fine }
        case .deductionFrozen(let fact):
            year.deductions.append(fact)
            year.deductions.sort { $0.quarter < $1.quarter }
        case .adjusted(let fact): year.adjustments.append(fact)
        case .statementIssued(let fact):
            year.payments.append(ContractYear.Payment(statement: fact, state: .issued))
        case .fiscallyApproved(let fact):
            year.set(fact.quarter, .fiscallyApproved(document: fact.document, on: fact.approvedOn))
        case .approved(let fact): year.set(fact.quarter, .approved)
        case .fundsAwaited(let fact): year.set(fact.quarter, .awaitingFunds(reason: fact.reason))
        case .paid(let fact): year.set(fact.quarter, .paid(on: fact.paidOn))
        }
        return year
    }
}

extension ContractYear {
    fileprivate mutating func set(_ quarter: Quarter, _ state: PaymentState) {
        for index in payments.indices where payments[index].statement.quarter == quarter {
            payments[index].state = state
        }
    }
}
