import AssessmentsDomain
import OpsContracts
import OpsDomain
import Testing

/// Every command in every state, against a literal table: nil is allowed, else the refusal's code.
@Suite struct SheetStateTests {
    enum Step: String, CaseIterable { case propose, rule, score, publish, object, answer, freeze, reopen }

    private func command(_ step: Step) -> SheetCommand {
        switch step {
        case .propose: Sample.propose(Sample.evidence("new", ticket: "ticket/new"))
        case .rule: Sample.uphold("old")
        case .score: Sample.score()
        case .publish: Sample.publish
        case .object: Sample.object()
        case .answer: .ruleObjection(1, granted: false, reason: "理由不足", by: Sample.site)
        case .freeze: Sample.freeze
        case .reopen: Sample.reopen
        }
    }

    /// A piece of evidence that counts nothing, so that it blocks nothing.
    static let old = Sample.propose(Sample.evidence("old", basis: .default))
    static let ways: [(String, [SheetCommand])] = [
        ("nothing", []),
        ("draft", [old]),
        ("scored", [old, Sample.score()]),
        ("published", [old, Sample.score(), Sample.publish]),
        ("disputed", [old, Sample.score(), Sample.publish, Sample.object()]),
        ("frozen", [old, Sample.score(), Sample.publish, Sample.freeze]),
    ]
    static let refusals: [String: [Step: String]] = [
        "nothing": [
            .rule: "no-sheet", .publish: "no-sheet", .object: "no-sheet", .answer: "no-sheet", .freeze: "no-sheet",
            .reopen: "no-sheet",
        ],
        "draft": [
            .publish: "sheet-draft", .object: "sheet-unpublished", .answer: "not-found", .freeze: "sheet-unpublished",
            .reopen: "sheet-not-frozen",
        ],
        "scored": [
            .object: "sheet-unpublished", .answer: "not-found", .freeze: "sheet-unpublished",
            .reopen: "sheet-not-frozen",
        ],
        "published": [
            .rule: "sheet-published", .score: "sheet-published", .publish: "sheet-published", .answer: "not-found",
            .freeze: "window-open", .reopen: "sheet-not-frozen",
        ],
        "disputed": [
            .rule: "sheet-published", .score: "sheet-published", .publish: "sheet-published",
            .freeze: "objections-open",
            .reopen: "sheet-not-frozen",
        ],
        "frozen": [
            .rule: "sheet-frozen", .score: "sheet-frozen", .publish: "sheet-frozen", .object: "sheet-frozen",
            .answer: "sheet-frozen", .freeze: "sheet-frozen",
        ],
    ]

    @Test(arguments: ways.map(\.0))
    func `each command is allowed or refused as the table says`(name: String) throws {
        let way = try #require(Self.ways.first { $0.0 == name })
        let state = try Sample.sheet(way.1)
        #expect(state?.status.slug ?? "nothing" == name)
        for step in Step.allCases {
            var code: String?
            do { _ = try SheetDecider.decide(command(step), state, at: Sample.scoring) } catch { code = error.code }
            #expect(code == Self.refusals[name]?[step], "\(name): \(step)")
        }
    }
}
