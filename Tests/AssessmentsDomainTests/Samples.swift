import AssessmentsDomain
import OpsContracts
import OpsDomain

enum Sample {
    static let key = SheetKey(site: .xz, month: month("2026-02"))
    static let site = AccountID("li.na")
    static let supplier = AccountID("chen.jing")

    static func day(_ text: String) -> Day { Day(text) ?? Day(ordinal: 0) }
    static func month(_ text: String) -> YearMonth { YearMonth(text) ?? YearMonth(Day(ordinal: 0)) }
    /// `2026-03-06 10:00` by the stations' clocks.
    static func at(_ text: String) -> Timestamp { Timestamp(LocalTime(text) ?? LocalTime(Day(ordinal: 0))) }

    static let scoring = at("2026-03-05 10:00")
    static let windowEnd = at("2026-03-10 00:00")
    static let regular = at("2026-03-11 00:00")

    static func cause(_ factId: String, _ subject: String) -> EvidenceCause {
        EvidenceCause(
            topic: ServiceName.tickets.topic, factId: factId, seq: 1, hash: String(repeating: "a", count: 64),
            subject: subject)
    }

    static func evidence(
        _ id: String, _ rule: RuleCode = .responseMissedMajor, ticket: String = "ticket/XZ-20260213-0007",
        basis: Basis = .agreed, at time: String = "2026-02-13 16:20", site: SiteCode = .xz
    ) -> EvidenceProposed {
        let (item, cost) =
            ScoreRulesPublished.standard.rule(rule).map { ($0.item, $0.rule) } ?? (
                .k2, ScoreRule(event: rule, tenths: 1)
            )
        let key = SheetKey(site: site, month: YearMonth(at(time).day))
        return EvidenceProposed(
            sheet: key.id, evidence: EvidenceID(id), site: site, month: key.month, item: item, tenths: cost.tenths,
            emptiesItem: cost.emptiesItem, rule: rule, basis: basis, cause: cause("fact-\(id)", ticket), note: nil,
            occurredAt: at(time))
    }

    static func propose(_ fact: EvidenceProposed) -> SheetCommand { .propose(fact, besideOnly: false) }
    static func uphold(_ id: String) -> SheetCommand { .rule(EvidenceID(id), upheld: true, reason: nil, by: site) }
    static func score(_ veto: Veto? = nil, hasPosts: Bool = true, _ key: SheetKey = key) -> SheetCommand {
        .score(key, .standard, hasPosts: hasPosts, veto: veto, vetoReason: veto.map { _ in "事由" }, by: site)
    }
    static let publish = SheetCommand.publish(objectionUntil: windowEnd, by: site)
    static func object(_ id: String? = nil) -> SheetCommand {
        .object(evidence: id.map { EvidenceID($0) }, text: "有门禁记录", by: supplier)
    }
    static let freeze = SheetCommand.freeze(regular: regular, hasPosts: true, heads: [])
    static let reopen = SheetCommand.reopen(reason: "平台重复生成任务", by: site)

    /// A sheet as its events leave it, refusing none of the commands.
    static func sheet(_ commands: [SheetCommand], at now: Timestamp = scoring) throws -> Sheet? {
        try commands.reduce(nil) { state, command in
            SheetDecider.fold(state, try SheetDecider.decide(command, state, at: moment(command, now)))
        }
    }

    /// Freezing happens later than the rest.
    static func moment(_ command: SheetCommand, _ now: Timestamp) -> Timestamp {
        if case .freeze = command { regular } else { now }
    }
}
