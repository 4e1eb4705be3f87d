import OpsContracts
import OpsDomain
import OpsServer

/// The contract's first two payments, through all their gates.
extension DemoPlay {
    private static let quarters = "/api/billing/v1/quarters"

    /// Only where the play has the days: the first payment in January, the second once the first quarter is frozen.
    func planMoney() {
        let first = plan.from.day
        guard first < Day(year: first.year, month: 2, day: 1) ?? first else { return }
        let year = first.year
        planGates("\(year)-q1", issue: at(first, 10), approve: first.adding(days: 4), pay: first.adding(days: 10))
        planFine(year)
        guard let april = YearMonth(year: year, month: 4), let frozen = try? calendar.workingDay(8, of: april),
            let next = try? calendar.workingDay(1, after: frozen), let due = try? calendar.workingDay(2, after: frozen)
        else { return }
        agenda.plan(at(frozen, 10, 20)) {
            try await $0.desk.post("finance", "\(Self.quarters)/\(year)-q1/freeze-deduction")
        }
        planGates("\(year)-q2", issue: at(frozen, 14, 30), approve: next, pay: due)
    }

    private func planGates(_ quarter: String, issue: Timestamp, approve: Day, pay: Day) {
        let path = "\(Self.quarters)/\(quarter)"
        agenda.plan(issue) { try await $0.desk.post("finance", "\(path)/issue") }
        agenda.plan(at(approve, 9, 40)) { try await $0.desk.post("finance", "\(path)/approve") }
        agenda.plan(at(approve, 15, 10)) {
            try await $0.desk.post("finance", "\(path)/await-funds", ["reason": "财政资金拨付计划尚未下达"])
        }
        agenda.plan(at(pay, 9, 25)) { play in
            struct Quarter: Decodable, Sendable { var pay: Money }
            let due = try await play.desk.get("finance", path, Quarter.self)
            try await play.desk.post(
                "finance", "\(path)/pay",
                ["amount": .number(Int(due.pay.fen)), "paidOn": .text("\(pay)"), "fundsArrivedOn": .text("\(pay)")])
        }
    }

    private func planFine(_ year: Int) {
        agenda.plan(at(plan.from.day.adding(days: 47), 11)) {
            try await $0.desk.post(
                "office", "/api/billing/v1/contracts/\(year)/fines",
                ["quarter": .text("\(year)-q1"), "site": "BZ", "amount": 50_000, "reason": "人员更换逾期到岗1日"])
        }
    }
}
