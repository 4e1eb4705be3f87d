import OpsConsole
import OpsContracts
import OpsDomain
import TicketsDomain

/// Turns a ticket's limits into the clocks of the console: counted seconds, phase, and how they were counted.
struct ClockView: Sendable {
    let ticket: Ticket
    let calendar: WorkCalendar?
    let now: Timestamp

    /// The limit a card shows; nil where nothing runs any more.
    var next: SLAClock? { ticket.next.map { clock($0, explained: false) } }

    /// All limits, each with 怎么算的.
    var all: [SLAClock] { ticket.targets.map { clock($0, explained: true) } }

    func clock(_ target: Ticket.Target, explained: Bool) -> SLAClock {
        let terms = target.terms
        let end = endOfCounting(target)
        let spans = intervals(target, to: end)
        let used = Int(spans.reduce(0) { $0 + $1.milliseconds } / 1000)
        return SLAClock(
            terms.kind.zh, allowed: Int(terms.seconds), used: used, due: terms.due, phase: phase(target),
            pauses: gaps(spans), now: now
        ) {
            if explained, !spans.isEmpty { explanation(target, spans) }
        }
    }

    private func endOfCounting(_ target: Ticket.Target) -> Timestamp {
        if case .met(let at) = target.outcome { return at }
        return now
    }

    /// The stretches that were counted; none where the calendar cannot say.
    private func intervals(_ target: Ticket.Target, to end: Timestamp) -> [TimeSpan] {
        var pauses = isPaused(target) ? ticket.pauses : []
        if target.kind != .respond, target.kind != .report { pauses = ticket.pauses }
        if case .pending(_, let since) = ticket.status, isPaused(target) { pauses.append(Pause(since, nil)) }
        guard target.terms.clock != .working else {
            // What the calendar cannot count is drawn without a bar (待日历), so nothing is hidden here.
            return (try? calendar?.intervals(from: target.terms.from, to: end, pauses: pauses)) ?? []
        }
        var from = target.terms.from
        var spans: [TimeSpan] = []
        for pause in pauses.sorted(by: { $0.start < $1.start }) where (pause.end ?? end) > from && pause.start < end {
            if pause.start > from { spans.append(TimeSpan(from, pause.start)) }
            from = pause.end ?? end
        }
        if from < end { spans.append(TimeSpan(from, end)) }
        return spans
    }

    private func isPaused(_ target: Ticket.Target) -> Bool {
        if case .pending = ticket.status, target.outcome == .running {
            return target.kind != .respond && target.kind != .report
        }
        return false
    }

    private func phase(_ target: Ticket.Target) -> SLAClock.Phase {
        switch target.outcome {
        case .met(let at): return .met(at: at)
        case .void: return .notApplicable(why: "未到场前已解决")
        case .running: break
        }
        switch target.terms.due {
        case .unknown(let year): return .awaitingCalendar(year: year)
        case .none: return .notApplicable(why: nil)
        case .at: break
        }
        if isPaused(target), case .pending(let reason, let since) = ticket.status {
            return .paused(reason: reason.zh, since: since)
        }
        guard target.terms.clock == .working, let calendar else { return .counting(stops: nil, resumes: nil) }
        guard let begins = try? calendar.add(0, to: now) else { return .counting(stops: nil, resumes: nil) }
        guard begins == now else { return .offHours(until: begins) }
        let stops = stop(calendar)
        return .counting(stops: stops, resumes: stops.flatMap { try? calendar.add(0, to: $0) })
    }

    /// When counting next stands still: the end of the span it is in.
    private func stop(_ calendar: WorkCalendar) -> Timestamp? {
        let local = now.local
        guard let spans = try? calendar.spans(on: local.day),
            let span = spans.first(where: { $0.start <= local.secondOfDay && local.secondOfDay < $0.end })
        else { return nil }
        return Timestamp(startOf: local.day) + Int64(span.end) * 1000
    }

    private func gaps(_ spans: [TimeSpan]) -> [Int] {
        var counted: Int64 = 0
        return spans.dropLast().prefix(20).map { span in
            counted += span.milliseconds
            return Int(counted / 1000)
        }
    }

    private func explanation(_ target: Ticket.Target, _ spans: [TimeSpan]) -> HTML {
        let counted = spans.suffix(12).map { span in
            (
                "\(Format.moment(span.start, now: now))—\(Format.clock(span.end))",
                HTML(Format.duration(seconds: Int(span.milliseconds / 1000)))
            )
        }
        let rule = target.terms.clock == .working ? "工作时间" : "昼夜连续"
        let allowed = Format.duration(seconds: Int(target.terms.seconds))
        return HTML {
            FactList(
                counted + [
                    ("规则", HTML("\(target.terms.priority.zh)\(target.kind.zh) \(allowed)，\(rule)")),
                    ("依据", HTML(target.terms.basis.zh)),
                ])
        }
    }
}
