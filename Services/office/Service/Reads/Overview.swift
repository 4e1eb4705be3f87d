import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// The nine sites at a glance, from the facts of all services.
struct Overview: Codable, Sendable, Equatable {
    var sites: [SiteFigures]
    /// The day whose rounds are counted.
    var day: Day
    /// The month whose scores are shown: the newest that has any.
    var month: YearMonth?
    var computedAt: Timestamp
    /// The quarter whose deductions are shown: the newest that is fixed.
    var quarter: String?
    /// The newest fact of all sources; nil before the first.
    var asOf: Timestamp?

    var open: Int { sites.reduce(0) { $0 + $1.open } }
    var overdue: Int { sites.reduce(0) { $0 + $1.overdue } }
    var near: Int { sites.reduce(0) { $0 + $1.near } }
    var major: Int { sites.reduce(0) { $0 + $1.major } }
    var roundsDone: Int { sites.reduce(0) { $0 + $1.roundsDone } }
    var roundsPlanned: Int { sites.reduce(0) { $0 + $1.roundsPlanned } }
    var roundsMissed: Int { sites.reduce(0) { $0 + $1.roundsMissed } }
}

/// One tile of the nine-grid.
struct SiteFigures: Codable, Sendable, Equatable {
    var site: SiteCode
    var name: String
    var shortName: String
    /// Tickets that are neither closed nor cancelled.
    var open: Int
    /// Of those, past a due time.
    var overdue: Int
    /// Of those not past a due time, three quarters of the time given are over.
    var near: Int
    /// Open at level one or two.
    var major: Int
    var suspended: Int
    /// Rounds of the day that are not skipped.
    var roundsPlanned: Int
    var roundsDone: Int
    var roundsMissed: Int
    var findings: Int
    var score: Score?
    var scoreState: String?
    /// Of the newest quarter whose deductions are fixed; nil before the first.
    var deduction: Money?
    var fee: Money?

    init(_ site: SiteRow) {
        (self.site, name, shortName) = (site.site, site.name, site.shortName)
        (open, overdue, near, major, suspended) = (0, 0, 0, 0, 0)
        (roundsPlanned, roundsDone, roundsMissed, findings) = (0, 0, 0, 0)
    }
}

extension ReadDatabase {
    /// - Parameter sites: what the reader may see; nil for all.
    func overview(at now: Timestamp, sites visible: Set<SiteCode>? = nil) throws -> Overview {
        var figures: [SiteCode: SiteFigures] = [:]
        for site in try sites(visible) { figures[site.site] = SiteFigures(site) }
        let near = try NearLimits(at: now, self)
        for place in Place.all(visible) {
            try countTickets(into: &figures, at: now, near, place)
            try countRounds(into: &figures, on: now.day, place)
            try addMoney(into: &figures, place)
        }
        let month = try addScores(into: &figures, visible)
        return Overview(
            sites: figures.values.sorted { $0.site < $1.site }, day: now.day, month: month, computedAt: now,
            quarter: try newestQuarter(), asOf: try feeds().map(\.time).max())
    }

    /// All sites at once, or one of the few a reader may see: nobody counts what they are not shown.
    private struct Place {
        var sql = ""
        var values: [any SQLConvertible] = []

        static func all(_ visible: Set<SiteCode>?) -> [Place] {
            visible.map { $0.sorted().map { Place(sql: " AND site = ?", values: [$0]) } } ?? [Place()]
        }
    }

    private func countTickets(
        into figures: inout [SiteCode: SiteFigures], at now: Timestamp, _ near: NearLimits, _ place: Place
    ) throws {
        let near = near.condition
        let counts = try rows(
            """
            SELECT site, count(*), coalesce(sum(dueAt < ?), 0), coalesce(sum\(near.sql), 0),
                coalesce(sum(priority IN ('p1', 'p2')), 0), coalesce(sum(suspended), 0)
            FROM {ticket} WHERE open = 1\(place.sql) GROUP BY site
            """, [now] + near.values + place.values
        ) { row in (SiteCode(row.text(0)), (1...5).map { Int(row.int($0) as Int64) }) }
        for (site, count) in counts {
            figures[site]?.open = count[0]
            figures[site]?.overdue = count[1]
            figures[site]?.near = count[2]
            figures[site]?.major = count[3]
            figures[site]?.suspended = count[4]
        }
        let findings = try rows(
            "SELECT site, count(*) FROM {finding} WHERE status IN ('open', 'rectified')\(place.sql) GROUP BY site",
            place.values
        ) { (SiteCode($0.text(0)), $0.int(1) as Int) }
        for (site, count) in findings { figures[site]?.findings = count }
    }

    private func countRounds(into figures: inout [SiteCode: SiteFigures], on day: Day, _ place: Place) throws {
        let counts = try rows(
            """
            SELECT site, coalesce(sum(status <> 'skipped'), 0), coalesce(sum(status IN ('done', 'late')), 0),
                coalesce(sum(status = 'missed'), 0)
            FROM {round} WHERE day = ?\(place.sql) GROUP BY site
            """, [day] + place.values
        ) { (SiteCode($0.text(0)), $0.int(1) as Int, $0.int(2) as Int, $0.int(3) as Int) }
        for (site, planned, done, missed) in counts {
            figures[site]?.roundsPlanned = planned
            figures[site]?.roundsDone = done
            figures[site]?.roundsMissed = missed
        }
    }

    private func addScores(
        into figures: inout [SiteCode: SiteFigures], _ visible: Set<SiteCode>?
    ) throws -> YearMonth? {
        guard let month = try first("SELECT max(month) FROM {siteMonth}", [], { $0.optionalText(0) }) ?? nil else {
            return nil
        }
        for place in Place.all(visible) {
            let scores = try rows(
                "SELECT site, score, state FROM {siteMonth} WHERE month = ?\(place.sql)", [month] + place.values
            ) { (SiteCode($0.text(0)), Score(tenths: $0.int(1)), $0.text(2)) }
            for (site, score, state) in scores {
                figures[site]?.score = score
                figures[site]?.scoreState = state
            }
        }
        return YearMonth(month)
    }

    private func newestQuarter() throws -> String? {
        try first("SELECT max(quarter) FROM {deductionLine}", [], { $0.optionalText(0) }) ?? nil
    }

    private func addMoney(into figures: inout [SiteCode: SiteFigures], _ place: Place) throws {
        let sums = try rows(
            """
            SELECT site, sum(deduction), sum(fee) FROM {deductionLine}
            WHERE quarter = (SELECT max(quarter) FROM {deductionLine})\(place.sql) GROUP BY site
            """, place.values
        ) { (SiteCode($0.text(0)), Money(fen: $0.int(1)), Money(fen: $0.int(2))) }
        for (site, deduction, fee) in sums {
            figures[site]?.deduction = deduction
            figures[site]?.fee = fee
        }
    }
}
