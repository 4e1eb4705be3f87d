import BillingDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct ContractYearTests {
    private func decide(_ command: ContractCommand, _ state: ContractYear?) throws -> [ContractEvent] {
        try ContractDecider.decide(command, state, at: Sample.now)
    }

    private func issue(_ number: Int) throws -> ContractCommand {
        .issueStatement(Sample.quarter(number), calendar: try Sample.calendar, heads: [])
    }

    private func firstTwo(_ scores: [ContractCommand] = []) throws -> [ContractCommand] {
        try [.sign(Sample.contract)] + Sample.fullMarks(1) + scores + [issue(1), issue(2)]
    }

    @Test func `a statement is refused while sheets are missing, and names them all`() throws {
        let given = try Sample.fullMarks(1).dropFirst(2)
        let state = try Sample.year([.sign(Sample.contract), issue(1)] + given)
        let rejection = #expect(throws: Rejection.self) { try decide(issue(2), state) }
        #expect(rejection?.code == "sheets-missing")
        #expect(rejection?.zh.contains("机关1月、机关2月") == true)
        #expect(rejection?.en.hasSuffix("JG-2026-01, JG-2026-02.") == true)
    }

    @Test func `issuing freezes the deduction with its 27 lines`() throws {
        let low = Sample.score(.xz, "2026-01", 875, version: 2)
        let state = try Sample.year(
            [.sign(Sample.contract)] + Sample.fullMarks(1) + [
                .receiveScore(low), .imposeFine(Sample.fine("f1", 1, 50_000)), issue(1),
            ])
        let events = try decide(issue(2), state)
        guard case .deductionFrozen(let deduction) = events.first, case .statementIssued(let statement) = events.last
        else { throw Rejection.missing("events", "\(events)") }
        #expect(deduction.lines.count == 27)
        #expect(deduction.scoreDeduction == Money(fen: 122_500))
        #expect(deduction.total == Money(fen: 172_500))
        #expect(statement.pay == Money(fen: 69_827_500))
        #expect(statement.deducted == [QuarterAmount(quarter: Sample.quarter(1), amount: Money(fen: 172_500))])
        #expect(statement.dueOn?.description == "2026-04-15")
    }

    @Test func `statements come in order, once each`() throws {
        let state = try Sample.year([.sign(Sample.contract)] + Sample.fullMarks(1))
        #expect(throws: Rejection.self) { try decide(issue(2), state) }
        let issued = ContractDecider.fold(state, try decide(issue(1), state))
        #expect(throws: Rejection.self) { try decide(issue(1), issued) }
    }

    @Test func `scores before the contract wait for it`() throws {
        let low = Sample.score(.xz, "2026-02", 800)
        let state = try Sample.year([.receiveScore(low), .sign(Sample.contract)])
        #expect(state?.scores[SiteMonth(site: .xz, month: Sample.month("2026-02"))]?.score == Score(tenths: 800))
    }

    @Test func `the same version twice changes nothing, an older one neither`() throws {
        let state = try Sample.year([.receiveScore(Sample.score(.xz, "2026-02", 800, version: 2))])
        #expect(try decide(.receiveScore(Sample.score(.xz, "2026-02", 800, version: 2)), state) == [])
        #expect(try decide(.receiveScore(Sample.score(.xz, "2026-02", 700, version: 1)), state) == [])
    }

    @Test func `a correction after the freeze lands in the next payment`() throws {
        let first = ContractCommand.receiveScore(Sample.score(.xz, "2026-01", 875, version: 2))
        let state = try Sample.year(firstTwo([first]))
        let events = try decide(.receiveScore(Sample.score(.xz, "2026-01", 895, version: 3)), state)
        guard case .adjusted(let adjustment) = events.last else { throw Rejection.missing("event", "\(events)") }
        // 250 bp became 50 bp of 4 900 000.
        #expect(adjustment.amount == Money(fen: 98_000))
        #expect(adjustment.landsIn == Sample.quarter(3))
        let third = try Sample.year(
            firstTwo([first]) + [.receiveScore(Sample.score(.xz, "2026-01", 895, version: 3))] + Sample.fullMarks(2) + [
                issue(3)
            ])
        #expect(third?.payment(of: Sample.quarter(3))?.statement.pay == Money(fen: 70_098_000))
    }

    @Test func `a correction under the cap is worth only what the cap lets through`() throws {
        let bad = try BillingTerms(Sample.contract).siteMonths(Sample.quarter(1)).map {
            ContractCommand.receiveScore(Sample.score($0.site, $0.month.description, 650, version: 2))
        }
        let state = try Sample.year(firstTwo(bad))
        // Raw 21 000 000 against a cap of 14 000 000: one better month leaves it above the cap.
        let events = try decide(.receiveScore(Sample.score(.cg, "2026-01", 1000, version: 3)), state)
        #expect(events.count == 1)
    }

    @Test func `after the fourth statement a correction is a settlement entry`() throws {
        let all = try (2...4).flatMap(Sample.fullMarks)
        let state = try Sample.year(firstTwo() + all + [issue(3), issue(4)])
        let events = try decide(.receiveScore(Sample.score(.xz, "2026-12", 890, version: 2)), state)
        guard case .adjusted(let adjustment) = events.last else { throw Rejection.missing("event", "\(events)") }
        #expect(adjustment.landsIn == nil)
        #expect(adjustment.amount == Money(fen: -49_000))
    }

    @Test func `a year's statements keep the invariant with corrections in between`() throws {
        let commands: [ContractCommand] =
            try firstTwo([.receiveScore(Sample.score(.nz, "2026-03", 720, version: 2))])
            + [
                .receiveScore(Sample.score(.nz, "2026-03", 950, version: 3)),
                .imposeFine(Sample.fine("f1", 2, 90_000_000)),
            ]
            + (2...4).flatMap(Sample.fullMarks) + [
                issue(3), .receiveScore(Sample.score(.jg, "2026-05", 600, version: 2)),
            ]
            + [issue(4)]
        let year = try #require(try Sample.year(commands))
        let statements = year.payments.map(\.statement)
        let paid = statements.reduce(Money.zero) { $0 + $1.pay } - statements[3].carryOut
        let deducted = year.deductions.reduce(Money.zero) { $0 + $1.total }
        let adjusted = year.adjustments.reduce(Money.zero) { $0 + $1.amount }
        #expect(year.adjustments.count == 2)
        #expect(paid == Money(fen: 280_000_000) - deducted + adjusted)
        #expect(statements[2].carryOut > .zero)
    }

    @Test func `a fine can be taken back until its quarter is frozen, and its number is used up`() throws {
        let fine = Sample.fine("f1", 1, 50_000)
        let state = try Sample.year([.sign(Sample.contract), .imposeFine(fine)])
        #expect(try decide(.imposeFine(fine), state) == [])
        #expect(throws: Rejection.self) { try decide(.imposeFine(Sample.fine("f1", 1, 60_000)), state) }
        let withdraw = ContractCommand.withdrawFine(FineID("f1"), reason: "查无此事", by: Sample.finance)
        let after = ContractDecider.fold(state, try decide(withdraw, state))
        #expect(after?.fines == [])
        #expect(try decide(withdraw, after) == [])
        #expect(throws: Rejection.self) { try decide(.imposeFine(fine), after) }
        let frozen = try Sample.year(firstTwo())
        #expect(throws: Rejection.self) { try decide(.imposeFine(fine), frozen) }
    }

    @Test func `a contract is entered once`() throws {
        let state = try Sample.year([.sign(Sample.contract)])
        #expect(try decide(.sign(Sample.contract), state) == [])
        var other = Sample.contract
        other.supplier = "另一家公司"
        #expect(throws: Rejection.self) { try decide(.sign(other), state) }
        #expect(throws: Rejection.self) { try decide(.approve(Sample.quarter(1), by: Sample.finance), nil) }
    }
}
