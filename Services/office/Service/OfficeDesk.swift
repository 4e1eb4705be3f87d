import Foundation
import OfficeDomain
import OpsContracts
import OpsCrypto
import OpsDomain
import OpsMessaging
import OpsServer

/// What can be done in the office: the same for API and pages. Every function runs inside one command; `ifMatch` is the version
/// the caller saw, nil for any.
enum OfficeDesk {
    static func registerSite(
        _ site: SiteRegistered, ifMatch: Int64? = nil, _ tx: WriteTransaction
    ) throws -> Int64 {
        try tx.execute(SiteEntry.self, site.site, .register(site), site: site.site, ifMatch: ifMatch).version
    }

    static func assignOwner(_ owner: SiteOwnerAssigned, _ tx: WriteTransaction) throws -> Int64 {
        try tx.execute(SiteEntry.self, owner.site, .assignOwner(owner), site: owner.site).version
    }

    static func registerUnit(
        _ unit: UnitRegistered, ifMatch: Int64? = nil, _ tx: WriteTransaction
    ) throws -> Int64 {
        try unit.sites.forEach(tx.reads.requireKnown)
        return try tx.execute(UnitEntry.self, unit.unit, unit, site: nil, ifMatch: ifMatch).version
    }

    /// - Parameter password: hashed before, so that the slow work is not done in the writer.
    static func openAccount(
        _ id: AccountID, _ profile: Account.Profile, password: PasswordHash, _ tx: WriteTransaction
    ) throws -> Int64 {
        guard id.rawValue == id.rawValue.lowercased(), id.rawValue.utf8.count <= 32 else {
            throw Rejection.invalid(
                "account", zh: "账号应为1到32个小写字母、数字或 . _ -。", en: "An account has 1 to 32 lower-case characters.")
        }
        try profile.sites.forEach(tx.reads.requireKnown)
        guard try tx.state(Account.self, id) == nil else {
            throw Rejection(
                .conflict, "account-exists", zh: "账号“\(id)”已经有了。换一个账号名。", en: "Account \(id) exists already.")
        }
        try tx.execute(Account.self, id, .open(id, profile), site: nil)
        return try tx.execute(
            Account.self, id, .setPassword(temporary: true), site: nil, sealed: Data(password.rawValue.utf8)
        ).version
    }

    static func changeAccount(
        _ id: AccountID, _ profile: Account.Profile, by actor: Actor, ifMatch: Int64?, _ tx: WriteTransaction
    ) throws -> Int64 {
        try profile.sites.forEach(tx.reads.requireKnown)
        if actor.account == id, try tx.state(Account.self, id)?.profile.roles.contains(.admin) == true,
            !profile.roles.contains(.admin)
        {
            throw Rejection(
                .conflict, "own-admin-role", zh: "不能收回自己的“系统管理员”。请另一位管理员操作。",
                en: "Another administrator must take this role from you.")
        }
        return try tx.execute(Account.self, id, .change(profile), site: nil, ifMatch: ifMatch).version
    }

    static func closeAccount(
        _ id: AccountID, reason: String?, by actor: Actor, ifMatch: Int64?, _ tx: WriteTransaction
    ) throws -> Int64 {
        guard actor.account != id else {
            throw Rejection(
                .conflict, "own-account", zh: "不能停用自己的账号。请另一位管理员操作。",
                en: "Another administrator must close your account.")
        }
        return try tx.execute(Account.self, id, .close(reason: reason), site: nil, ifMatch: ifMatch).version
    }

    static func setPassword(
        of id: AccountID, _ hash: PasswordHash, temporary: Bool, ifMatch: Int64? = nil, _ tx: WriteTransaction
    ) throws -> Int64 {
        let version = try tx.execute(
            Account.self, id, .setPassword(temporary: temporary), site: nil, ifMatch: ifMatch,
            sealed: Data(hash.rawValue.utf8)
        ).version
        try tx.run("DELETE FROM signInAttempt WHERE account = ?", [id])
        return version
    }

    static func revokeTokens(
        of id: AccountID, reason: String?, ifMatch: Int64? = nil, _ tx: WriteTransaction
    ) throws -> Int64 {
        try tx.execute(Account.self, id, .revokeTokens(reason: reason), site: nil, ifMatch: ifMatch).version
    }

    static func publish(
        _ calendar: CalendarPublished, ifMatch: Int64? = nil, _ tx: WriteTransaction
    ) throws -> CalendarPublished {
        let outcome = try tx.execute(CalendarEntry.self, calendar.calendar, calendar, site: nil, ifMatch: ifMatch)
        return outcome.state ?? calendar
    }

    static func declare(_ period: PeriodDeclared, ifMatch: Int64? = nil, _ tx: WriteTransaction) throws -> Int64 {
        try period.sites.forEach(tx.reads.requireKnown)
        return try tx.execute(Period.self, period.period, .declare(period), site: nil, ifMatch: ifMatch).version
    }

    static func cancelPeriod(
        _ id: PeriodID, reason: String, ifMatch: Int64? = nil, _ tx: WriteTransaction
    ) throws -> Int64 {
        try tx.execute(Period.self, id, .cancel(reason: reason), site: nil, ifMatch: ifMatch).version
    }
}
