import OpsContracts
import TicketsDomain

/// One ticket as the API answers it.
struct TicketDetail: Encodable, Sendable {
    struct Target: Encodable, Sendable {
        var kind: TargetKind
        var priority: Priority
        var seconds: Int64
        var clock: ServiceClock
        var from: Timestamp
        var due: DueTime
        var basis: Basis
        var metAt: Timestamp?
        /// Nothing was owed in the end.
        var isVoid: Bool
        var isMissed: Bool

        init(_ target: Ticket.Target) {
            let terms = target.terms
            (kind, priority, seconds, clock) = (terms.kind, terms.priority, terms.seconds, terms.clock)
            (from, due, basis, isMissed) = (terms.from, terms.due, terms.basis, target.isMissed)
            switch target.outcome {
            case .running: (metAt, isVoid) = (nil, false)
            case .met(let at): (metAt, isVoid) = (at, false)
            case .void: (metAt, isVoid) = (nil, true)
            }
        }
    }

    struct Part: Encodable, Sendable {
        var part: String
        var model: String
        var oldSerial: String?
        var newSerial: String
        var at: Timestamp
    }

    var ticket: TicketRow
    var description: String
    var impact: Impact
    var urgency: Urgency
    var unverified: [Unverified]
    var targets: [Target]
    var cause: FaultCause?
    var result: String?
    var parts: [Part]
    /// The headings of the fault record that are still empty (R49).
    var missing: [String]
    /// What may be done now, as far as the state goes.
    var verbs: [String]
    var reopens: TicketID?
    var finding: FindingID?

    init(_ file: TicketFile) {
        let state = file.ticket
        ticket = file.row
        description = file.opened.description
        impact = file.opened.impact
        urgency = file.opened.urgency
        unverified = state.unverified.sorted { $0.rawValue < $1.rawValue }
        targets = state.targets.map { Target($0) }
        cause = state.resolution?.cause
        result = state.resolution?.result
        parts = file.parts.map {
            Part(part: $0.part, model: $0.model, oldSerial: $0.oldSerial, newSerial: $0.newSerial, at: $0.at)
        }
        missing = CloseGuard.missing(state).map(\.rawValue)
        verbs = TicketVerb.allCases.filter { $0.isPossible(in: state.status.stage) }.map(\.rawValue)
        reopens = file.opened.reopens
        finding = file.opened.finding
    }
}
