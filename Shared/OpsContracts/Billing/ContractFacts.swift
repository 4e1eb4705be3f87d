/// A contract year's money was agreed (R97–R101). Subject `contract/<id>`; the facts of its year follow there.
public struct ContractSigned: FactContract {
    public static let type: FactType = "billing.contract-signed.v1"
    public var contract: ContractID
    public var year: Int
    /// Four amounts, contract data; their sum is the year's amount.
    public var quarters: [Money]
    public var shares: [SiteShare]
    /// Nil: the contract caps nothing.
    public var scoreCapBp: BasisPoints?
    public var q4Deducts: Q4Policy
    /// False: fines are taken with the fourth payment only (A24).
    public var finesEveryQuarter: Bool
    /// How much of a site's score is the mean of its persons' sheets (A11).
    public var personWeightBp: BasisPoints
    public var supplier: String
    public var signedOn: Day

    public init(
        contract: ContractID, year: Int, quarters: [Money], shares: [SiteShare], scoreCapBp: BasisPoints?,
        q4Deducts: Q4Policy, finesEveryQuarter: Bool, personWeightBp: BasisPoints, supplier: String, signedOn: Day
    ) {
        self.contract = contract
        self.year = year
        self.quarters = quarters
        self.shares = shares
        self.scoreCapBp = scoreCapBp
        self.q4Deducts = q4Deducts
        self.finesEveryQuarter = finesEveryQuarter
        self.personWeightBp = personWeightBp
        self.supplier = supplier
        self.signedOn = signedOn
    }
}

/// A frozen site-month score reached the contract it counts in. Once per (site, month, version).
public struct ScoreReceived: FactContract {
    public static let type: FactType = "billing.score-received.v1"
    public var contract: ContractID
    public var sheet: SheetID
    public var site: SiteCode
    public var month: YearMonth
    public var sheetVersion: Int
    public var score: Score
    /// Where in the assessments' log the sheet was frozen.
    public var head: SourceHead?

    public init(
        contract: ContractID, sheet: SheetID, site: SiteCode, month: YearMonth, sheetVersion: Int, score: Score,
        head: SourceHead?
    ) {
        self.contract = contract
        self.sheet = sheet
        self.site = site
        self.month = month
        self.sheetVersion = sheetVersion
        self.score = score
        self.head = head
    }
}

/// A fine (罚款), itemised, outside the score and its cap (requirements section 3.2).
public struct FineImposed: FactContract {
    public static let type: FactType = "billing.fine-imposed.v1"
    public var contract: ContractID
    public var fine: FineID
    /// The quarter it happened in.
    public var quarter: Quarter
    /// Nil where it concerns no single site.
    public var site: SiteCode?
    public var amount: Money
    public var reason: String
    public var evidence: EvidenceID?
    public var decidedBy: AccountID

    public init(
        contract: ContractID, fine: FineID, quarter: Quarter, site: SiteCode?, amount: Money, reason: String,
        evidence: EvidenceID?, decidedBy: AccountID
    ) {
        self.contract = contract
        self.fine = fine
        self.quarter = quarter
        self.site = site
        self.amount = amount
        self.reason = reason
        self.evidence = evidence
        self.decidedBy = decidedBy
    }
}

/// A fine was taken back before its quarter was frozen.
public struct FineWithdrawn: FactContract {
    public static let type: FactType = "billing.fine-withdrawn.v1"
    public var contract: ContractID
    public var fine: FineID
    public var quarter: Quarter
    public var amount: Money
    public var reason: String
    public var by: AccountID

    public init(
        contract: ContractID, fine: FineID, quarter: Quarter, amount: Money, reason: String, by: AccountID
    ) {
        self.contract = contract
        self.fine = fine
        self.quarter = quarter
        self.amount = amount
        self.reason = reason
        self.by = by
    }
}
