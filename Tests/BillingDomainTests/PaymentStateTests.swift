import BillingDomain
import OpsContracts
import OpsDomain
import Testing

/// Every gate in every state of a payment, against a literal table.
@Suite struct PaymentStateTests {
    enum Gate: String, CaseIterable { case issue, fiscal, approve, wait, pay }

    private func command(_ gate: Gate, _ quarter: Quarter) throws -> ContractCommand {
        let (by, day) = (Sample.finance, Sample.day("2027-01-20"))
        return switch gate {
        case .issue: .issueStatement(quarter, calendar: try Sample.calendar, heads: [])
        case .fiscal: .approveFiscally(quarter, document: "京财预〔2027〕18号", on: day, by: by)
        case .approve: .approve(quarter, by: by)
        case .wait: .awaitFunds(quarter, reason: "财政资金未到位", document: nil, by: by)
        case .pay: .pay(quarter, amount: Money(fen: 70_000_000), on: day, fundsArrivedOn: day, by: by)
        }
    }

    private func base(_ number: Int) throws -> [ContractCommand] {
        let earlier = try (1..<number).map { try command(.issue, Sample.quarter($0)) }
        return try [.sign(Sample.contract)] + (1...4).flatMap(Sample.fullMarks) + earlier
    }

    /// The way to each state, and the gates that are open there.
    static let ordinary: [([Gate], Set<Gate>, PaymentStage)] = [
        ([], [.issue], .scored), ([.issue], [.approve], .frozen), ([.issue, .approve], [.wait, .pay], .approved),
        ([.issue, .approve, .wait], [.pay], .awaitingFunds), ([.issue, .approve, .pay], [], .paid),
        ([.issue, .approve, .wait, .pay], [], .paid),
    ]
    static let fourth: [([Gate], Set<Gate>, PaymentStage)] = [
        ([], [.issue], .scored), ([.issue], [.fiscal], .frozen), ([.issue, .fiscal], [.approve], .fiscalApproved),
        ([.issue, .fiscal, .approve], [.wait, .pay], .approved),
        ([.issue, .fiscal, .approve, .wait], [.pay], .awaitingFunds), ([.issue, .fiscal, .approve, .pay], [], .paid),
    ]

    @Test(arguments: [2, 4])
    func `each gate opens only in its state`(number: Int) throws {
        let quarter = Sample.quarter(number)
        for (way, open, stage) in number == 4 ? Self.fourth : Self.ordinary {
            let commands = try base(number) + way.map { try command($0, quarter) }
            let state = try #require(try Sample.year(commands))
            #expect(state.stage(quarter, try BillingTerms(Sample.contract)) == stage)
            for gate in Gate.allCases {
                let allowed = (try? ContractDecider.decide(command(gate, quarter), state, at: Sample.now)) != nil
                #expect(allowed == open.contains(gate), "payment \(number) after \(way.map(\.rawValue)): \(gate)")
            }
        }
    }

    @Test func `a payment is exactly the statement's`() throws {
        let quarter = Sample.quarter(1)
        let state = try Sample.year(base(1) + [command(.issue, quarter), command(.approve, quarter)])
        let day = Sample.day("2027-01-20")
        for (amount, on) in [(69_999_999, day), (70_000_000, day.adding(days: 1))] {
            #expect(throws: Rejection.self) {
                try ContractDecider.decide(
                    .pay(quarter, amount: Money(fen: Int64(amount)), on: on, fundsArrivedOn: nil, by: Sample.finance),
                    state, at: Sample.now)
            }
        }
    }

    @Test func `the fourth payment says when its funds arrived`() throws {
        let quarter = Sample.quarter(4)
        let state = try Sample.year(base(4) + [.issue, .fiscal, .approve].map { try command($0, quarter) })
        let rejection = #expect(throws: Rejection.self) {
            try ContractDecider.decide(
                .pay(
                    quarter, amount: Money(fen: 70_000_000), on: Sample.day("2027-01-20"), fundsArrivedOn: nil,
                    by: Sample.finance), state, at: Sample.now)
        }
        #expect(rejection?.field == "fundsArrivedOn")
    }

    @Test func `events survive the log`() throws {
        var state: ContractYear?
        var again: ContractYear?
        let quarter = Sample.quarter(4)
        let ways = try base(4) + [.issue, .fiscal, .approve, .wait, .pay].map { try command($0, quarter) }
        for command in ways + [.imposeFine(Sample.fine("f1", 1, 1))]
        where (try? ContractDecider.decide(command, state, at: Sample.now)) != nil {
            for event in try ContractDecider.decide(command, state, at: Sample.now) {
                let fact = event.fact
                let read = try #require(
                    try ContractEvent(type: type(of: fact).type, data: try ContractCoding.encode(fact)))
                #expect(read == event)
                again = ContractDecider.evolve(again, read)
                state = ContractDecider.evolve(state, event)
            }
        }
        #expect(state == again)
        let stored = try ContractCoding.encode(try #require(state))
        #expect(try ContractCoding.decode(ContractYear.self, from: stored) == state)
    }
}
