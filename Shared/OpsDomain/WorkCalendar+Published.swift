public import OpsContracts

extension WorkCalendar {
    /// The calendar a fact publishes. An empty `years` there is every year.
    /// - Throws: `CalendarError.invalid`, naming what is wrong.
    public init(_ published: CalendarPublished) throws(CalendarError) {
        guard let zone = LocalZone(published.timezone) else {
            throw .invalid(LocalZone.fault(published.timezone))
        }
        var week: [Weekday: [ClockSpan]] = [:]
        for (name, texts) in published.week {
            guard let weekday = Weekday(rawValue: name) else { throw .invalid("“\(name)” is no week day") }
            for text in texts {
                guard let span = ClockSpan(text) else { throw .invalid("“\(text)” is not a span HH:MM-HH:MM") }
                week[weekday, default: []].append(span)
            }
        }
        var everyYear: Set<MonthDay> = []
        for text in published.closedEveryYear {
            guard let day = MonthDay(text) else { throw .invalid("“\(text)” is not a day MM-DD") }
            everyYear.insert(day)
        }
        try self.init(
            zone: zone, week: week, closed: Set(published.closed), closedEveryYear: everyYear,
            open: Set(published.open), openAs: published.openAs.flatMap { Weekday(rawValue: $0) },
            years: published.years.isEmpty ? nil : Set(published.years))
    }
}
