public import Foundation
public import OpsContracts
public import OpsDomain

/// Somebody who may sign in, as far as decisions need to know.
public struct Account: Codable, Equatable, Sendable {
    public var id: AccountID
    public var profile: Profile
    public var status: Status
    public var password: Password
    /// Tokens issued before it are refused; nil: none were revoked yet.
    public var notBefore: Timestamp?

    public enum Status: String, Codable, Sendable { case open, closed }

    /// What is known of the password; the hash itself is sealed.
    public enum Password: String, Codable, Sendable {
        case none
        /// Given by an administrator; to be changed at the next sign-in.
        case temporary
        case own
    }

    /// What an administrator enters.
    public struct Profile: Codable, Equatable, Sendable {
        public var name: String
        public var roles: [Role]
        /// Empty: all.
        public var sites: [SiteCode]
        public var post: PostID?
        public var unit: UnitID?

        public init(name: String, roles: [Role], sites: [SiteCode], post: PostID? = nil, unit: UnitID? = nil) {
            self.name = name
            self.roles = roles
            self.sites = sites
            self.post = post
            self.unit = unit
        }
    }
}

public enum AccountCommand: Equatable, Sendable {
    case open(AccountID, Account.Profile)
    case change(Account.Profile)
    case close(reason: String?)
    /// The hash goes beside the fact, sealed; the decision does not need it.
    case setPassword(temporary: Bool)
    case revokeTokens(reason: String?)
}

public enum AccountEvent: DomainEvent {
    case opened(AccountOpened)
    case changed(AccountChanged)
    case closed(AccountClosed)
    case passwordSet(PasswordSet)
    case tokensRevoked(TokensRevoked)

    public var fact: any FactContract {
        switch self {
        case .opened(let fact): fact
        case .changed(let fact): fact
        case .closed(let fact): fact
        case .passwordSet(let fact): fact
        case .tokensRevoked(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case AccountOpened.type: self = .opened(try ContractCoding.decode(AccountOpened.self, from: data))
        case AccountChanged.type: self = .changed(try ContractCoding.decode(AccountChanged.self, from: data))
        case AccountClosed.type: self = .closed(try ContractCoding.decode(AccountClosed.self, from: data))
        case PasswordSet.type: self = .passwordSet(try ContractCoding.decode(PasswordSet.self, from: data))
        case TokensRevoked.type: self = .tokensRevoked(try ContractCoding.decode(TokensRevoked.self, from: data))
        default: return nil
        }
    }
}
