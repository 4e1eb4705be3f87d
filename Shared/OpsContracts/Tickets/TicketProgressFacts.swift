/// Somebody took it on; meets the response target.
public struct TicketAccepted: TicketFact {
    public static let type: FactType = "tickets.ticket-accepted.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var by: Actor
    public var at: Timestamp

    public init(ticket: TicketID, site: SiteCode, by: Actor, at: Timestamp) {
        self.ticket = ticket
        self.site = site
        self.by = by
        self.at = at
    }
}

/// It has an engineer, or another one (转派).
public struct TicketDispatched: TicketFact {
    public static let type: FactType = "tickets.ticket-dispatched.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var engineer: AccountID
    public var post: PostID?
    public var by: Actor
    public var at: Timestamp

    public init(ticket: TicketID, site: SiteCode, engineer: AccountID, post: PostID? = nil, by: Actor, at: Timestamp) {
        self.ticket = ticket
        self.site = site
        self.engineer = engineer
        self.post = post
        self.by = by
        self.at = at
    }
}

/// The engineer is on the spot; meets the arrival target.
public struct TicketArrived: TicketFact {
    public static let type: FactType = "tickets.ticket-arrived.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var by: Actor
    public var at: Timestamp

    public init(ticket: TicketID, site: SiteCode, by: Actor, at: Timestamp) {
        self.ticket = ticket
        self.site = site
        self.by = by
        self.at = at
    }
}

/// Work began.
public struct WorkStarted: TicketFact {
    public static let type: FactType = "tickets.work-started.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var by: Actor
    public var at: Timestamp

    public init(ticket: TicketID, site: SiteCode, by: Actor, at: Timestamp) {
        self.ticket = ticket
        self.site = site
        self.by = by
        self.at = at
    }
}

/// An entry of the process log (处理过程).
public struct WorkNoted: TicketFact {
    public static let type: FactType = "tickets.work-noted.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var text: String
    /// The reporter may read it.
    public var isPublic: Bool
    /// Service is back by a makeshift; meets the workaround target.
    public var workaround: Bool?
    /// SHA-256 of files in the content store.
    public var photos: [String]?
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, text: String, isPublic: Bool, workaround: Bool? = nil,
        photos: [String]? = nil, by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.text = text
        self.isPublic = isPublic
        self.workaround = workaround
        self.photos = photos
        self.by = by
        self.at = at
    }
}

/// A report of a major fault went out; `first` meets the report target (R48).
public struct FaultReported: TicketFact {
    public static let type: FactType = "tickets.fault-reported.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var kind: FaultReportKind
    public var to: String
    public var text: String
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, kind: FaultReportKind, to: String, text: String, by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.kind = kind
        self.to = to
        self.text = text
        self.by = by
        self.at = at
    }
}

/// The clocks of arrival, workaround and resolution stand still.
public struct TicketSuspended: TicketFact {
    public static let type: FactType = "tickets.ticket-suspended.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var reason: PendingReason
    public var note: String
    /// When it is expected to go on.
    public var until: Timestamp?
    /// The carrier's own number (R35).
    public var carrierTicket: String?
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, reason: PendingReason, note: String, until: Timestamp? = nil,
        carrierTicket: String? = nil, by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.reason = reason
        self.note = note
        self.until = until
        self.carrierTicket = carrierTicket
        self.by = by
        self.at = at
    }
}

/// The clocks go on; the targets as they stand after the pause.
public struct TicketResumed: TicketFact {
    public static let type: FactType = "tickets.ticket-resumed.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var reason: PendingReason
    public var since: Timestamp
    public var targets: [TicketTarget]
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, reason: PendingReason, since: Timestamp, targets: [TicketTarget], by: Actor,
        at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.reason = reason
        self.since = since
        self.targets = targets
        self.by = by
        self.at = at
    }
}

/// Handed to the second line (R87).
///
/// The clocks go on.
public struct TicketEscalated: TicketFact {
    public static let type: FactType = "tickets.ticket-escalated.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var channel: ExpertChannel
    public var skill: String?
    public var text: String
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, channel: ExpertChannel, skill: String? = nil, text: String, by: Actor,
        at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.channel = channel
        self.skill = skill
        self.text = text
        self.by = by
        self.at = at
    }
}

/// The second line handed it back with its advice.
public struct TicketReturned: TicketFact {
    public static let type: FactType = "tickets.ticket-returned.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var advice: String
    public var minutes: Int?
    public var by: Actor
    public var at: Timestamp

    public init(ticket: TicketID, site: SiteCode, advice: String, minutes: Int? = nil, by: Actor, at: Timestamp) {
        self.ticket = ticket
        self.site = site
        self.advice = advice
        self.minutes = minutes
        self.by = by
        self.at = at
    }
}

/// A part was replaced (R49).
///
/// `newSerial` may be 无 or 看不清, never empty.
public struct PartReplaced: TicketFact {
    public static let type: FactType = "tickets.part-replaced.v1"

    public var ticket: TicketID
    public var site: SiteCode
    public var item: ItemID?
    public var part: String
    public var model: String
    public var oldSerial: String?
    public var newSerial: String
    public var by: Actor
    public var at: Timestamp

    public init(
        ticket: TicketID, site: SiteCode, item: ItemID? = nil, part: String, model: String, oldSerial: String? = nil,
        newSerial: String, by: Actor, at: Timestamp
    ) {
        self.ticket = ticket
        self.site = site
        self.item = item
        self.part = part
        self.model = model
        self.oldSerial = oldSerial
        self.newSerial = newSerial
        self.by = by
        self.at = at
    }
}
