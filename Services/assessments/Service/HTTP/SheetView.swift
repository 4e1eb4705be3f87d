import AssessmentsDomain
import OpsContracts
import OpsDomain

/// A sheet as the API shows it.
struct SheetView: Encodable, Sendable {
    var sheet: SheetID
    var site: SiteCode
    var month: YearMonth
    /// 1; raised by each correction after a freeze.
    var version: Int
    var status: String
    var hasPosts: Bool
    /// As scored; before that what the upheld evidence would come to.
    var score: Score
    /// False: the score is an expectation (预计).
    var isScored: Bool
    var items: [SheetItem]
    var veto: Veto?
    var vetoReason: String?
    var undecided: Int
    var evidence: [Piece]
    var objections: [Objection]
    var objectionUntil: Timestamp?
    var frozenAt: Timestamp?
    /// Nil while the calendar is not loaded.
    var publishBy: Day?
    var freezeFrom: Timestamp?

    struct Piece: Encodable, Sendable {
        var evidence: EvidenceID
        var item: ScoreItemCode
        var rule: RuleCode
        var tenths: Int
        var basis: Basis
        /// False: our own default, shown only.
        var counts: Bool
        /// proposed, upheld, rejected, withdrawn.
        var ruling: String
        var occurredAt: Timestamp
        var note: String?
        var cause: EvidenceCause?
    }

    struct Objection: Encodable, Sendable {
        var objection: Int
        var version: Int
        var evidence: EvidenceID?
        var text: String
        /// Nil while nobody ruled.
        var granted: Bool?
    }

    init(_ file: SheetFile) {
        let sheet = file.sheet
        self.sheet = file.key.id
        site = file.key.site
        month = file.key.month
        version = sheet?.version ?? 1
        status = file.status.slug
        hasPosts = file.hasPosts
        score = sheet?.scoring?.score ?? file.preview.score
        isScored = sheet?.scoring != nil
        items = file.items
        veto = sheet?.scoring?.veto
        vetoReason = sheet?.scoring?.vetoReason
        undecided = sheet?.undecided.count ?? 0
        evidence = (sheet?.evidence ?? []).map { piece in
            Piece(
                evidence: piece.fact.evidence, item: piece.fact.item, rule: piece.fact.rule, tenths: piece.fact.tenths,
                basis: piece.fact.basis, counts: piece.counts, ruling: piece.ruling.rawValue,
                occurredAt: piece.fact.occurredAt, note: piece.fact.note, cause: piece.fact.cause)
        }
        objections = (sheet?.objections ?? []).map {
            Objection(
                objection: $0.number, version: $0.version, evidence: $0.evidence, text: $0.text, granted: $0.granted)
        }
        switch file.status {
        case .published(let until), .disputed(let until): objectionUntil = until
        case .frozen(let at): frozenAt = at
        case .draft, .scored: break
        }
        publishBy = file.publishBy
        freezeFrom = file.freezeFrom
    }
}
