import OpsContracts
import OpsMessaging
import OpsSQLite

/// Sites, units and accounts as the directory has them now.
struct DirectoryList: ReadModel {
    let name = "directory-list"
    let shape = 1
    let tables = ["site", "unit", "account", "credential", "ownKey"]
    let schema = """
        CREATE TABLE {site}(
            code TEXT PRIMARY KEY, name TEXT NOT NULL, shortName TEXT NOT NULL, hasPosts INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        CREATE TABLE {unit}(id TEXT PRIMARY KEY, name TEXT NOT NULL, sites TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE {account}(
            id TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, sites TEXT NOT NULL, post TEXT, unit TEXT,
            closed INTEGER NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE {credential}(account TEXT PRIMARY KEY, seq INTEGER NOT NULL, temporary INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        CREATE TABLE {ownKey}(kid TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = [
        "office.site-registered", "office.unit-registered", "office.account-opened", "office.account-changed",
        "office.account-closed", "office.password-set", "office.tokens-revoked", "office.signing-key-published",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "office.site-registered":
            let site = try fact.decode(SiteRegistered.self)
            try db.run(
                "INSERT OR REPLACE INTO {site}(code, name, shortName, hasPosts) VALUES (?,?,?,?)",
                [site.site, site.name, site.shortName, site.hasPosts])
        case "office.unit-registered":
            let unit = try fact.decode(UnitRegistered.self)
            try db.run(
                "INSERT OR REPLACE INTO {unit}(id, name, sites) VALUES (?,?,?)",
                [unit.unit, unit.name, Self.list(unit.sites)])
        default: try applyAccount(fact, db)
        }
    }

    private func applyAccount(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "office.account-opened":
            let account = try fact.decode(AccountOpened.self)
            try db.run(
                "INSERT OR REPLACE INTO {account}(id, name, roles, sites, post, unit, closed, version) VALUES (?,?,?,?,?,?,0,?)",
                [
                    account.account, account.name, Self.list(account.roles), Self.list(account.sites), account.post,
                    account.unit, fact.version,
                ])
        case "office.account-changed":
            let account = try fact.decode(AccountChanged.self)
            try db.run(
                "UPDATE {account} SET name = ?, roles = ?, sites = ?, post = ?, unit = ?, version = ? WHERE id = ?",
                [
                    account.name, Self.list(account.roles), Self.list(account.sites), account.post, account.unit,
                    fact.version, account.account,
                ])
        case "office.account-closed":
            let account = try fact.decode(AccountClosed.self).account
            try db.run("UPDATE {account} SET closed = 1, version = ? WHERE id = ?", [fact.version, account])
        case "office.password-set":
            let set = try fact.decode(PasswordSet.self)
            try db.run(
                "INSERT OR REPLACE INTO {credential}(account, seq, temporary) VALUES (?,?,?)",
                [set.account, fact.seq, set.temporary])
            try db.run("UPDATE {account} SET version = ? WHERE id = ?", [fact.version, set.account])
        case "office.signing-key-published":
            let key = try fact.decode(SigningKeyPublished.self).kid
            try db.run("INSERT OR REPLACE INTO {ownKey}(kid, seq) VALUES (?,?)", [key, fact.seq])
        default:
            let account = try fact.decode(TokensRevoked.self).account
            try db.run("UPDATE {account} SET version = ? WHERE id = ?", [fact.version, account])
        }
    }

    /// Codes in a row of text: `XZ NZ`.
    static func list<Code: RawRepresentable<String>>(_ codes: [Code]) -> String {
        codes.map(\.rawValue).joined(separator: " ")
    }

    static func codes(_ list: String) -> [String] { list.split(separator: " ").map(String.init) }
}

struct SiteRow: Codable, Sendable, Equatable {
    var site: SiteCode
    var name: String
    var shortName: String
    var hasPosts: Bool
}

struct UnitRow: Codable, Sendable, Equatable {
    var unit: UnitID
    var name: String
    var sites: [SiteCode]
}

struct AccountRow: Codable, Sendable, Equatable {
    var account: AccountID
    var name: String
    var roles: [Role]
    var sites: [SiteCode]
    var post: PostID?
    var unit: UnitID?
    var closed: Bool
    /// For `If-Match`.
    var version: Int64
}

/// What a sign-in is checked against.
struct Credential: Sendable {
    var account: AccountRow
    var temporary: Bool
    /// The sealed hash; nil where none was set or the store was healed from its topic.
    var hash: String?
}

extension ReadDatabase {
    /// In contract order.
    /// - Parameter wanted: nil for all.
    func sites(_ wanted: Set<SiteCode>? = nil) throws -> [SiteRow] {
        let (sql, map) = ("SELECT code, name, shortName, hasPosts FROM {site}", siteRow)
        let found =
            try wanted.map { try $0.compactMap { try first(sql + " WHERE code = ?", [$0], map) } } ?? rows(sql, [], map)
        return found.sorted { $0.site < $1.site }
    }

    private func siteRow(_ row: borrowing Row) -> SiteRow {
        SiteRow(site: SiteCode(row.text(0)), name: row.text(1), shortName: row.text(2), hasPosts: row.bool(3))
    }

    /// By the first of their sites in contract order, those of no site last.
    func units() throws -> [UnitRow] {
        try rows("SELECT id, name, sites FROM {unit} ORDER BY id") {
            UnitRow(
                unit: UnitID($0.text(0)), name: $0.text(1),
                sites: DirectoryList.codes($0.text(2)).map { SiteCode($0) })
        }.sorted { left, right in
            switch (left.sites.min(), right.sites.min()) {
            case (let one?, let other?) where one != other: one < other
            case (.some, nil): true
            case (nil, .some): false
            default: left.unit < right.unit
            }
        }
    }

    /// By id, at most 50 behind `after`.
    func accounts(after: String, limit: Int) throws -> [AccountRow] {
        try rows(
            "SELECT id, name, roles, sites, post, unit, closed, version FROM {account} WHERE id > ? ORDER BY id LIMIT ?",
            [after, limit], account)
    }

    func account(_ id: AccountID) throws -> AccountRow? {
        try first(
            "SELECT id, name, roles, sites, post, unit, closed, version FROM {account} WHERE id = ?", [id], account)
    }

    /// Of those that were opened here.
    func accountNames(_ ids: [AccountID]) throws -> [AccountID: String] {
        var names: [AccountID: String] = [:]
        for id in Set(ids) { names[id] = try account(id)?.name }
        return names
    }

    func credential(of id: AccountID) throws -> Credential? {
        guard let account = try account(id) else { return nil }
        let entry = try first("SELECT seq, temporary FROM {credential} WHERE account = ?", [id]) {
            (seq: $0.int(0) as Int64, temporary: $0.bool(1))
        }
        let bytes = try entry.flatMap { try sealed(seq: $0.seq) }
        return Credential(
            account: account, temporary: entry?.temporary ?? false,
            hash: bytes.map { String(decoding: $0, as: UTF8.self) })
    }

    private func account(_ row: borrowing Row) -> AccountRow {
        AccountRow(
            account: AccountID(row.text(0)), name: row.text(1),
            roles: DirectoryList.codes(row.text(2)).map { Role($0) },
            sites: DirectoryList.codes(row.text(3)).map { SiteCode($0) },
            post: row.optionalText(4).map { PostID($0) }, unit: row.optionalText(5).map { UnitID($0) },
            closed: row.bool(6), version: row.int(7))
    }
}
