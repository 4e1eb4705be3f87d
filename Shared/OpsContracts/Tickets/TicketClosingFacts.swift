/// Why it happened.
public struct FaultCause: Codable, Sendable, Equatable {
    public var category: CauseCategory
    public var text: String

    public init(category: CauseCategory, text: String) {
        self.category = category
        self.text = text
    }
}

/// It works again; the resolution clock stops.
public struct TicketResolved: TicketFact {
    public static let type: FactType = "tickets.ticket-resolved.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var item: ItemID?
    public var cause: FaultCause?
    public var result: String
    public var partReplaced: Bool
    /// A reporter is asked to confirm.
    public var awaitsConfirmation: Bool
    /// SHA-256 of files in the content store of tickets.
    public var photos: [String]?
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, item: ItemID? = nil, cause: FaultCause? = nil, result: String,
        partReplaced: Bool, awaitsConfirmation: Bool, photos: [String]? = nil, by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.item = item
        self.cause = cause
        self.result = result
        self.partReplaced = partReplaced
        self.awaitsConfirmation = awaitsConfirmation
        self.photos = photos
        self.by = by
        self.at = at
    }
}

/// The requester's side says it works.
public struct TicketConfirmed: TicketFact {
    public static let type: FactType = "tickets.ticket-confirmed.v1"

    public var ticket: TicketID
    public var site: SiteCode
    /// 1…5.
    public var rating: Int?
    public var comment: String?
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, rating: Int? = nil, comment: String? = nil, by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.rating = rating
        self.comment = comment
        self.by = by
        self.at = at
    }
}

/// Over, with everything the fault record asks for (R49).
public struct TicketClosed: TicketFact {
    public static let type: FactType = "tickets.ticket-closed.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var kind: TicketKind
    public var item: ItemID?
    public var title: String?
    public var finding: FindingID?
    public var priority: Priority
    public var cause: FaultCause?
    public var result: String
    public var partReplaced: Bool
    public var openedAt: Timestamp
    public var resolvedAt: Timestamp
    /// Closed by the silence of the reporter.
    public var auto: Bool
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, kind: TicketKind, item: ItemID? = nil, title: String? = nil,
        finding: FindingID? = nil, priority: Priority, cause: FaultCause? = nil, result: String, partReplaced: Bool,
        openedAt: Timestamp, resolvedAt: Timestamp, auto: Bool, by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.kind = kind
        self.item = item
        self.title = title
        self.finding = finding
        self.priority = priority
        self.cause = cause
        self.result = result
        self.partReplaced = partReplaced
        self.openedAt = openedAt
        self.resolvedAt = resolvedAt
        self.auto = auto
        self.by = by
        self.at = at
    }
}

/// It was not over: the old clock goes on, without the time it was thought resolved (requirements §3.1 f).
public struct TicketReopened: TicketFact {
    public static let type: FactType = "tickets.ticket-reopened.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var reason: String
    public var priority: Priority
    public var basis: Basis
    public var resolvedAt: Timestamp
    public var targets: [TicketTarget]
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, reason: String, priority: Priority, basis: Basis, resolvedAt: Timestamp,
        targets: [TicketTarget], by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.reason = reason
        self.priority = priority
        self.basis = basis
        self.resolvedAt = resolvedAt
        self.targets = targets
        self.by = by
        self.at = at
    }
}

/// Withdrawn, or opened by mistake.
public struct TicketCancelled: TicketFact {
    public static let type: FactType = "tickets.ticket-cancelled.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var finding: FindingID?
    public var reason: String
    public var duplicateOf: TicketID?
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, finding: FindingID? = nil, reason: String, duplicateOf: TicketID? = nil,
        by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.finding = finding
        self.reason = reason
        self.duplicateOf = duplicateOf
        self.by = by
        self.at = at
    }
}
