import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// A round as lists, its page and the API show it.
struct RoundRow: Codable, Sendable, Equatable {
    var round: RoundID
    var plan: PlanID
    var site: SiteCode
    var name: String
    var item: ItemID?
    var frequency: PlanFrequency
    var basis: Basis
    /// The local day it is due.
    var day: Day
    var opensAt: Timestamp
    var dueAt: Timestamp
    var status: RoundStatus
    /// Who started, completed or released it.
    var person: AccountID?
    var at: Timestamp?
    /// Why it was skipped.
    var reason: String?
    var abnormal: Int
    var version: Int64
    var items: [CheckItem]
    var readings: [Reading]

    static let columns = """
        round, plan, site, name, item, frequency, basis, day, opensAt, dueAt, status, person, at, reason, abnormal, \
        version, items, readings
        """

    init(_ row: borrowing Row) throws {
        round = RoundID(row.text(0))
        plan = PlanID(row.text(1))
        site = SiteCode(row.text(2))
        name = row.text(3)
        item = row.optionalText(4).map { ItemID($0) }
        frequency = PlanFrequency(rawValue: row.text(5))
        basis = Basis(rawValue: row.text(6))
        day = Day(row.text(7)) ?? Day(ordinal: 0)
        opensAt = Timestamp(row.int(8))
        dueAt = Timestamp(row.int(9))
        status = RoundStatus(rawValue: row.text(10))
        person = row.optionalText(11).map { AccountID($0) }
        at = row.optionalInt(12).map { Timestamp($0) }
        reason = row.optionalText(13)
        abnormal = row.int(14)
        version = row.int(15)
        items = try ContractCoding.decode([CheckItem].self, from: Data(row.text(16).utf8))
        readings = try ContractCoding.decode([Reading].self, from: Data(row.text(17).utf8))
    }
}

/// Where a list of rounds goes on: rounds due later than this one.
struct RoundCursor: Codable, Sendable, Equatable {
    var dueAt: Timestamp
    var round: RoundID
}

struct RoundFilter: Sendable, Equatable {
    /// Nil is every site the reader may see.
    var site: SiteCode?
    /// The reader's sites; empty means all.
    var allowed: Set<SiteCode> = []
    /// Due on this local day.
    var day: Day?
    var status: RoundStatus?
}

extension ReadDatabase {
    /// Rounds by due time, at most `limit` + 1 so that the caller knows of a next page.
    func rounds(_ filter: RoundFilter, after cursor: RoundCursor?, limit: Int) throws -> [RoundRow] {
        var (clauses, values) = Self.sites(filter.site, filter.allowed)
        if let day = filter.day {
            clauses.append("dueAt >= ? AND dueAt < ?")
            values += [Self.start(of: day), Self.start(of: day.adding(days: 1))]
        }
        if let status = filter.status {
            clauses.append("status = ?")
            values.append(status.rawValue)
        }
        clauses.append("(dueAt, round) > (?, ?)")
        values += [cursor?.dueAt ?? Timestamp(0), cursor?.round ?? RoundID("")]
        values.append(limit + 1)
        let sql = """
            SELECT \(RoundRow.columns) FROM {round} WHERE \(clauses.joined(separator: " AND ")) ORDER BY dueAt, round LIMIT ?
            """
        return try rows(sql, values) { try RoundRow($0) }
    }

    /// What is to be done now: open rounds that may be begun, soonest due first, then in contract site order; at most 100.
    func openRounds(_ site: SiteCode?, _ allowed: Set<SiteCode>, at now: Timestamp) throws -> [RoundRow] {
        let (clauses, values) = Self.sites(site, allowed)
        let sql = """
            SELECT \(RoundRow.columns) FROM {round}
            WHERE \((clauses + ["open = 1", "opensAt <= ?"]).joined(separator: " AND ")) ORDER BY dueAt LIMIT 100
            """
        return try rows(sql, values + [now]) { try RoundRow($0) }
            .sorted { ($0.dueAt, $0.site, $0.round) < ($1.dueAt, $1.site, $1.round) }
    }

    func round(_ id: RoundID) throws -> RoundRow? {
        try first("SELECT \(RoundRow.columns) FROM {round} WHERE round = ?", [id]) { try RoundRow($0) }
    }

    func hasRound(_ id: RoundID) throws -> Bool {
        try first("SELECT 1 FROM {round} WHERE round = ?", [id]) { $0.int(0) as Int } != nil
    }

    /// Open rounds whose time is up, longest first.
    func roundsToMiss(at now: Timestamp, limit: Int) throws -> [RoundID] {
        try rows("SELECT round FROM {round} WHERE open = 1 AND missAt < ? ORDER BY missAt LIMIT ?", [now, limit]) {
            RoundID($0.text(0))
        }
    }

    static func sites(_ site: SiteCode?, _ allowed: Set<SiteCode>) -> ([String], [any SQLConvertible]) {
        if let site { return (["site = ?"], [site]) }
        guard !allowed.isEmpty else { return ([], []) }
        let sites = allowed.sorted()
        return (["site IN (" + sites.map { _ in "?" }.joined(separator: ",") + ")"], sites)
    }

    static func start(of day: Day) -> Timestamp { Timestamp(startOf: day) }
}
