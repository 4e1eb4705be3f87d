import InspectionsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// Every finding with where it stands.
struct Findings: ReadModel {
    let name = "findings"
    let shape = 1
    let tables = ["finding"]
    let schema = """
        CREATE TABLE {finding}(
          finding TEXT PRIMARY KEY, site TEXT NOT NULL, item TEXT, round TEXT, title TEXT NOT NULL,
          detail TEXT NOT NULL, severity TEXT NOT NULL, fault INTEGER NOT NULL, status TEXT NOT NULL,
          open INTEGER NOT NULL, ticket TEXT, person TEXT, raisedAt INTEGER NOT NULL, dueAt INTEGER NOT NULL,
          clearedAt INTEGER, version INTEGER NOT NULL) STRICT;
        CREATE INDEX {finding}_site ON {finding}(site, open, dueAt, finding);
        CREATE INDEX {finding}_open ON {finding}(open, dueAt, finding);
        CREATE INDEX {finding}_round ON {finding}(round) WHERE round IS NOT NULL;
        """
    let families: Set<String> = [
        FindingRaised.type.family, FindingTicketed.type.family, FindingReturned.type.family,
        FindingRectified.type.family, FindingRetestFailed.type.family, FindingCleared.type.family,
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        guard let event = try FindingEvent.read(fact) else { return }
        switch event {
        case .raised(let raised):
            try db.run(
                """
                INSERT INTO {finding}(finding, site, item, round, title, detail, severity, fault, status, open, person,
                  raisedAt, dueAt, version) VALUES (?,?,?,?,?,?,?,?,'raised',1,?,?,?,?)
                """,
                [
                    raised.finding, raised.site, raised.item, raised.round, raised.title, raised.detail,
                    raised.severity.rawValue, raised.fault, raised.by, raised.at, raised.dueAt, fact.version,
                ])
        case .ticketed(let ticketed): try move(ticketed.finding, .ticketed, ticket: ticketed.ticket, fact, db)
        case .returned(let returned): try move(returned.finding, .raised, ticket: nil, fact, db)
        case .rectified(let rectified): try move(rectified.finding, .rectified, ticket: nil, fact, db)
        case .retestFailed(let failed): try move(failed.finding, .reworking, ticket: nil, fact, db)
        case .cleared(let cleared):
            try db.run(
                """
                UPDATE {finding} SET status = 'cleared', open = 0, ticket = coalesce(?, ticket), clearedAt = ?, version = ?
                WHERE finding = ?
                """, [cleared.byTicket, cleared.at, fact.version, cleared.finding])
        }
    }

    private func move(
        _ finding: FindingID, _ status: FindingStatus, ticket: TicketID?, _ fact: Fact, _ db: FoldDatabase
    ) throws {
        try db.run(
            "UPDATE {finding} SET status = ?, ticket = ?, version = ? WHERE finding = ?",
            [status.rawValue, ticket, fact.version, finding])
    }
}

/// A finding's state as lists show it.
struct FindingStatus: ContractCode {
    let rawValue: String
    init(rawValue: String) { self.rawValue = rawValue }

    static let raised = Self(rawValue: "raised")
    static let ticketed = Self(rawValue: "ticketed")
    static let rectified = Self(rawValue: "rectified")
    static let reworking = Self(rawValue: "reworking")
    static let cleared = Self(rawValue: "cleared")
    static let all: [FindingStatus] = [.raised, .ticketed, .rectified, .reworking, .cleared]

    var zh: String {
        switch self {
        case .raised: "待整改"
        case .ticketed, .reworking: "整改中"
        case .rectified: "待复查"
        case .cleared: "已销项"
        default: rawValue
        }
    }
}
