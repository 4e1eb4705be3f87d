public import OpsContracts
import OpsDomain
public import OpsMessaging
import OpsSQLite

/// The part of the directory that every service keeps: the sites, who may sign tokens, and whose tokens no longer hold.
public struct DirectoryReplica: ReadModel {
    public let name = "directory"
    public let shape = 2
    public let tables = ["signingKey", "accountState", "knownSite"]
    public let schema = """
        CREATE TABLE {signingKey}(kid TEXT PRIMARY KEY, publicKey TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE {accountState}(
            account TEXT PRIMARY KEY, notBefore INTEGER NOT NULL, closed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE {knownSite}(site TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        """
    public let families: Set<String> = [
        "office.signing-key-published", "office.tokens-revoked", "office.account-closed", "office.account-opened",
        "office.site-registered",
    ]

    public init() {}

    public func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "office.signing-key-published":
            let key = try fact.decode(SigningKeyPublished.self)
            try db.run(
                """
                INSERT INTO {signingKey}(kid, publicKey) VALUES (?,?)
                ON CONFLICT(kid) DO UPDATE SET publicKey = excluded.publicKey
                """, [key.kid.rawValue, key.publicKey])
        case "office.site-registered":
            try db.run(
                "INSERT INTO {knownSite}(site) VALUES (?) ON CONFLICT DO NOTHING",
                [try fact.decode(SiteRegistered.self).site])
        case "office.tokens-revoked":
            let revoked = try fact.decode(TokensRevoked.self)
            try note(revoked.account, notBefore: revoked.notBefore, closed: nil, db)
        case "office.account-closed":
            try note(try fact.decode(AccountClosed.self).account, notBefore: fact.time, closed: true, db)
        default:
            try note(try fact.decode(AccountOpened.self).account, notBefore: Timestamp(0), closed: false, db)
        }
    }

    private func note(_ account: AccountID, notBefore: Timestamp, closed: Bool?, _ db: FoldDatabase) throws {
        try db.run(
            """
            INSERT INTO {accountState}(account, notBefore, closed) VALUES (?1, ?2, coalesce(?3, 0))
            ON CONFLICT(account) DO UPDATE SET notBefore = max(notBefore, excluded.notBefore),
                closed = coalesce(?3, closed)
            """, [account, notBefore, closed])
    }

    /// Everything that decides whether a token holds.
    public struct Contents: Sendable {
        /// Ed25519 public keys, base64url, by key id.
        public var keys: [String: String]
        /// Tokens issued earlier are refused; `Int64.max` for a closed account.
        public var notBefore: [AccountID: Timestamp]
    }

    static func contents(of store: Store) async throws -> Contents {
        try await store.read { db in
            let keys = try db.rows("SELECT kid, publicKey FROM {signingKey}") { ($0.text(0), $0.text(1)) }
            let accounts = try db.rows(
                "SELECT account, notBefore, closed FROM {accountState} WHERE closed OR notBefore > 0"
            ) {
                (AccountID($0.text(0)), $0.bool(2) ? Timestamp(.max) : Timestamp($0.int(1)))
            }
            return Contents(
                keys: Dictionary(keys, uniquingKeysWith: { $1 }),
                notBefore: Dictionary(accounts, uniquingKeysWith: { $1 }))
        }
    }
}

extension ReadDatabase {
    /// Refuses a site that the directory does not have: a typing mistake, not a fact that is still on its way.
    ///
    /// A service that has not read the directory yet believes every site.
    /// - Throws: `Rejection`.
    public func requireKnown(_ site: SiteCode) throws {
        if try first("SELECT 1 FROM {knownSite} WHERE site = ?", [site], { $0.int(0) as Int }) != nil { return }
        guard try first("SELECT 1 FROM {knownSite} LIMIT 1", [], { $0.int(0) as Int }) != nil else { return }
        throw Rejection.invalid("site", zh: "没有站区“\(site)”。从站区表里选。", en: "There is no site \(site).")
    }
}
