public import OpsContracts
public import OpsDomain

/// When a payment is due (R97, A3).
public enum PaymentSchedule {
    /// On or before the 15th of the quarter's first month, on the previous working day where the 15th is none. A contract
    /// signed later than that 15th gives ten working days from the signing. The fourth payment has no due day: it waits for
    /// approval and funds (R99).
    /// - Throws: `CalendarError.yearNotLoaded`: nothing is guessed.
    public static func due(
        _ payment: Quarter, signedOn: Day, calendar: WorkCalendar
    ) throws(CalendarError) -> Day? {
        guard payment.number < 4, let month = payment.months.first else { return nil }
        let fifteenth = month.firstDay.adding(days: 14)
        if signedOn > fifteenth { return try calendar.workingDay(10, after: signedOn) }
        return try calendar.workingDay(onOrBefore: fifteenth)
    }
}
