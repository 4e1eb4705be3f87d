/// A round is to be done. It carries its checklist, so that a later version of the plan does not change it.
public struct RoundPlanned: FactContract {
    public static let type: FactType = "inspections.round-planned.v1"

    public var round: RoundID
    public var plan: PlanID
    public var planVersion: Int
    public var site: SiteCode
    public var name: String
    public var category: ItemCategory
    public var frequency: PlanFrequency
    public var item: ItemID?
    public var items: [CheckItem]
    public var opensAt: Timestamp
    public var dueAt: Timestamp
    /// The local day of `dueAt`.
    public var day: Day
    public var basis: Basis

    public init(
        round: RoundID, plan: PlanID, planVersion: Int, site: SiteCode, name: String, category: ItemCategory,
        frequency: PlanFrequency, item: ItemID?, items: [CheckItem], opensAt: Timestamp, dueAt: Timestamp, day: Day,
        basis: Basis
    ) {
        self.round = round
        self.plan = plan
        self.planVersion = planVersion
        self.site = site
        self.name = name
        self.category = category
        self.frequency = frequency
        self.item = item
        self.items = items
        self.opensAt = opensAt
        self.dueAt = dueAt
        self.day = day
        self.basis = basis
    }
}

/// Somebody set out on the round.
public struct RoundStarted: FactContract {
    public static let type: FactType = "inspections.round-started.v1"

    public var round: RoundID
    public var site: SiteCode
    public var by: AccountID
    public var at: Timestamp

    public init(round: RoundID, site: SiteCode, by: AccountID, at: Timestamp) {
        self.round = round
        self.site = site
        self.by = by
        self.at = at
    }
}

/// What was found at one line of the checklist.
public struct Reading: Codable, Sendable, Equatable {
    /// The check item's code.
    public var code: String
    public var outcome: ReadingOutcome
    public var value: DecimalReading?
    public var unit: String?
    /// Always present where the outcome is abnormal.
    public var note: String?
    /// True where the abnormality is a fault that wants a ticket, false or absent where it is a hidden danger.
    public var fault: Bool?
    public var severity: FindingSeverity?
    /// The hex SHA-256 of the photo.
    public var photo: String?

    public init(
        code: String, outcome: ReadingOutcome, value: DecimalReading? = nil, unit: String? = nil,
        note: String? = nil, fault: Bool? = nil, severity: FindingSeverity? = nil, photo: String? = nil
    ) {
        self.code = code
        self.outcome = outcome
        self.value = value
        self.unit = unit
        self.note = note
        self.fault = fault
        self.severity = severity
        self.photo = photo
    }
}

/// Every line of the checklist has its answer.
public struct RoundCompleted: FactContract {
    public static let type: FactType = "inspections.round-completed.v1"

    public var round: RoundID
    public var plan: PlanID
    public var site: SiteCode
    public var name: String
    /// In the checklist's order, one for each item.
    public var readings: [Reading]
    /// Begun in time, finished after the due time.
    public var late: Bool
    public var by: AccountID
    public var at: Timestamp
    public var dueAt: Timestamp
    public var basis: Basis

    public init(
        round: RoundID, plan: PlanID, site: SiteCode, name: String, readings: [Reading], late: Bool, by: AccountID,
        at: Timestamp, dueAt: Timestamp, basis: Basis
    ) {
        self.round = round
        self.plan = plan
        self.site = site
        self.name = name
        self.readings = readings
        self.late = late
        self.by = by
        self.at = at
        self.dueAt = dueAt
        self.basis = basis
    }
}

/// The due time passed without the round. It carries the due time, not the sweep's.
public struct RoundMissed: FactContract {
    public static let type: FactType = "inspections.round-missed.v1"

    public var round: RoundID
    public var plan: PlanID
    public var site: SiteCode
    public var name: String
    public var dueAt: Timestamp
    public var basis: Basis

    public init(round: RoundID, plan: PlanID, site: SiteCode, name: String, dueAt: Timestamp, basis: Basis) {
        self.round = round
        self.plan = plan
        self.site = site
        self.name = name
        self.dueAt = dueAt
        self.basis = basis
    }
}

/// Somebody with the right released the round, and said why.
public struct RoundSkipped: FactContract {
    public static let type: FactType = "inspections.round-skipped.v1"

    public var round: RoundID
    public var plan: PlanID
    public var site: SiteCode
    public var name: String
    public var reason: String
    public var approver: AccountID
    public var dueAt: Timestamp
    public var basis: Basis

    public init(
        round: RoundID, plan: PlanID, site: SiteCode, name: String, reason: String, approver: AccountID,
        dueAt: Timestamp, basis: Basis
    ) {
        self.round = round
        self.plan = plan
        self.site = site
        self.name = name
        self.reason = reason
        self.approver = approver
        self.dueAt = dueAt
        self.basis = basis
    }
}
