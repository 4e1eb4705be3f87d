/// Somebody may sign in. Subject `account/<id>`; no password and no contact route is ever in it.
public struct AccountOpened: FactContract {
    public static let type: FactType = "office.account-opened.v1"

    public var account: AccountID
    public var name: String
    public var roles: [Role]
    /// The sites those roles hold for. Empty: all.
    public var sites: [SiteCode]
    /// The post an engineer fills from the start.
    public var post: PostID?
    /// Where this person belongs; nil for the supplier's people.
    public var unit: UnitID?

    public init(
        account: AccountID, name: String, roles: [Role], sites: [SiteCode], post: PostID? = nil, unit: UnitID? = nil
    ) {
        self.account = account
        self.name = name
        self.roles = roles
        self.sites = sites
        self.post = post
        self.unit = unit
    }
}

/// The entry as it is from now on, all of it.
public struct AccountChanged: FactContract {
    public static let type: FactType = "office.account-changed.v1"

    public var account: AccountID
    public var name: String
    public var roles: [Role]
    /// Empty: all.
    public var sites: [SiteCode]
    public var post: PostID?
    public var unit: UnitID?

    public init(
        account: AccountID, name: String, roles: [Role], sites: [SiteCode], post: PostID? = nil, unit: UnitID? = nil
    ) {
        self.account = account
        self.name = name
        self.roles = roles
        self.sites = sites
        self.post = post
        self.unit = unit
    }
}

/// Nobody signs in with it any more; its name stays in the log for ever.
public struct AccountClosed: FactContract {
    public static let type: FactType = "office.account-closed.v1"

    public var account: AccountID
    public var reason: String?

    public init(account: AccountID, reason: String? = nil) {
        self.account = account
        self.reason = reason
    }
}

/// A password was set; its hash is sealed beside the fact and never leaves the office's store.
public struct PasswordSet: FactContract {
    public static let type: FactType = "office.password-set.v1"

    public var account: AccountID
    /// Given by an administrator: the owner changes it when next signing in.
    public var temporary: Bool

    public init(account: AccountID, temporary: Bool) {
        self.account = account
        self.temporary = temporary
    }
}

/// Tokens of this account issued before the moment are refused by every service.
public struct TokensRevoked: FactContract {
    public static let type: FactType = "office.tokens-revoked.v1"

    public var account: AccountID
    public var notBefore: Timestamp
    public var reason: String?

    public init(account: AccountID, notBefore: Timestamp, reason: String? = nil) {
        self.account = account
        self.notBefore = notBefore
        self.reason = reason
    }
}

/// A key that signs sign-in tokens; all services verify with it. Subject `signing-key/<kid>`.
public struct SigningKeyPublished: FactContract {
    public static let type: FactType = "office.signing-key-published.v1"

    public var kid: SigningKeyID
    public var algorithm: SigningAlgorithm
    /// The 32 bytes of the public key, base64url without padding (RFC 8037 `x`).
    public var publicKey: String

    public init(kid: SigningKeyID, algorithm: SigningAlgorithm, publicKey: String) {
        self.kid = kid
        self.algorithm = algorithm
        self.publicKey = publicKey
    }
}

/// A JOSE algorithm name. An open set; a verifier uses the ones it knows and no other.
public struct SigningAlgorithm: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Ed25519 (RFC 8037).
    public static let edDSA = SigningAlgorithm(rawValue: "EdDSA")
    public var zh: String { rawValue }
}
