public import OpsContracts
public import OpsDomain

extension Round: Decider {
    public typealias State = Round
    public typealias Command = RoundCommand
    public typealias Event = RoundEvent

    public static let kind = "round"
    public static let shape = 1

    public static func decide(
        _ command: RoundCommand, _ state: Round?, at now: Timestamp
    ) throws(Rejection) -> [RoundEvent] {
        guard let round = state else {
            guard case .plan(let planned) = command else { throw .unknownRound }
            return [.planned(planned)]
        }
        switch command {
        case .plan: return []
        case .start(let person): return try round.start(by: person, at: now)
        case .complete(let person, let readings): return try round.complete(by: person, readings, at: now)
        case .miss: return round.miss(at: now)
        case .skip(let reason, let approver): return try round.skip(reason, approver: approver, at: now)
        }
    }

    public static func evolve(_ state: Round?, _ event: RoundEvent) -> Round {
        if case .planned(let fact) = event { return Round(planned: fact, status: .planned) }
        var round = state ?? Round(stub: event)
        switch event {
        case .planned: break
        case .started(let fact): round.status = .started(by: fact.by)
        case .completed(let fact): round.status = .completed(late: fact.late)
        case .missed: round.status = .missed
        case .skipped: round.status = .skipped
        }
        return round
    }

    private func start(by person: AccountID, at now: Timestamp) throws(Rejection) -> [RoundEvent] {
        switch status {
        case .planned:
            guard now >= planned.opensAt else { throw .notOpen(planned) }
            guard now <= planned.dueAt else { throw .overdue(planned) }
            return [.started(RoundStarted(round: planned.round, site: planned.site, by: person, at: now))]
        case .started(let other):
            guard other == person else { throw .startedByAnother }
            return []
        case .completed, .missed, .skipped: throw .ended(status)
        }
    }

    private func complete(
        by person: AccountID, _ readings: [Reading], at now: Timestamp
    ) throws(Rejection) -> [RoundEvent] {
        var events: [RoundEvent] = []
        switch status {
        case .planned: events = try start(by: person, at: now)
        case .started: break
        case .completed, .missed, .skipped: throw .ended(status)
        }
        let checked = try ChecklistRules(planned.items).checked(readings)
        let fact = RoundCompleted(
            round: planned.round, plan: planned.plan, site: planned.site, name: planned.name, readings: checked,
            late: now > planned.dueAt, by: person, at: now, dueAt: planned.dueAt, basis: planned.basis)
        return events + [.completed(fact)]
    }

    private func miss(at now: Timestamp) -> [RoundEvent] {
        let end: Timestamp
        switch status {
        case .planned: end = planned.dueAt
        case .started: end = planned.dueAt + Self.grace
        case .completed, .missed, .skipped: return []
        }
        guard now > end else { return [] }
        return [
            .missed(
                RoundMissed(
                    round: planned.round, plan: planned.plan, site: planned.site, name: planned.name,
                    dueAt: planned.dueAt, basis: planned.basis))
        ]
    }

    private func skip(_ reason: String, approver: AccountID, at now: Timestamp) throws(Rejection) -> [RoundEvent] {
        switch status {
        case .planned, .started:
            guard now <= planned.dueAt else { throw .tooLateToSkip }
        case .skipped: return []
        case .completed, .missed: throw .ended(status)
        }
        guard !reason.isEmpty, reason.count <= 200 else {
            throw .invalid("reason", zh: "填写跳过的原因，最多200字。", en: "Give the reason, at most 200 characters.")
        }
        return [
            .skipped(
                RoundSkipped(
                    round: planned.round, plan: planned.plan, site: planned.site, name: planned.name, reason: reason,
                    approver: approver, dueAt: planned.dueAt, basis: planned.basis))
        ]
    }

    /// A fact before the planning cannot be in our own log; an empty round keeps the fold total.
    private init(stub event: RoundEvent) {
        let (round, site): (RoundID, SiteCode) =
            switch event {
            case .planned(let fact): (fact.round, fact.site)
            case .started(let fact): (fact.round, fact.site)
            case .completed(let fact): (fact.round, fact.site)
            case .missed(let fact): (fact.round, fact.site)
            case .skipped(let fact): (fact.round, fact.site)
            }
        self.init(
            planned: RoundPlanned(
                round: round, plan: PlanID("unknown"), planVersion: 0, site: site, name: "",
                category: .placeholder, frequency: .daily, item: nil, items: [], opensAt: Timestamp(0),
                dueAt: Timestamp(0), day: Day(ordinal: 0), basis: .default),
            status: .planned)
    }
}
