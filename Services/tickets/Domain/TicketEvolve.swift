import OpsContracts
import OpsDomain

extension TicketDecider {
    public static func evolve(_ state: Ticket?, _ event: TicketEvent) -> Ticket {
        var ticket = state ?? Ticket(id: event.contract.ticket, site: event.contract.site)
        ticket.apply(event)
        return ticket
    }
}

extension Ticket {
    fileprivate mutating func apply(_ event: TicketEvent) {
        switch event {
        case .opened(let fact): opened(fact)
        case .accepted(let fact):
            status = .accepted
            engineer = fact.by.account ?? engineer
            meet(.respond, at: fact.at)
        case .dispatched(let fact):
            status = .dispatched
            engineer = fact.engineer
            hasArrived = false
        case .arrived(let fact):
            if status.stage != .working { status = .arrived }
            hasArrived = true
            meet(.arrive, at: fact.at)
        case .started: status = .working
        case .noted(let fact): noted(fact)
        case .reported(let fact): if fact.kind == .first { meet(.report, at: fact.at) }
        case .suspended(let fact): status = .pending(fact.reason, since: fact.at)
        case .resumed(let fact):
            status = .working
            pauses.append(Pause(fact.since, fact.at))
            adopt(fact.targets)
        case .escalated(let fact): status = .secondLine(since: fact.at)
        case .returned(let fact):
            status = .working
            if fact.by != .anonymous { logEntries += 1 }
        case .partReplaced: partsReplaced += 1
        case .resolved(let fact): resolved(fact)
        case .confirmed: break
        case .closed(let fact): closed(fact)
        case .reopened(let fact):
            status = .reopened(at: fact.at)
            reviveResolution()
            pauses.append(Pause(fact.resolvedAt, fact.at))
            adopt(fact.targets)
            resolution = nil
        case .cancelled(let fact):
            status = .cancelled(at: fact.at)
            for index in targets.indices where targets[index].outcome == .running { targets[index].outcome = .void }
        case .levelChanged(let fact): levelChanged(fact)
        case .breached(let fact):
            misses.append(Miss(fact))
            mark(fact.target, missed: true)
        case .breachWithdrawn(let fact):
            if let index = misses.lastIndex(where: { $0.target == fact.target && $0.breachedAt == fact.breachedAt }) {
                misses.remove(at: index)
            }
            mark(fact.target, missed: false)
        case .recomputed(let fact): adopt(fact.targets)
        }
    }

    /// The resolution clock runs again, and with it the makeshift's where none was made.
    mutating func reviveResolution() {
        for index in targets.indices where targets[index].kind == .resolve { targets[index].outcome = .running }
    }

    private mutating func opened(_ fact: TicketOpened) {
        kind = fact.kind
        title = fact.title
        item = fact.item
        finding = fact.finding
        priority = fact.priority
        unverified = Set(fact.unverified)
        status = .new
        openedAt = fact.openedAt
        openedBy = fact.by
        policy = fact.policy
        policyVersion = fact.policyVersion
        guarantee = fact.guarantee
        engineer = fact.duty
        targets = fact.targets.map { Target(terms: $0) }
    }

    private mutating func noted(_ fact: WorkNoted) {
        // What the reporter adds by the public page is no entry of the process log.
        if fact.by != .anonymous { logEntries += 1 }
        if fact.workaround == true {
            hasWorkaround = true
            meet(.workaround, at: fact.at)
        }
    }

    private mutating func resolved(_ fact: TicketResolved) {
        status = fact.awaitsConfirmation ? .awaitingConfirmation(since: fact.at) : .resolved(at: fact.at)
        resolution = Resolution(
            cause: fact.cause, result: fact.result, partReplaced: fact.partReplaced, at: fact.at)
        meet(.resolve, at: fact.at)
        meet(.workaround, at: fact.at)
        // Mended from afar: nobody had to come any more. Who should have come before that stays late.
        for index in targets.indices where targets[index].kind == .arrive && targets[index].outcome == .running {
            targets[index].outcome = targets[index].isMissed ? .met(at: fact.at) : .void
        }
    }

    private mutating func closed(_ fact: TicketClosed) {
        status = .closed(at: fact.at)
        resolution = Resolution(
            cause: fact.cause, result: fact.result, partReplaced: fact.partReplaced, at: fact.resolvedAt)
    }

    private mutating func levelChanged(_ fact: PriorityChanged) {
        priority = fact.to
        if fact.cause == .overdue { wasUpgraded = true } else { unverified.remove(.priority) }
        adopt(fact.targets)
    }

    /// Takes over the terms that now hold.
    ///
    /// A clock that starts anew may be missed anew.
    private mutating func adopt(_ terms: [TicketTarget]) {
        targets = terms.map { fresh in
            guard var old = target(fresh.kind), old.terms.from == fresh.from else { return Target(terms: fresh) }
            old.terms = fresh
            return old
        }
    }

    private mutating func meet(_ kind: TargetKind, at moment: Timestamp) {
        for index in targets.indices where targets[index].kind == kind && targets[index].outcome == .running {
            targets[index].outcome = .met(at: moment)
        }
    }

    private mutating func mark(_ kind: TargetKind, missed: Bool) {
        for index in targets.indices where targets[index].kind == kind { targets[index].isMissed = missed }
    }
}
