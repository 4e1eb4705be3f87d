public import OpsContracts
import OpsDomain

/// The clock's own decisions: misses, overdue upgrades, levels, new calendars, silence.
extension Step {
    /// States misses (already done by `decide`), raises an overdue ticket once, closes a silent one.
    func sweep(_ terms: ServiceTerms) -> [TicketEvent] {
        if let raised = overdueUpgrade(terms) { return [raised] }
        guard let since = ticket.silentSince, let resolution = ticket.resolution, let end = terms.silenceEnds(since),
            now >= end
        else { return [] }
        return [closed(resolution, auto: true)]
    }

    /// Requirements §3.1 a: the new level's resolution clock starts at the upgrade, as does whatever only the new
    /// level asks for; response and arrival stay what they were.
    private func overdueUpgrade(_ terms: ServiceTerms) -> TicketEvent? {
        guard ticket.owesUpgrade, let raised = ticket.priority.raised else { return nil }
        let kept = ticket.targets.filter { [.respond, .arrive].contains($0.kind) }.map(\.terms)
        let fresh = [TargetKind.workaround, .resolve, .report].compactMap { kind -> TicketTarget? in
            if let old = ticket.target(kind), kind != .resolve { return old.terms }
            return ticket.held(terms).target(kind, raised, kind: ticket.kind, from: now)
        }
        return .levelChanged(
            PriorityChanged(
                ticket: id, site: site, from: ticket.priority, to: raised, cause: .overdue,
                reason: "解决超时，自动升一级", targets: kept + fresh, by: by.actor, at: now))
    }

    /// Raising starts the clocks of the new level now; lowering counts from the opening, so nobody gains time by it.
    ///
    /// Only the requester's side lowers a level somebody has set (requirements §3.1 d).
    func changeLevel(_ change: LevelChange, _ terms: ServiceTerms) throws(Rejection) -> [TicketEvent] {
        guard Priority.all.contains(change.to) else {
            throw .invalid("to", zh: "等级为一级到四级。", en: "Levels run from p1 to p4.")
        }
        let guessed = ticket.unverified.contains(.priority)
        if change.to == ticket.priority, !guessed {
            throw Rejection(.conflict, "same-level", zh: "已经是\(change.to.zh)。", en: "That is the level already.")
        }
        if change.to > ticket.priority, by.side != .requester {
            throw Rejection(
                .forbidden, "lowering-is-the-requesters", zh: "只有站区可以降级。请站区信息科长操作，或“记录”并写明理由。",
                en: "Only the requester's side lowers a level.")
        }
        let reason = try text(change.reason, "reason", "调整理由", limit: 400)
        let from = change.to < ticket.priority ? now : ticket.openedAt
        return [
            .levelChanged(
                PriorityChanged(
                    ticket: id, site: site, from: ticket.priority, to: change.to, impact: change.impact,
                    urgency: change.urgency, cause: guessed ? .verified : .requested, reason: reason,
                    targets: relevelled(to: change.to, from: from, terms), by: by.actor, at: now))
        ]
    }

    private func relevelled(to priority: Priority, from: Timestamp, _ terms: ServiceTerms) -> [TicketTarget] {
        if priority == ticket.priority { return ticket.targets.map(\.terms) }
        let held = ticket.held(terms)
        return TargetKind.all.compactMap { kind -> TicketTarget? in
            if let old = ticket.target(kind), old.outcome != .running { return old.terms }
            return held.target(kind, priority, kind: ticket.kind, from: from, pauses: ticket.pauses)
        }
    }

    /// Anew with the calendar that came; a miss that never was one is withdrawn.
    func recompute(_ terms: ServiceTerms) -> [TicketEvent] {
        guard let calendar = terms.calendar else { return [] }
        let targets = ticket.recomputed(terms, pauses: ticket.pauses, includesMet: true)
        guard targets != ticket.targets.map(\.terms) else { return [] }
        let recomputed = TicketEvent.recomputed(
            TargetsRecomputed(
                ticket: id, site: site, targets: targets, calendar: calendar.id, calendarVersion: calendar.version,
                at: now))
        return [recomputed] + withdrawals(targets)
    }

    private func withdrawals(_ targets: [TicketTarget]) -> [TicketEvent] {
        var left = ticket.misses
        return targets.compactMap { target -> TicketEvent? in
            guard let old = ticket.target(target.kind), old.isMissed, wasInTime(old, target.due),
                let index = left.lastIndex(where: { $0.target == target.kind })
            else { return nil }
            let miss = left.remove(at: index)
            let item = miss.weight > 0 ? miss.item : nil
            return .breachWithdrawn(
                TargetBreachWithdrawn(
                    ticket: id, site: site, target: miss.target, priority: miss.priority,
                    breachedAt: miss.breachedAt, due: target.due, scoreItem: item,
                    nowScores: item.flatMap { Ticket.heaviest($0, left)?.target }, reason: "日历更正，未超时", at: now))
        }
    }

