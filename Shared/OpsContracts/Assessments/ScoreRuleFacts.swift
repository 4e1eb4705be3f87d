/// What one kind of event costs.
public struct ScoreRule: Codable, Sendable, Equatable {
    public var event: RuleCode
    /// Points to deduct, in tenths, more than zero.
    public var tenths: Int
    /// True: it also empties the whole item (a falsified report). Absent: no.
    public var emptiesItem: Bool?

    public init(event: RuleCode, tenths: Int, emptiesItem: Bool? = nil) {
        self.event = event
        self.tenths = tenths
        self.emptiesItem = emptiesItem
    }
}

/// One item of the sheet with its weight and its rules.
public struct ScoreRuleItem: Codable, Sendable, Equatable {
    public var code: ScoreItemCode
    public var name: String
    /// The item's full score in tenths.
    public var weightTenths: Int
    public var rules: [ScoreRule]

    public init(code: ScoreItemCode, name: String, weightTenths: Int, rules: [ScoreRule]) {
        self.code = code
        self.name = name
        self.weightTenths = weightTenths
        self.rules = rules
    }
}

/// A version of the score rules came into force. Subject `score-rules/standard`.
public struct ScoreRulesPublished: FactContract {
    public static let type: FactType = "assessments.score-rules-published.v1"
    public var version: Int
    public var items: [ScoreRuleItem]
    /// What a veto leaves of the month at most.
    public var vetoCap: Score

    public init(version: Int, items: [ScoreRuleItem], vetoCap: Score) {
        self.version = version
        self.items = items
        self.vetoCap = vetoCap
    }
}
