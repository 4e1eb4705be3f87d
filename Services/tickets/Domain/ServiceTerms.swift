public import OpsContracts
public import OpsDomain

/// What targets are computed with: the policy a ticket was opened under, and the site's calendar.
public struct ServiceTerms: Sendable {
    public var policy: SLAPolicyPublished
    /// Nil while no calendar was ever published: working clocks wait for it.
    public var calendar: NamedCalendar?
    /// An agreed guarantee arrangement covers site and time (requirements §3.1 b).
    public var guarantee: Bool

    public init(policy: SLAPolicyPublished, calendar: NamedCalendar?, guarantee: Bool = false) {
        self.policy = policy
        self.calendar = calendar
        self.guarantee = guarantee
    }

    public struct NamedCalendar: Sendable {
        public var id: CalendarID
        public var version: Int
        public var calendar: WorkCalendar

        public init(id: CalendarID, version: Int, calendar: WorkCalendar) {
            self.id = id
            self.version = version
            self.calendar = calendar
        }
    }
}

extension ServiceTerms {
    /// The limits a ticket of this level has when its clocks start at `from`.
    func targets(
        _ priority: Priority, kind: TicketKind, from: Timestamp, pauses: [Pause] = []
    ) -> [TicketTarget] {
        TargetKind.all.compactMap { target($0, priority, kind: kind, from: from, pauses: pauses) }
    }

    /// - Returns: nil where the level has no such limit. The written report is owed by faults only.
    func target(
        _ target: TargetKind, _ priority: Priority, kind: TicketKind, from: Timestamp, pauses: [Pause] = []
    ) -> TicketTarget? {
        guard target != .report || kind == .incident, let row = policy.rows.first(where: { $0.priority == priority })
        else { return nil }
        let clock = guarantee && priority == .p3 ? .always : row.clock
        let limit: Limit
        switch target {
        case .respond: limit = Limit(row.respond)
        case .arrive: limit = arrival(row, from: from)
        case .workaround: limit = Limit(row.workaround)
        case .resolve: limit = Limit(row.resolve)
        case .report: limit = Limit(row.report)
        default: limit = Limit(nil)
        }
        guard let allowed = limit.seconds else { return nil }
        let halves = guarantee && (target == .respond || target == .arrive)
        let agreed = guarantee && (halves || clock != row.clock)
        let seconds = halves ? allowed / 2 : allowed
        let counted = target.isPausable ? pauses : []
        return TicketTarget(
            kind: target, priority: priority, seconds: seconds, clock: clock, from: from,
            due: limit.awaitsYear.map { .unknown(year: $0) } ?? due(from, seconds, clock, counted),
            basis: agreed ? .agreed : policy.basis)
    }

    /// Auto-close: so many working days of silence; nil while the calendar cannot say.
    public func silenceEnds(_ resolvedAt: Timestamp) -> Timestamp? {
        guard let calendar else { return nil }
        return try? calendar.calendar.addWorkingDays(policy.autoCloseDays, to: resolvedAt)
    }

    private struct Limit {
        var seconds: Int64?
        /// It cannot be known yet which limit holds.
        var awaitsYear: Int?

        init(_ seconds: Int64?, awaitsYear: Int? = nil) {
            self.seconds = seconds
            self.awaitsYear = awaitsYear
        }
    }

    /// Arrival has a longer limit where the clock starts outside working hours.
    private func arrival(_ row: SLARow, from: Timestamp) -> Limit {
        guard let off = row.arriveOff, off != row.arrive else { return Limit(row.arrive) }
        guard let calendar else { return Limit(row.arrive, awaitsYear: from.day.year) }
        do throws(CalendarError) {
            return Limit(try calendar.calendar.isWorkingTime(from) ? row.arrive : off)
        } catch {
            return Limit(row.arrive, awaitsYear: error.year ?? from.day.year)
        }
    }

    private func due(_ from: Timestamp, _ seconds: Int64, _ clock: ServiceClock, _ pauses: [Pause]) -> DueTime {
        if clock != .working { return .at(Self.continuous(from, seconds * 1000, pauses)) }
        guard let calendar else { return .unknown(year: from.day.year) }
        do throws(CalendarError) {
            return .at(try calendar.calendar.due(from: from, milliseconds: seconds * 1000, pauses: pauses))
        } catch {
            return error.year.map { .unknown(year: $0) } ?? .none
        }
    }

    /// Day-and-night counting: the due time moves by what each pause takes out of the stretch before it.
    private static func continuous(_ from: Timestamp, _ milliseconds: Int64, _ pauses: [Pause]) -> Timestamp {
        var (due, counted) = (from + milliseconds, from)
        for pause in pauses.sorted(by: { $0.start < $1.start }) {
            guard let end = pause.end else { continue }
            let start = max(pause.start, counted)
            guard end > start, start <= due else { continue }
            due = due + (end - start)
            counted = end
        }
        return due
    }
}

extension TargetKind {
    /// Answering and reporting are owed whatever the fault waits for.
    var isPausable: Bool { self == .arrive || self == .workaround || self == .resolve }

    /// The item of the score sheet a miss belongs to.
    var scoreItem: ScoreItemCode? {
        switch self {
        case .respond, .arrive: .k2
        case .resolve: .k3
        default: nil
        }
    }
}

extension CalendarError {
    fileprivate var year: Int? {
        if case .yearNotLoaded(let year) = self { year } else { nil }
    }
}
