/// Something is not as it should be: a fault that wants a ticket, or a hidden danger (隐患) to rectify.
public struct FindingRaised: FactContract {
    public static let type: FactType = "inspections.finding-raised.v1"

    public var finding: FindingID
    public var round: RoundID?
    public var plan: PlanID?
    public var site: SiteCode
    public var item: ItemID?
    public var title: String
    public var detail: String
    public var severity: FindingSeverity
    /// True where it wants a ticket: the tickets service opens one.
    public var fault: Bool
    public var by: AccountID?
    public var at: Timestamp
    /// When it must be rectified: 7, 14 or 30 calendar days by severity (requirements section 3.10).
    public var dueAt: Timestamp

    public init(
        finding: FindingID, round: RoundID?, plan: PlanID?, site: SiteCode, item: ItemID?, title: String,
        detail: String, severity: FindingSeverity, fault: Bool, by: AccountID?, at: Timestamp, dueAt: Timestamp
    ) {
        self.finding = finding
        self.round = round
        self.plan = plan
        self.site = site
        self.item = item
        self.title = title
        self.detail = detail
        self.severity = severity
        self.fault = fault
        self.by = by
        self.at = at
        self.dueAt = dueAt
    }
}

/// A ticket takes care of the finding.
public struct FindingTicketed: FactContract {
    public static let type: FactType = "inspections.finding-ticketed.v1"

    public var finding: FindingID
    public var site: SiteCode
    public var ticket: TicketID

    public init(finding: FindingID, site: SiteCode, ticket: TicketID) {
        self.finding = finding
        self.site = site
        self.ticket = ticket
    }
}

/// Its ticket was cancelled; nobody takes care of it any more.
public struct FindingReturned: FactContract {
    public static let type: FactType = "inspections.finding-returned.v1"

    public var finding: FindingID
    public var site: SiteCode
    public var ticket: TicketID
    public var reason: String

    public init(finding: FindingID, site: SiteCode, ticket: TicketID, reason: String) {
        self.finding = finding
        self.site = site
        self.ticket = ticket
        self.reason = reason
    }
}

/// Somebody mended it; it waits for the retest.
public struct FindingRectified: FactContract {
    public static let type: FactType = "inspections.finding-rectified.v1"

    public var finding: FindingID
    public var site: SiteCode
    /// What was done.
    public var measure: String
    public var by: AccountID
    public var at: Timestamp

    public init(finding: FindingID, site: SiteCode, measure: String, by: AccountID, at: Timestamp) {
        self.finding = finding
        self.site = site
        self.measure = measure
        self.by = by
        self.at = at
    }
}

/// The retest was not passed; it is to be rectified again.
public struct FindingRetestFailed: FactContract {
    public static let type: FactType = "inspections.finding-retest-failed.v1"

    public var finding: FindingID
    public var site: SiteCode
    public var reason: String
    public var by: AccountID
    public var at: Timestamp

    public init(finding: FindingID, site: SiteCode, reason: String, by: AccountID, at: Timestamp) {
        self.finding = finding
        self.site = site
        self.reason = reason
        self.by = by
        self.at = at
    }
}

/// 销项: the retest was passed, or its ticket was closed.
public struct FindingCleared: FactContract {
    public static let type: FactType = "inspections.finding-cleared.v1"

    public var finding: FindingID
    public var site: SiteCode
    /// The ticket that cleared it, where one did.
    public var byTicket: TicketID?
    /// Who passed the retest, where nobody's ticket did.
    public var by: AccountID?
    public var at: Timestamp

    public init(finding: FindingID, site: SiteCode, byTicket: TicketID?, by: AccountID?, at: Timestamp) {
        self.finding = finding
        self.site = site
        self.byTicket = byTicket
        self.by = by
        self.at = at
    }
}

/// Every fact the inspections service states.
public enum InspectionsContracts {
    public static let all: [any FactContract.Type] = [
        PlanPublished.self, RoundPlanned.self, RoundStarted.self, RoundCompleted.self, RoundMissed.self,
        RoundSkipped.self, FindingRaised.self, FindingTicketed.self, FindingReturned.self, FindingRectified.self,
        FindingRetestFailed.self, FindingCleared.self,
    ]
}
