/// The fact that a piece of evidence stands on, so that anybody can walk back to it.
public struct EvidenceCause: Codable, Sendable, Equatable {
    public var topic: Topic
    public var factId: String
    public var seq: Int64
    public var hash: String
    /// `ticket/XZ-20260213-0007`.
    public var subject: String

    public init(topic: Topic, factId: String, seq: Int64, hash: String, subject: String) {
        self.topic = topic
        self.factId = factId
        self.seq = seq
        self.hash = hash
        self.subject = subject
    }
}

/// Something happened that the rules deduct points for; the site decides whether it counts.
/// Subject `sheet/<site>-<month>`.
public struct EvidenceProposed: FactContract {
    public static let type: FactType = "assessments.evidence-proposed.v1"
    public var sheet: SheetID
    public var evidence: EvidenceID
    public var site: SiteCode
    public var month: YearMonth
    public var item: ScoreItemCode
    /// Points to deduct.
    public var tenths: Int
    /// True: upheld, it also empties the whole item. Absent: no.
    public var emptiesItem: Bool?
    public var rule: RuleCode
    public var basis: Basis
    /// Nil where a person entered it.
    public var cause: EvidenceCause?
    public var note: String?
    public var occurredAt: Timestamp

    public init(
        sheet: SheetID, evidence: EvidenceID, site: SiteCode, month: YearMonth, item: ScoreItemCode, tenths: Int,
        emptiesItem: Bool? = nil, rule: RuleCode, basis: Basis, cause: EvidenceCause?, note: String?,
        occurredAt: Timestamp
    ) {
        self.sheet = sheet
        self.evidence = evidence
        self.site = site
        self.month = month
        self.item = item
        self.tenths = tenths
        self.emptiesItem = emptiesItem
        self.rule = rule
        self.basis = basis
        self.cause = cause
        self.note = note
        self.occurredAt = occurredAt
    }
}

/// Evidence was upheld (认定) or rejected (不认定).
public struct EvidenceRuled: FactContract {
    public static let type: FactType = "assessments.evidence-ruled.v1"
    public var sheet: SheetID
    public var evidence: EvidenceID
    public var upheld: Bool
    public var by: AccountID
    public var reason: String?

    public init(sheet: SheetID, evidence: EvidenceID, upheld: Bool, by: AccountID, reason: String?) {
        self.sheet = sheet
        self.evidence = evidence
        self.upheld = upheld
        self.by = by
        self.reason = reason
    }
}

/// The cause of evidence was itself taken back: a calendar correction undid the breach.
public struct EvidenceWithdrawn: FactContract {
    public static let type: FactType = "assessments.evidence-withdrawn.v1"
    public var sheet: SheetID
    public var evidence: EvidenceID
    public var reason: String

    public init(sheet: SheetID, evidence: EvidenceID, reason: String) {
        self.sheet = sheet
        self.evidence = evidence
        self.reason = reason
    }
}
