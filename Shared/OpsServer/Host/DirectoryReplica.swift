public import OpsContracts
public import OpsMessaging
import OpsSQLite

/// The part of the directory that every service keeps: who may sign tokens, and whose tokens no longer hold.
public struct DirectoryReplica: ReadModel {
    public let name = "directory"
    public let shape = 1
    public let tables = ["signingKey", "accountState"]
    public let schema = """
        CREATE TABLE {signingKey}(kid TEXT PRIMARY KEY, publicKey TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE {accountState}(
            account TEXT PRIMARY KEY, notBefore INTEGER NOT NULL, closed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
    public let families: Set<String> = [
        "office.signing-key-published", "office.tokens-revoked", "office.account-closed", "office.account-opened",
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
