public import OpsContracts

/// Who asks, as the token says.
public struct Identity: Sendable, Equatable {
    public var account: AccountID
    public var name: String
    public var roles: Set<Role>
    /// The sites the account belongs to; empty means all of them.
    public var sites: Set<SiteCode>
    public var issuedAt: Timestamp

    public init(
        account: AccountID, name: String, roles: Set<Role>, sites: Set<SiteCode> = [],
        issuedAt: Timestamp = Timestamp(0)
    ) {
        self.account = account
        self.name = name
        self.roles = roles
        self.sites = sites
        self.issuedAt = issuedAt
    }

    public var actor: Actor { Actor(account: account) }

    public func mayAct(at site: SiteCode) -> Bool { sites.isEmpty || sites.contains(site) }

    public func has(_ any: Set<Role>) -> Bool { !roles.isDisjoint(with: any) }
}

/// Who may call a route. Which site is asked for is known only to the route itself: it calls `request.require(site)`.
public enum Access: Sendable, Equatable {
    case anyone
    /// Whoever signed in, also with a first password: only for what leads to a password of one's own.
    case firstPassword
    case signedIn
    /// Any one of them.
    case roles(Set<Role>)
}

extension Request {
    /// - Throws: `Problem` 401 for somebody who is not signed in.
    public func requireIdentity() throws(Problem) -> Identity {
        guard let identity else { throw .signInNeeded }
        return identity
    }

    /// A thing of a foreign site does not exist for this person (console.md, section 4.0).
    /// - Throws: `Problem` 401 without an identity, 404 for a foreign site.
    @discardableResult
    public func require(_ site: SiteCode) throws(Problem) -> Identity {
        let identity = try requireIdentity()
        guard identity.mayAct(at: site) else { throw .notFound }
        return identity
    }

    /// - Throws: `Problem` 401 without an identity, 403 naming the roles and whom to ask.
    @discardableResult
    public func require(anyOf roles: Set<Role>) throws(Problem) -> Identity {
        let identity = try requireOwnPassword()
        guard identity.has(roles) else { throw .roleNeeded(roles) }
        return identity
    }

    /// An account always has a role; a session without one was opened with a first password.
    @discardableResult
    private func requireOwnPassword() throws(Problem) -> Identity {
        let identity = try requireIdentity()
        guard !identity.roles.isEmpty else { throw .passwordChangeNeeded }
        return identity
    }

    /// Who the log will say did it.
    public var actor: Actor { identity?.actor ?? .anonymous }

    func check(_ access: Access) throws(Problem) {
        switch access {
        case .anyone: break
        case .firstPassword: _ = try requireIdentity()
        case .signedIn: try requireOwnPassword()
        case .roles(let roles): try require(anyOf: roles)
        }
    }
}

extension Problem {
    public static let passwordChangeNeeded = Problem(
        403, "password-change-needed", zh: "现在的密码是初始密码。先修改密码，再做别的。",
        en: "The password is one an administrator gave. Change it first.")

    public static func roleNeeded(_ roles: Set<Role>) -> Problem {
        let sorted = roles.sorted()
        let zh = sorted.map { "“\($0.nameZH)”" }.joined(separator: "或")
        let en = sorted.map(\.rawValue).joined(separator: " or ")
        return Problem(
            403, "role-needed", zh: "此页需要\(zh)角色，请联系系统管理员。",
            en: "This needs the role \(en). Ask the system administrator.")
    }
}
