import AssessmentsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct ScoringTests {
    private let all = ScoreWeight.of(.standard, hasPosts: true)
    private typealias Deduction = SheetResult.Deduction

    private func score(_ deductions: [SheetResult.Deduction], weights: [ScoreWeight]? = nil, cap: Int? = nil) -> Int {
        SheetResult(weights: weights ?? all, deductions: deductions, cap: cap.map { Score(tenths: $0) }).score.tenths
    }

    @Test func `the standard sheet has 100 points over nine items`() {
        #expect(all.map(\.full).reduce(0, +) == 1000)
        #expect(all.map(\.item) == ScoreItemCode.all)
        #expect(score([]) == 1000)
    }

    @Test func `an item never goes below zero`() {
        let missed = Array(repeating: Deduction(item: .k4, tenths: 50), count: 7)
        #expect(score(missed) == 850)
        let result = SheetResult(weights: all, deductions: missed, cap: nil)
        #expect(result.items.first { $0.code == .k4 } == SheetItem(code: .k4, full: 150, deducted: 150, score: 0))
    }

    @Test(arguments: [ScoreItemCode.k2, .k3])
    func `a ticket counts once, by its largest`(item: ScoreItemCode) {
        let three = [10, 30, 20].map { Deduction(item: item, tenths: $0, ticket: "ticket/a") }
        #expect(score(three) == 970)
        #expect(score(three + [Deduction(item: item, tenths: 20, ticket: "ticket/b")]) == 950)
    }

    @Test func `in other items every event counts`() {
        #expect(score([5, 5].map { Deduction(item: .k5, tenths: $0, ticket: "item/a") }) == 990)
    }

    @Test func `a falsified report empties its item`() {
        #expect(score([Deduction(item: .k6, tenths: 30, emptiesItem: true)]) == 900)
    }

    @Test func `without posts there is no attendance, and the rest is scaled half-up to tenths`() {
        let weights = ScoreWeight.of(.standard, hasPosts: false)
        #expect(!weights.contains { $0.item == .k1 })
        #expect(score([], weights: weights) == 1000)
        // 830 of 850 = 976.47 → 97.6; 837 of 850 = 984.7 → 98.5.
        #expect(score([Deduction(item: .k2, tenths: 20)], weights: weights) == 976)
        #expect(score([Deduction(item: .k2, tenths: 13)], weights: weights) == 985)
        #expect(score([Deduction(item: .k1, tenths: 30)], weights: weights) == 1000)
    }

    @Test func `a veto caps the month and never raises it`() {
        #expect(score([], cap: 590) == 590)
        let ruin = ScoreItemCode.all.map { Deduction(item: $0, tenths: 1000) }
        #expect(score(ruin, cap: 590) == 0)
    }
}

@Suite struct ScoreRulesTests {
    private func publish(_ rules: ScoreRulesPublished, _ state: ScoreRulesPublished?) throws(Rejection) -> [FactType] {
        try ScoreRulesDecider.decide(.publish(rules), state, at: Sample.scoring).map { type(of: $0.fact).type }
    }

    @Test func `versions follow one another, the same one twice is one`() throws {
        var next = ScoreRulesPublished.standard
        next.version = 2
        #expect(try publish(.standard, nil) == [ScoreRulesPublished.type])
        #expect(try publish(.standard, .standard) == [])
        #expect(try publish(next, .standard) == [ScoreRulesPublished.type])
        #expect(throws: Rejection.self) { try publish(next, nil) }
    }

    @Test func `weights add up to 100, and no event stands twice`() {
        var light = ScoreRulesPublished.standard
        light.items[0].weightTenths = 149
        var twice = ScoreRulesPublished.standard
        twice.items[0].rules.append(ScoreRule(event: .reopened, tenths: 5))
        var free = ScoreRulesPublished.standard
        free.items[0].rules[0].tenths = 0
        for wrong in [light, twice, free] { #expect(throws: Rejection.self) { try publish(wrong, nil) } }
    }
}
