import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// From when on a ticket is 临近: the last quarter of the time it was given, counted as its own clock counts.
///
/// A clock that never stands has that moment in its row. Working time has not: the calendar may change, and until when the
/// next two counted hours reach depends on now. So the row keeps how much the last quarter is, and for each such amount
/// there is one moment before which everything that is due is near.
struct NearLimits: Sendable {
    private struct Limit: Sendable {
        /// Nil: every site without a calendar of its own.
        var site: SiteCode?
        /// Milliseconds of working time.
        var quarter: Int64
        /// Nil where the calendar lacks the year: nothing can be said, so nothing is near.
        var until: Timestamp?
    }

    private let now: Timestamp
    private let limits: [Limit]

    /// The last quarter of a target's time.
    static func quarter(_ seconds: Int64) -> Int64 { seconds * 250 }

    init(at now: Timestamp, _ db: ReadDatabase) throws {
        let quarters = try db.rows("SELECT quarter FROM {ticketQuarter} ORDER BY quarter") { $0.int(0) as Int64 }
        let calendars = quarters.isEmpty ? [] : try db.calendars()
        // As the tickets service has it: a site's own, else the country's, else the first there is.
        let common = calendars.first { $0.calendar == CalendarID("CN") } ?? calendars.first
        var limits: [Limit] = []
        for published in calendars {
            let site = published.calendar == common?.calendar ? nil : SiteCode(published.calendar.rawValue)
            let calendar = try? WorkCalendar(published)
            limits += quarters.map { quarter in
                Limit(site: site, quarter: quarter, until: calendar.flatMap { try? $0.add(quarter, to: now) })
            }
        }
        self.now = now
        // A site's own calendar goes before the common one.
        self.limits = limits.filter { $0.site != nil } + limits.filter { $0.site == nil }
    }

    func contains(_ row: TicketRow) -> Bool {
        guard let due = row.dueAt, due >= now else { return false }
        if let nearAt = row.nearAt { return nearAt <= now }
        return limits.first { $0.quarter == row.nearQuarter && ($0.site ?? row.site) == row.site }?.until
            .map { due <= $0 } ?? false
    }

    /// The same as a condition on a row of `ticket`, so that open tickets are counted in their index.
    var condition: (sql: String, values: [any SQLConvertible]) {
        var (cases, values): (String, [any SQLConvertible]) = ("", [now, now])
        for limit in limits {
            cases += " WHEN nearQuarter = ?\(limit.site == nil ? "" : " AND site = ?")"
            values.append(limit.quarter)
            if let site = limit.site { values.append(site) }
            cases += limit.until == nil ? " THEN NULL" : " THEN ?"
            if let until = limit.until { values.append(until) }
        }
        let counted = cases.isEmpty ? "0" : "dueAt <= CASE\(cases) END"
        return ("(dueAt >= ? AND (coalesce(nearAt <= ?, 0) OR coalesce(\(counted), 0)))", values)
    }
}
