/// One item of a scored sheet, in tenths: `score = full − deducted`, never below zero.
public struct SheetItem: Codable, Sendable, Equatable {
    public var code: ScoreItemCode
    public var full: Int
    public var deducted: Int
    public var score: Int

    public init(code: ScoreItemCode, full: Int, deducted: Int, score: Int) {
        self.code = code
        self.full = full
        self.deducted = deducted
        self.score = score
    }
}

/// A site-month was scored (评分); it may be scored again until it is frozen.
public struct SheetScored: FactContract {
    public static let type: FactType = "assessments.sheet-scored.v1"
    public var sheet: SheetID
    public var site: SiteCode
    public var month: YearMonth
    /// 1; raised by each correction after a freeze.
    public var version: Int
    public var rulesVersion: Int
    /// Without items that do not apply.
    public var items: [SheetItem]
    /// Of 100.0, scaled where items do not apply, capped where a veto holds.
    public var score: Score
    public var veto: Veto?
    public var vetoReason: String?
    /// What the veto left at most; absent where none holds.
    public var vetoCap: Score?
    /// Nil where a ruling or a withdrawn breach scored it again.
    public var by: AccountID?

    public init(
        sheet: SheetID, site: SiteCode, month: YearMonth, version: Int, rulesVersion: Int, items: [SheetItem],
        score: Score, veto: Veto?, vetoReason: String?, vetoCap: Score?, by: AccountID?
    ) {
        self.sheet = sheet
        self.site = site
        self.month = month
        self.version = version
        self.rulesVersion = rulesVersion
        self.items = items
        self.score = score
        self.veto = veto
        self.vetoReason = vetoReason
        self.vetoCap = vetoCap
        self.by = by
    }
}

/// The supplier may look at the score and object until the window ends.
public struct SheetPublished: FactContract {
    public static let type: FactType = "assessments.sheet-published.v1"
    public var sheet: SheetID
    public var site: SiteCode
    public var month: YearMonth
    public var version: Int
    public var score: Score
    /// The first moment at which it is too late.
    public var objectionUntil: Timestamp
    public var by: AccountID

    public init(
        sheet: SheetID, site: SiteCode, month: YearMonth, version: Int, score: Score, objectionUntil: Timestamp,
        by: AccountID
    ) {
        self.sheet = sheet
        self.site = site
        self.month = month
        self.version = version
        self.score = score
        self.objectionUntil = objectionUntil
        self.by = by
    }
}

/// The supplier objected (异议) to the sheet or to one piece of its evidence.
public struct SheetObjected: FactContract {
    public static let type: FactType = "assessments.sheet-objected.v1"
    public var sheet: SheetID
    public var site: SiteCode
    public var month: YearMonth
    /// 1, 2, 3 … within the sheet.
    public var objection: Int
    public var evidence: EvidenceID?
    public var text: String
    public var by: AccountID

    public init(
        sheet: SheetID, site: SiteCode, month: YearMonth, objection: Int, evidence: EvidenceID?, text: String,
        by: AccountID
    ) {
        self.sheet = sheet
        self.site = site
        self.month = month
        self.objection = objection
        self.evidence = evidence
        self.text = text
        self.by = by
    }
}

/// The site answered an objection. Where it granted one to a piece of evidence, that evidence is rejected with it.
public struct ObjectionRuled: FactContract {
    public static let type: FactType = "assessments.objection-ruled.v1"
    public var sheet: SheetID
    public var objection: Int
    public var granted: Bool
    public var reason: String
    public var by: AccountID

    public init(sheet: SheetID, objection: Int, granted: Bool, reason: String, by: AccountID) {
        self.sheet = sheet
        self.objection = objection
        self.granted = granted
        self.reason = reason
        self.by = by
    }
}

/// A score became final: from here on only a new version corrects it.
public struct SheetFrozen: FactContract {
    public static let type: FactType = "assessments.sheet-frozen.v1"
    public var sheet: SheetID
    public var site: SiteCode
    public var month: YearMonth
    public var version: Int
    public var score: Score
    public var items: [SheetItem]
    /// False: the site has no posts, so no attendance item and no fine for an absent person.
    public var hasPosts: Bool
    public var frozenAt: Timestamp
    /// The upstream logs as this service knew them.
    public var heads: [SourceHead]

    public init(
        sheet: SheetID, site: SiteCode, month: YearMonth, version: Int, score: Score, items: [SheetItem],
        hasPosts: Bool, frozenAt: Timestamp, heads: [SourceHead]
    ) {
        self.sheet = sheet
        self.site = site
        self.month = month
        self.version = version
        self.score = score
        self.items = items
        self.hasPosts = hasPosts
        self.frozenAt = frozenAt
        self.heads = heads
    }
}

/// A frozen sheet was opened again as its next version (更正).
public struct SheetReopened: FactContract {
    public static let type: FactType = "assessments.sheet-reopened.v1"
    public var sheet: SheetID
    public var site: SiteCode
    public var month: YearMonth
    /// The new version.
    public var version: Int
    public var reason: String
    public var by: AccountID

    public init(sheet: SheetID, site: SiteCode, month: YearMonth, version: Int, reason: String, by: AccountID) {
        self.sheet = sheet
        self.site = site
        self.month = month
        self.version = version
        self.reason = reason
        self.by = by
    }
}
