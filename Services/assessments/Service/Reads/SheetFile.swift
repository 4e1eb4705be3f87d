import AssessmentsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// A sheet with all that stands around it on its page: folded from its own facts, which are some dozens at most.
struct SheetFile: Sendable {
    let key: SheetKey
    /// Nil where nothing has happened to it.
    let sheet: Sheet?
    /// Of the subject, for If-Match; 0 where there is none.
    let version: Int64
    let facts: [Fact]
    let hasPosts: Bool
    let rules: ScoreRulesPublished
    /// Nil while the calendar of the month after is not loaded.
    let publishBy: Day?
    let freezeFrom: Timestamp?
    /// Of the people in `facts`, as far as the directory told us.
    let names: [AccountID: String]

    init(_ key: SheetKey, _ db: ReadDatabase) throws {
        self.key = key
        facts = try db.facts(of: SheetDecider.subject(key))
        var sheet: Sheet?
        for fact in facts {
            if let event = try SheetEvent.read(fact) {
                sheet = SheetDecider.evolve(sheet, event)
            }
        }
        self.sheet = sheet
        version = facts.last?.version ?? 0
        hasPosts = try PostRow.hasPosts(key.site, db)
        rules = try CurrentRules.read(db)
        let timetable = try db.workCalendar().map(SheetTimetable.init)
        publishBy = try? timetable?.publication(key.month)
        freezeFrom = try? timetable?.freeze(key.month)
        names = try db.names(of: facts.compactMap(\.actor.account))
    }

    var status: Sheet.Status { sheet?.status ?? .draft }
    /// The items as scored, or as they would be scored now.
    var items: [SheetItem] { sheet?.scoring?.items ?? preview.items }
    /// What the evidence upheld so far would come to: 预计.
    var preview: SheetResult {
        SheetResult(
            weights: ScoreWeight.of(rules, hasPosts: hasPosts), deductions: sheet?.countedDeductions ?? [], cap: nil)
    }
}

/// The score rules in force; ours until somebody publishes others.
enum CurrentRules {
    static let id = "standard"

    static func read(_ db: ReadDatabase) throws -> ScoreRulesPublished {
        guard let fact = try db.facts(of: ScoreRulesDecider.subject(id)).last else { return .standard }
        return try fact.decode(ScoreRulesPublished.self)
    }

    static func read(_ tx: WriteTransaction) throws -> ScoreRulesPublished {
        try tx.state(ScoreRulesDecider.self, id) ?? .standard
    }
}

/// The upstream logs as far as this service has applied them: what a frozen sheet stands on.
enum UpstreamHeads {
    static func read(_ db: ReadDatabase) throws -> [SourceHead] {
        try [ServiceName.inspections, .tickets].compactMap { service in
            try db.position(of: service.topic).map {
                SourceHead(topic: service.topic, seq: $0.seq, hash: $0.hash)
            }
        }
    }
}
