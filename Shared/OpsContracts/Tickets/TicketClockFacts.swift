/// Another level, and the targets that now hold.
public struct PriorityChanged: TicketFact {
    public static let type: FactType = "tickets.priority-changed.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var from: Priority
    public var to: Priority
    public var impact: Impact?
    public var urgency: Urgency?
    public var cause: PriorityChangeCause
    public var reason: String
    public var targets: [TicketTarget]
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, from: Priority, to: Priority, impact: Impact? = nil,
        urgency: Urgency? = nil, cause: PriorityChangeCause, reason: String, targets: [TicketTarget], by: Actor,
        at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.from = from
        self.to = to
        self.impact = impact
        self.urgency = urgency
        self.cause = cause
        self.reason = reason
        self.targets = targets
        self.by = by
        self.at = at
    }
}

/// A target was missed.
///
/// Stated once per target.
public struct TargetBreached: TicketFact {
    public static let type: FactType = "tickets.target-breached.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var target: TargetKind
    public var priority: Priority
    /// The due time, not the moment it was noticed.
    public var breachedAt: Timestamp
    public var kind: TicketKind
    public var basis: Basis
    /// Nil where the score sheet knows no such miss.
    public var scoreItem: ScoreItemCode?
    /// A ticket scores at most once in K2 and once in K3, by the largest miss: false where an equal or larger one was stated.
    public var scores: Bool
    /// The earlier miss of the same item that this larger one replaces on the sheet.
    public var outweighs: TargetKind?
    /// Who had the ticket then, or was on duty.
    public var duty: AccountID?

    public init(
        ticket: TicketID, site: SiteCode, target: TargetKind, priority: Priority, breachedAt: Timestamp,
        kind: TicketKind, basis: Basis, scoreItem: ScoreItemCode? = nil, scores: Bool, outweighs: TargetKind? = nil,
        duty: AccountID? = nil
    ) {
        self.ticket = ticket
        self.site = site
        self.target = target
        self.priority = priority
        self.breachedAt = breachedAt
        self.kind = kind
        self.basis = basis
        self.scoreItem = scoreItem
        self.scores = scores
        self.outweighs = outweighs
        self.duty = duty
    }
}

/// A corrected calendar undid a miss.
public struct TargetBreachWithdrawn: TicketFact {
    public static let type: FactType = "tickets.target-breach-withdrawn.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var target: TargetKind
    public var priority: Priority
    /// The same as in the fact it withdraws.
    public var breachedAt: Timestamp
    /// As it is now.
    public var due: DueTime
    public var scoreItem: ScoreItemCode?
    /// A smaller miss of the same item that counts again.
    public var nowScores: TargetKind?
    public var reason: String
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, target: TargetKind, priority: Priority, breachedAt: Timestamp, due: DueTime,
        scoreItem: ScoreItemCode? = nil, nowScores: TargetKind? = nil, reason: String, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.target = target
        self.priority = priority
        self.breachedAt = breachedAt
        self.due = due
        self.scoreItem = scoreItem
        self.nowScores = nowScores
        self.reason = reason
        self.at = at
    }
}

/// The calendar came, or was corrected: due times anew.
public struct TargetsRecomputed: TicketFact {
    public static let type: FactType = "tickets.targets-recomputed.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var targets: [TicketTarget]
    public var calendar: CalendarID
    public var calendarVersion: Int
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, targets: [TicketTarget], calendar: CalendarID, calendarVersion: Int,
        at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.targets = targets
        self.calendar = calendar
        self.calendarVersion = calendarVersion
        self.at = at
    }
}
