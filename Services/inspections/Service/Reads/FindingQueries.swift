import InspectionsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// A finding as lists, its page and the API show it.
struct FindingRow: Codable, Sendable, Equatable {
    var finding: FindingID
    var site: SiteCode
    var item: ItemID?
    var round: RoundID?
    var title: String
    var detail: String
    var severity: FindingSeverity
    /// It wants a ticket.
    var fault: Bool
    var status: FindingStatus
    /// The ticket that takes care of it, or that cleared it.
    var ticket: TicketID?
    var person: AccountID?
    var raisedAt: Timestamp
    /// When it must be rectified.
    var dueAt: Timestamp
    var clearedAt: Timestamp?
    var version: Int64

    static let columns = """
        finding, site, item, round, title, detail, severity, fault, status, ticket, person, raisedAt, dueAt, clearedAt, \
        version
        """

    init(_ row: borrowing Row) {
        finding = FindingID(row.text(0))
        site = SiteCode(row.text(1))
        item = row.optionalText(2).map { ItemID($0) }
        round = row.optionalText(3).map { RoundID($0) }
        title = row.text(4)
        detail = row.text(5)
        severity = FindingSeverity(rawValue: row.text(6))
        fault = row.bool(7)
        status = FindingStatus(rawValue: row.text(8))
        ticket = row.optionalText(9).map { TicketID($0) }
        person = row.optionalText(10).map { AccountID($0) }
        raisedAt = Timestamp(row.int(11))
        dueAt = Timestamp(row.int(12))
        clearedAt = row.optionalInt(13).map { Timestamp($0) }
        version = row.int(14)
    }
}

struct FindingCursor: Codable, Sendable, Equatable {
    var dueAt: Timestamp
    var finding: FindingID
}

extension ReadDatabase {
    /// Findings by the day they are due, at most `limit` + 1.
    func findings(
        site: SiteCode?, allowed: Set<SiteCode>, open: Bool, after cursor: FindingCursor?, limit: Int
    ) throws -> [FindingRow] {
        var (clauses, values) = Self.sites(site, allowed)
        clauses += ["open = ?", "(dueAt, finding) > (?, ?)"]
        values += [open, cursor?.dueAt ?? Timestamp(0), cursor?.finding ?? FindingID(""), limit + 1]
        let sql = """
            SELECT \(FindingRow.columns) FROM {finding} WHERE \(clauses.joined(separator: " AND "))
            ORDER BY dueAt, finding LIMIT ?
            """
        return try rows(sql, values) { FindingRow($0) }
    }

    func finding(_ id: FindingID) throws -> FindingRow? {
        try first("SELECT \(FindingRow.columns) FROM {finding} WHERE finding = ?", [id]) { FindingRow($0) }
    }

    /// What a round found.
    func findings(of round: RoundID) throws -> [FindingRow] {
        try rows("SELECT \(FindingRow.columns) FROM {finding} WHERE round = ? ORDER BY finding", [round]) {
            FindingRow($0)
        }
    }

    /// The highest number of a day: `QH-20260213-F007`.
    func lastFinding(prefix: String) throws -> FindingID? {
        try first(
            "SELECT finding FROM {finding} WHERE finding >= ? AND finding < ? ORDER BY finding DESC LIMIT 1",
            [prefix + "000", prefix + "999~"]
        ) { FindingID($0.text(0)) }
    }

    /// Every fact of a finding, oldest first.
    func story(of finding: FindingID) throws -> [(fact: Fact, event: FindingEvent)] {
        try facts(of: Finding.subject(finding)).compactMap { fact in
            try FindingEvent.read(fact).map { (fact, $0) }
        }
    }
}
