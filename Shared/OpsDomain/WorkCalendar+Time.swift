public import OpsContracts

/// Arithmetic with working time. All stretches are half-open and all lengths are milliseconds that really passed, so a
/// span over a change of the clocks is an hour longer or shorter than it reads.
extension WorkCalendar {
    /// The moment at which `milliseconds` of working time have passed since `start`.
    ///
    /// Time that fills a span exactly ends at that span's end (18:00), not at the next one's start. Zero gives `start`
    /// itself within working time, else the next moment work begins.
    public func add(_ milliseconds: Int64, to start: Timestamp) throws(CalendarError) -> Timestamp {
        try due(from: start, milliseconds: milliseconds)
    }

    /// As `add`, with pauses during which the clock stands; where they overlap, time counts once.
    /// - Throws: `CalendarError.paused` where an endless pause comes before the end.
    public func due(
        from start: Timestamp, milliseconds: Int64, pauses: [Pause] = []
    ) throws(CalendarError) -> Timestamp {
        guard milliseconds >= 0 else { throw .negative(milliseconds) }
        var walk = try RunningTime(self, from: start, pauses: pauses)
        var remaining = milliseconds
        while true {
            let stretch = try walk.next()
            if remaining <= stretch.milliseconds { return stretch.start + remaining }
            remaining -= stretch.milliseconds
        }
    }

    /// As `due`, with the year it waits for where that year is not loaded.
    public func dueTime(
        from start: Timestamp, milliseconds: Int64, pauses: [Pause] = []
    ) throws(CalendarError) -> DueTime {
        do throws(CalendarError) {
            return .at(try due(from: start, milliseconds: milliseconds, pauses: pauses))
        } catch .yearNotLoaded(let year) {
            return .unknown(year: year)
        }
    }

    /// The working time between two moments outside all pauses, in milliseconds; 0 where `end` is not after `start`.
    public func between(
        _ start: Timestamp, _ end: Timestamp, pauses: [Pause] = []
    ) throws(CalendarError) -> Int64 {
        try intervals(from: start, to: end, pauses: pauses).reduce(0) { $0 + $1.milliseconds }
    }

    /// The stretches of working time between two moments outside all pauses, in order: what 怎么算的 shows.
    public func intervals(
        from start: Timestamp, to end: Timestamp, pauses: [Pause] = []
    ) throws(CalendarError) -> [TimeSpan] {
        guard start < end else { return [] }
        try Self.checkReach(start)
        try Self.checkReach(end)
        let gaps = try mergedPauses(pauses)
        let lastDay = zone.local(end + -1).day.ordinal
        let firstDay = zone.local(start).day.ordinal
        guard lastDay - firstDay <= Self.reachInDays else { throw .outOfReach }
        var found: [TimeSpan] = []
        for ordinal in firstDay...lastDay {
            for stretch in try workingTime(on: Day(ordinal: ordinal)) {
                let cut = TimeSpan(max(stretch.start, start), min(stretch.end, end))
                if cut.start < cut.end { found += cut.removing(gaps) }
            }
        }
        return found
    }

    static let reachInDays = 36_525

    static func checkReach(_ moment: Timestamp) throws(CalendarError) {
        // 1970-01-01 … 9999-12-31, less what a zone or a pause may add.
        guard (0...253_402_000_000_000).contains(moment.rawValue) else { throw .outOfReach }
    }

    func workingTime(on day: Day) throws(CalendarError) -> [TimeSpan] {
        try spans(on: day).map { span in
            TimeSpan(
                zone.timestamp(LocalTime(day, millisecondOfDay: span.start * 1000)),
                zone.timestamp(LocalTime(day, millisecondOfDay: span.end * 1000)))
        }
    }

    func mergedPauses(_ pauses: [Pause]) throws(CalendarError) -> [TimeSpan] {
        var merged: [TimeSpan] = []
        for pause in pauses.sorted(by: { $0.start < $1.start }) {
            let span = TimeSpan(pause.start, pause.end ?? .forever)
            guard span.start <= span.end else { throw .backwardPause }
            if let last = merged.last, span.start <= last.end {
                merged[merged.count - 1].end = max(last.end, span.end)
            } else {
                merged.append(span)
            }
        }
        return merged
    }
}

/// The stretches in which a clock runs from a moment on, one after the other, without end.
private struct RunningTime {
    let calendar: WorkCalendar
    let start: Timestamp
    let pauses: [TimeSpan]
    let firstDay: Int
    var day: Int
    var ready: ArraySlice<TimeSpan> = []

    init(_ calendar: WorkCalendar, from start: Timestamp, pauses: [Pause]) throws(CalendarError) {
        try WorkCalendar.checkReach(start)
        guard calendar.week.values.contains(where: { !$0.isEmpty }) else { throw .noWorkingTime }
        self.calendar = calendar
        self.start = start
        self.pauses = try calendar.mergedPauses(pauses)
        firstDay = calendar.zone.local(start).day.ordinal
        day = firstDay
    }

    /// Never empty.
    mutating func next() throws(CalendarError) -> TimeSpan {
        while true {
            if let stretch = ready.popFirst() { return stretch }
            guard day - firstDay <= WorkCalendar.reachInDays else { throw .outOfReach }
            let morning = max(start, calendar.zone.timestamp(LocalTime(Day(ordinal: day))))
            if let last = pauses.last, last.end == .forever, last.start <= morning { throw .paused(since: last.start) }
            for stretch in try calendar.workingTime(on: Day(ordinal: day)) {
                let cut = TimeSpan(max(stretch.start, start), stretch.end)
                guard cut.start < cut.end else { continue }
                ready += cut.removing(pauses)
            }
            day += 1
        }
    }
}

extension TimeSpan {
    /// - Parameter gaps: sorted and disjoint.
    fileprivate func removing(_ gaps: [TimeSpan]) -> [TimeSpan] {
        var left: [TimeSpan] = []
        var from = start
        for gap in gaps where gap.end > from && gap.start < end {
            if gap.start > from { left.append(TimeSpan(from, gap.start)) }
            from = gap.end
        }
        if from < end { left.append(TimeSpan(from, end)) }
        return left
    }
}

extension Timestamp {
    fileprivate static let forever = Timestamp(.max)
}
