public import OpsContracts
public import OpsDomain

extension Account: Decider {
    public typealias State = Account
    public typealias Command = AccountCommand
    public typealias Event = AccountEvent

    public static let kind = "account"
    public static let shape = 1

    public static func decide(
        _ command: AccountCommand, _ account: Account?, at now: Timestamp
    ) throws(Rejection) -> [AccountEvent] {
        guard let account else { return try decideFirst(command) }
        guard account.status == .open else { throw .accountClosed(account.id) }
        switch command {
        case .open(_, let profile):
            if profile == account.profile { return [] }
            throw .accountExists(account.id)
        case .change(let profile):
            try check(profile)
            return account.changed(to: profile, at: now)
        case .close(let reason):
            return [
                .closed(AccountClosed(account: account.id, reason: reason)), account.revoked(at: now, reason: reason),
            ]
        case .setPassword(let temporary):
            let set = AccountEvent.passwordSet(PasswordSet(account: account.id, temporary: temporary))
            return account.password == .none ? [set] : [set, account.revoked(at: now, reason: nil)]
        case .revokeTokens(let reason):
            return [account.revoked(at: now, reason: reason)]
        }
    }

    public static func evolve(_ account: Account?, _ event: AccountEvent) -> Account {
        var account = account ?? Account(event)
        switch event {
        case .opened(let fact):
            account.profile = Profile(
                name: fact.name, roles: fact.roles, sites: fact.sites, post: fact.post, unit: fact.unit)
        case .changed(let fact):
            account.profile = Profile(
                name: fact.name, roles: fact.roles, sites: fact.sites, post: fact.post, unit: fact.unit)
        case .closed: account.status = .closed
        case .passwordSet(let fact): account.password = fact.temporary ? .temporary : .own
        case .tokensRevoked(let fact): account.notBefore = max(account.notBefore ?? fact.notBefore, fact.notBefore)
        }
        return account
    }

    private static func decideFirst(_ command: AccountCommand) throws(Rejection) -> [AccountEvent] {
        guard case .open(let id, let profile) = command else { throw .noSuchAccount }
        try check(profile)
        return [
            .opened(
                AccountOpened(
                    account: id, name: profile.name, roles: profile.roles, sites: profile.sites, post: profile.post,
                    unit: profile.unit))
        ]
    }

    /// A narrower right holds at once, so what was issued with the wider one is revoked.
    private func changed(to profile: Profile, at now: Timestamp) -> [AccountEvent] {
        guard profile != self.profile else { return [] }
        let changed = AccountEvent.changed(
            AccountChanged(
                account: id, name: profile.name, roles: profile.roles, sites: profile.sites, post: profile.post,
                unit: profile.unit))
        let sameRights = profile.roles == self.profile.roles && profile.sites == self.profile.sites
        return sameRights ? [changed] : [changed, revoked(at: now, reason: nil)]
    }

    /// A token issued at this very moment or later holds: what was signed before does not.
    private func revoked(at now: Timestamp, reason: String?) -> AccountEvent {
        .tokensRevoked(TokensRevoked(account: id, notBefore: now, reason: reason))
    }

    private init(_ event: AccountEvent) {
        let id =
            switch event {
            case .opened(let fact): fact.account
            case .changed(let fact): fact.account
            case .closed(let fact): fact.account
            case .passwordSet(let fact): fact.account
            case .tokensRevoked(let fact): fact.account
            }
        self.init(
            id: id, profile: Profile(name: id.rawValue, roles: [], sites: []), status: .open, password: .none)
    }
}
