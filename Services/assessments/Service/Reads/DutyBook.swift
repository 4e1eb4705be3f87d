import OpsContracts
import OpsMessaging
import OpsSQLite

/// Who is on duty, proposed and agreed, by day.
struct DutyBook: ReadModel {
    let name = "duty-book"
    let shape = 1
    let tables = ["duty"]
    let schema = """
        CREATE TABLE {duty}(
            site TEXT NOT NULL, day TEXT NOT NULL, shift TEXT NOT NULL, agreed INTEGER NOT NULL, post TEXT,
            account TEXT NOT NULL, party TEXT, bySite TEXT, bySupplier TEXT,
            PRIMARY KEY (day, site, shift, agreed)) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = ["assessments.duty-proposed", "assessments.duty-agreed"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        if fact.type.family == "assessments.duty-proposed" {
            let duty = try fact.decode(DutyProposed.self)
            let isSite = duty.party == .site
            try put(
                duty.site, duty.day, duty.shift, agreed: false, duty.post, duty.account, duty.party,
                isSite ? duty.by : nil, isSite ? nil : duty.by, db)
        } else {
            let duty = try fact.decode(DutyAgreed.self)
            try db.run(
                "DELETE FROM {duty} WHERE day = ? AND site = ? AND shift = ? AND agreed = 0",
                [duty.day, duty.site, duty.shift.rawValue])
            try put(
                duty.site, duty.day, duty.shift, agreed: true, duty.post, duty.account, nil, duty.agreedBySite,
                duty.agreedBySupplier, db)
        }
    }

    private func put(
        _ site: SiteCode, _ day: Day, _ shift: DutyShift, agreed: Bool, _ post: PostID?, _ account: AccountID,
        _ party: Party?, _ bySite: AccountID?, _ bySupplier: AccountID?, _ db: FoldDatabase
    ) throws {
        try db.run(
            "INSERT OR REPLACE INTO {duty} VALUES (?,?,?,?,?,?,?,?,?)",
            [site, day, shift.rawValue, agreed, post, account, party?.rawValue, bySite, bySupplier])
    }
}

/// One shift; also the API's JSON.
struct DutyRow: Codable, Sendable, Equatable {
    var site: SiteCode
    var day: Day
    var shift: DutyShift
    /// False: proposed by `party`, binding nobody yet.
    var agreed: Bool
    var post: PostID?
    var account: AccountID
    var party: Party?
    var agreedBySite: AccountID?
    var agreedBySupplier: AccountID?

    /// At most 31 days, by day, site and shift.
    static func between(_ first: Day, _ last: Day, _ db: ReadDatabase) throws -> [DutyRow] {
        try db.rows(
            """
            SELECT site, day, shift, agreed, post, account, party, bySite, bySupplier FROM {duty}
            WHERE day BETWEEN ? AND ? ORDER BY day, site, shift LIMIT 5000
            """, [first, last]
        ) { row in
            DutyRow(
                site: SiteCode(row.text(0)), day: Day(row.text(1)) ?? Day(ordinal: 0),
                shift: DutyShift(rawValue: row.text(2)), agreed: row.bool(3),
                post: row.optionalText(4).map { PostID($0) }, account: AccountID(row.text(5)),
                party: row.optionalText(6).map { Party(rawValue: $0) },
                agreedBySite: row.optionalText(7).map { AccountID($0) },
                agreedBySupplier: row.optionalText(8).map { AccountID($0) })
        }.sorted { ($0.day, $0.site, $0.shift.rawValue) < ($1.day, $1.site, $1.shift.rawValue) }
    }
}
