public import OpsContracts

/// The score sheet of one site in one month.
public struct Sheet: Codable, Sendable, Equatable {
    public internal(set) var key: SheetKey
    /// 1; raised by each correction after a freeze.
    public internal(set) var version: Int
    public internal(set) var status: Status
    /// In the order of their arrival.
    public internal(set) var evidence: [Evidence] = []
    public internal(set) var objections: [Objection] = []
    /// As it was last scored; nil before the first time.
    public internal(set) var scoring: Scoring?

    /// 草稿 → 已评分 → 已发布 ⇄ 异议中 → 已冻结 → (更正) 草稿.
    public enum Status: Codable, Sendable, Equatable {
        case draft
        case scored
        /// - Parameter until: the first moment at which an objection is too late.
        case published(until: Timestamp)
        /// Published, with at least one objection that was not ruled.
        case disputed(until: Timestamp)
        case frozen(at: Timestamp)
    }

    public struct Evidence: Codable, Sendable, Equatable {
        public internal(set) var fact: EvidenceProposed
        public internal(set) var ruling: Ruling

        /// Only contractual and agreed duties are ever scored; the rest is shown and deducts nothing.
        public var counts: Bool { fact.basis.isScored }
    }

    public enum Ruling: String, Codable, Sendable {
        case proposed, upheld, rejected
        /// Its cause was taken back.
        case withdrawn

        public var zh: String {
            switch self {
            case .proposed: "拟扣"
            case .upheld: "认定"
            case .rejected: "不认定"
            case .withdrawn: "已撤回"
            }
        }
    }

    public struct Objection: Codable, Sendable, Equatable {
        /// 1, 2, 3 … over all versions of the sheet.
        public internal(set) var number: Int
        /// The version it objects to.
        public internal(set) var version: Int
        public internal(set) var evidence: EvidenceID?
        public internal(set) var text: String
        /// Nil while nobody ruled.
        public internal(set) var granted: Bool?
    }

    /// What the last scoring stood on, so that a ruling can score again by the same rules.
    public struct Scoring: Codable, Sendable, Equatable {
        public internal(set) var rulesVersion: Int
        public internal(set) var weights: [ScoreWeight]
        public internal(set) var score: Score
        public internal(set) var items: [SheetItem]
        public internal(set) var veto: Veto?
        public internal(set) var vetoReason: String?
        public internal(set) var vetoCap: Score?
    }

    public func evidence(_ id: EvidenceID) -> Evidence? { evidence.first { $0.fact.evidence == id } }
    /// What must be ruled before the sheet can be scored.
    public var undecided: [Evidence] { evidence.filter { $0.ruling == .proposed && $0.counts } }
    public var openObjections: [Objection] { objections.filter { $0.granted == nil } }

    /// What of the evidence costs points.
    public var countedDeductions: [SheetResult.Deduction] {
        evidence.filter { $0.ruling == .upheld && $0.counts }.map { piece in
            SheetResult.Deduction(
                item: piece.fact.item, tenths: piece.fact.tenths, emptiesItem: piece.fact.emptiesItem ?? false,
                ticket: piece.fact.cause?.subject)
        }
    }
}

extension Sheet.Status {
    public var zh: String {
        switch self {
        case .draft: "草稿"
        case .scored: "已评分"
        case .published: "已发布"
        case .disputed: "异议中"
        case .frozen: "已冻结"
        }
    }

    /// A stable word for JSON, links and problem codes.
    public var slug: String {
        switch self {
        case .draft: "draft"
        case .scored: "scored"
        case .published: "published"
        case .disputed: "disputed"
        case .frozen: "frozen"
        }
    }
}
