public import OpsContracts
public import OpsDomain

/// The days of a sheet, counted in working days after its month (requirements section 3.2).
public struct SheetTimetable: Sendable {
    public let calendar: WorkCalendar

    public init(_ calendar: WorkCalendar) { self.calendar = calendar }

    /// Working day 3: the supplier's monthly report; unsigned sheets are reminded of from here.
    public func reminders(_ month: YearMonth) throws(CalendarError) -> Day {
        try calendar.workingDay(3, of: month.next)
    }
    /// Working day 5: scores should be published.
    public func publication(_ month: YearMonth) throws(CalendarError) -> Day {
        try calendar.workingDay(5, of: month.next)
    }
    /// The start of working day 8: sheets freeze.
    public func freeze(_ month: YearMonth) throws(CalendarError) -> Timestamp {
        Timestamp(startOf: try calendar.workingDay(8, of: month.next))
    }

    /// The window is two whole working days: it ends with the second one after the publication's day.
    public func objectionUntil(publishedAt: Timestamp) throws(CalendarError) -> Timestamp {
        Timestamp(startOf: try calendar.workingDay(2, after: publishedAt.day).adding(days: 1))
    }
}
