public import OpsContracts

/// Counting working days (WD). The day something starts on never counts, as in 5个工作日内.
extension WorkCalendar {
    /// The same time of day, `days` working days later.
    ///
    /// Counted are the working days after the start's day: from a Saturday, 1 is Monday. (Rolling a free start day
    /// forward first would make WD3 of a month that begins on a Sunday the fourth.) Zero is the start itself on a
    /// working day, else the next working day. The time of day is kept even where nobody works at that hour.
    public func addWorkingDays(_ days: Int, to start: Timestamp) throws(CalendarError) -> Timestamp {
        try Self.checkReach(start)
        let local = zone.local(start)
        let target = try workingDay(days, after: local.day)
        if target == local.day { return start }
        return zone.timestamp(LocalTime(target, millisecondOfDay: local.millisecondOfDay))
    }

    /// The `days`-th working day after `day`; with 0, `day` itself or the next working day.
    public func workingDay(_ days: Int, after day: Day) throws(CalendarError) -> Day {
        guard days >= 0 else { throw .negative(Int64(days)) }
        if days == 0 { return try workingDay(onOrAfter: day) }
        var (counted, candidate) = (0, day)
        while counted < days {
            candidate = try workingDay(onOrAfter: candidate.adding(days: 1))
            counted += 1
            guard candidate.ordinal - day.ordinal <= Self.reachInDays else { throw .outOfReach }
        }
        return candidate
    }

    /// WD1, WD2, … of a month: the `number`-th working day on or after its first day.
    public func workingDay(_ number: Int, of month: YearMonth) throws(CalendarError) -> Day {
        guard number > 0 else { throw .negative(Int64(number)) }
        let first = try workingDay(onOrAfter: month.firstDay)
        return number == 1 ? first : try workingDay(number - 1, after: first)
    }

    public func workingDay(onOrAfter day: Day) throws(CalendarError) -> Day { try search(from: day, by: 1) }
    public func workingDay(onOrBefore day: Day) throws(CalendarError) -> Day { try search(from: day, by: -1) }
    public func workingDay(before day: Day) throws(CalendarError) -> Day {
        try search(from: day.adding(days: -1), by: -1)
    }

    /// How many working days lie from `first` to `last`, both included; 0 where `last` is earlier.
    public func workingDays(from first: Day, through last: Day) throws(CalendarError) -> Int {
        guard first <= last else { return 0 }
        guard last.ordinal - first.ordinal <= Self.reachInDays else { throw .outOfReach }
        var count = 0
        for ordinal in first.ordinal...last.ordinal where try isWorkingDay(Day(ordinal: ordinal)) { count += 1 }
        return count
    }

    public func workingDays(in month: YearMonth) throws(CalendarError) -> Int {
        try workingDays(from: month.firstDay, through: month.lastDay)
    }

    private func search(from day: Day, by step: Int) throws(CalendarError) -> Day {
        guard week.values.contains(where: { !$0.isEmpty }) else { throw .noWorkingTime }
        // Ten years of holidays in a row are a mistake, not a calendar.
        for distance in 0...3660 {
            let candidate = day.adding(days: distance * step)
            if try isWorkingDay(candidate) { return candidate }
        }
        throw .outOfReach
    }
}
