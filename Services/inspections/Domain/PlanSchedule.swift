public import OpsContracts
public import OpsDomain

/// A wall-clock time `HH:MM`, 00:00 to 23:59: a window ends on the day it began.
struct ClockTime: Comparable {
    let minute: Int

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy(Self.isTwoDigits),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour < 24
        else { return nil }
        self.minute = hour * 60 + minute
    }

    static func < (a: Self, b: Self) -> Bool { a.minute < b.minute }

    private static func isTwoDigits(_ text: Substring) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    func on(_ day: Day, in zone: LocalZone) -> Timestamp {
        zone.timestamp(LocalTime(day, millisecondOfDay: minute * 60_000))
    }
}

extension PlanPublished {
    /// The days this plan's occurrence that contains `day` spans: the day, its week (Monday first), month or quarter.
    func period(containing day: Day) -> ClosedRange<Day> {
        switch frequency {
        case .weekly:
            let monday = day.adding(days: 1 - day.weekday)
            return monday...monday.adding(days: 6)
        case .monthly:
            let month = YearMonth(day)
            return month.firstDay...month.lastDay
        case .quarterly:
            var first = YearMonth(day)
            while first.month % 3 != 1 { first = YearMonth(first.firstDay.adding(days: -1)) }
            return first.firstDay...first.next.next.lastDay
        default: return day...day
        }
    }

    /// The round this plan owes in the period of `day` (requirements section 3.3): daily on working days until the end
    /// of the window; weekly, monthly and quarterly until the end of the window of the period's last working day.
    ///
    /// The id holds the period's first day, so that a corrected calendar never doubles a round.
    /// - Returns: nil where the plan is off or the period has no working day.
    /// - Throws: `CalendarError` where the calendar does not reach that far.
    public func round(owedIn day: Day, by calendar: WorkCalendar) throws(CalendarError) -> RoundPlanned? {
        guard active, let from = ClockTime(windowFrom ?? "00:00"), let to = ClockTime(windowTo) else { return nil }
        let period = period(containing: day)
        let last = try calendar.workingDay(onOrBefore: period.upperBound)
        guard period.contains(last) else { return nil }
        let first = try calendar.workingDay(onOrAfter: period.lowerBound)
        let digits = period.lowerBound.description.filter { $0 != "-" }
        guard let round = RoundID(rawValue: "\(plan)-\(digits)") else { return nil }
        return RoundPlanned(
            round: round, plan: plan, planVersion: version, site: site, name: name, category: category,
            frequency: frequency, item: item, items: items, opensAt: from.on(first, in: calendar.zone),
            dueAt: to.on(last, in: calendar.zone), day: last, basis: basis)
    }
}
