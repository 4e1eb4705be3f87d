import Foundation
import OfficeDomain
public import OpsContracts
import OpsCrypto
public import OpsMessaging

/// Sample data on a fresh store: sites, units, calendar, periods and accounts. Repeatable: what exists is left alone.
public enum OfficeStartUp {
    /// How the sample accounts get their first passwords.
    public enum Passwords: Sendable {
        /// A new one each, returned once and never shown again.
        case random
        /// The same documented one for all: for demonstrations, never for work.
        case demo
    }

    /// Documented in Services/office/README.md.
    public static let demoPassword = "zhanqu-demo-2026"

    /// - Returns: the passwords it set, by account; empty on a store that has them all.
    @discardableResult
    public static func load(
        _ store: Store, now: Timestamp, passwords: Passwords = .random
    ) async throws -> [(AccountID, String)] {
        try await store.perform(.own("start-up:directory", by: .office, now: now)) { tx in
            for site in SampleDirectory.sites where try tx.state(SiteEntry.self, site.site) == nil {
                try tx.execute(SiteEntry.self, site.site, .register(site), site: site.site)
            }
            for unit in SampleDirectory.units where try tx.state(UnitEntry.self, unit.unit) == nil {
                try tx.execute(UnitEntry.self, unit.unit, unit, site: nil)
            }
            let calendar = SampleCalendar.calendar
            if try tx.state(CalendarEntry.self, calendar.calendar) == nil {
                try tx.execute(CalendarEntry.self, calendar.calendar, calendar, site: nil)
            }
            for period in SampleCalendar.periods where try tx.state(Period.self, period.period) == nil {
                try tx.execute(Period.self, period.period, .declare(period), site: nil)
            }
        }
        // One hash for the one documented password: scrypt is slow on purpose.
        let shared = passwords == .demo ? try await PasswordHasher().hash(demoPassword) : nil
        var set: [(AccountID, String)] = []
        for (id, profile) in SampleDirectory.accounts {
            if let password = try await open(id, profile, store, now, shared) { set.append((id, password)) }
        }
        return set
    }

    private static func open(
        _ id: AccountID, _ profile: Account.Profile, _ store: Store, _ now: Timestamp, _ shared: PasswordHash?
    ) async throws -> String? {
        guard try await store.read({ try $0.account(id) }) == nil else { return nil }
        let password = shared == nil ? SecureRandom.crockford(14) : demoPassword
        let hash = if let shared { shared } else { try await PasswordHasher().hash(password) }
        return try await store.perform(.own("start-up:account:\(id)", by: .office, now: now)) { tx in
            guard try tx.state(Account.self, id) == nil else { return nil }
            try tx.execute(Account.self, id, .open(id, profile), site: nil)
            try tx.execute(
                Account.self, id, .setPassword(temporary: shared == nil), site: nil, sealed: Data(hash.rawValue.utf8))
            return password
        }
    }
}