    private func wasInTime(_ target: Ticket.Target, _ due: DueTime) -> Bool {
        guard let time = due.time else { return false }
        return switch target.outcome {
        case .running: now <= time
        case .met(let at): at <= time
        case .void: true
        }
    }
}

extension Ticket {
    /// What was missed by `now` and not yet stated, oldest due time first.
    ///
    /// The miss carries its due time.
    func missed(at now: Timestamp) -> [TicketEvent] {
        var stated = misses
        let late = targets.filter { $0.outcome == .running && !$0.isMissed && stands($0, until: now) }
        return late.sorted { ($0.terms.due.time ?? now) < ($1.terms.due.time ?? now) }.map { target in
            let fact = breach(of: target, after: stated)
            stated.append(Miss(fact))
            return .breached(fact)
        }
    }

    /// Whether the target's clock ran past its due time; a suspended ticket's clock stands since the pause began.
    private func stands(_ target: Target, until now: Timestamp) -> Bool {
        if case .pending(_, let since) = status, target.kind.isPausable { return target.terms.due.isPast(at: since) }
        return target.terms.due.isPast(at: now)
    }

    /// A ticket scores at most once per item of the sheet, by its largest miss.
    private func breach(of target: Target, after stated: [Miss]) -> TargetBreached {
        let weight = Miss.weight(target.kind, target.terms.priority, target.terms.basis)
        let heaviest = target.kind.scoreItem.flatMap { Self.heaviest($0, stated) }
        let scores = weight > (heaviest?.weight ?? 0)
        return TargetBreached(
            ticket: id, site: site, target: target.kind, priority: target.terms.priority,
            breachedAt: target.terms.due.time ?? target.terms.from, kind: kind, basis: target.terms.basis,
            scoreItem: target.kind.scoreItem, scores: scores, outweighs: scores ? heaviest?.target : nil,
            duty: engineer)
    }

    static func heaviest(_ item: ScoreItemCode, _ misses: [Miss]) -> Miss? {
        misses.filter { $0.item == item && $0.weight > 0 }.max { $0.weight < $1.weight }
    }

    /// The present targets with due times computed anew, each at its own level and from its own start.
    /// - Parameter includesMet: also what is met, with the pauses before it was met: for a new calendar.
    func recomputed(_ terms: ServiceTerms, pauses: [Pause], includesMet: Bool = false) -> [TicketTarget] {
        targets.map { target in
            var counted = pauses
            switch target.outcome {
            case .running: break
            case .met(let at) where includesMet: counted.removeAll { $0.start >= at }
            case .met, .void: return target.terms
            }
            let old = target.terms
            return held(terms).target(target.kind, old.priority, kind: kind, from: old.from, pauses: counted) ?? old
        }
    }

    /// A ticket keeps the arrangement it was opened under.
    func held(_ terms: ServiceTerms) -> ServiceTerms {
        var held = terms
        held.guarantee = guarantee
        return held
    }

    /// Resolution is overdue and the level has not gone up for it yet.
    var owesUpgrade: Bool {
        guard !wasUpgraded, status.stage.isOpen, priority.raised != nil, let resolve = target(.resolve) else {
            return false
        }
        return resolve.isMissed && resolve.outcome == .running
    }

    /// When the clock next has something to decide; nil while nothing runs.
    public var wakesAt: Timestamp? {
        if owesUpgrade { return target(.resolve)?.terms.due.time }
        let isPaused = if case .pending = status { true } else { false }
        let running = targets.filter { $0.outcome == .running && !$0.isMissed && !(isPaused && $0.kind.isPausable) }
        return running.compactMap { $0.terms.due.time.map { $0 + 1 } }.min()
    }

    /// Since when a ticket that could be closed waits for somebody to say so; nil where it does not.
    public var silentSince: Timestamp? {
        let waits = [.resolved, .awaitingConfirmation].contains(status.stage) && CloseGuard.missing(self).isEmpty
        return waits ? resolution?.at : nil
    }
}

extension Ticket.Miss {
    init(_ fact: TargetBreached) {
        self.init(
            target: fact.target, priority: fact.priority, breachedAt: fact.breachedAt, item: fact.scoreItem,
            weight: Self.weight(fact.target, fact.priority, fact.basis))
    }

    /// Only the order matters here; the points are the score rules' (requirements §3.2, K2 and K3).
    ///
    /// A default duty weighs nothing.
    static func weight(_ target: TargetKind, _ priority: Priority, _ basis: Basis) -> Int {
        guard let item = target.scoreItem, basis.isScored else { return 0 }
        switch (item, priority) {
        case (.k3, .p1): return 3
        case (_, .p1), (_, .p2): return 2
        default: return 1
        }
    }
}
