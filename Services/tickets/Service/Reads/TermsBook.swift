import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import Synchronization
import TicketsDomain

/// Finds the terms a ticket's clocks are computed with; keeps what it has decoded: a version never changes.
final class TermsBook: Sendable {
    private struct Key: Hashable {
        var id: CalendarID
        var version: Int
    }
    private struct PolicyKey: Hashable {
        var policy: SLAPolicyID
        var version: Int
    }
    private let calendars = Mutex<[Key: WorkCalendar]>([:])
    private let policies = Mutex<[PolicyKey: (stored: Data, policy: SLAPolicyPublished)]>([:])

    /// For a new ticket: the site's own newest policy, else the newest for all sites, else our default.
    func terms(for site: SiteCode, _ db: ReadDatabase) throws -> ServiceTerms {
        let policies = try PolicyBook.currentVersions(db).compactMap { try self.policy($0.policy, $0.version, db) }
        let policy =
            policies.first { $0.sites.contains(site) } ?? policies.first { $0.sites.isEmpty } ?? .standard
        return ServiceTerms(policy: policy, calendar: try calendar(for: site, db))
    }

    /// For a ticket that exists: the version it was opened under, and today's calendar.
    func terms(of ticket: Ticket, _ db: ReadDatabase) throws -> ServiceTerms {
        let policy = try self.policy(ticket.policy, ticket.policyVersion, db) ?? .standard
        return ServiceTerms(
            policy: policy, calendar: try calendar(for: ticket.site, db), guarantee: ticket.guarantee)
    }

    private func policy(_ id: SLAPolicyID, _ version: Int, _ db: ReadDatabase) throws -> SLAPolicyPublished? {
        let key = PolicyKey(policy: id, version: version)
        guard let stored = try PolicyBook.stored(id, version, db) else { return nil }
        // Held against the bytes: what a transaction read that was never committed must not outlive it.
        if let known = policies.withLock({ $0[key] }), known.stored == stored { return known.policy }
        let policy = try ContractCoding.decode(SLAPolicyPublished.self, from: stored)
        policies.withLock { $0[key] = (stored, policy) }
        return policy
    }

    /// A calendar of the site's own code goes before the common one.
    func calendar(for site: SiteCode, _ db: ReadDatabase) throws -> ServiceTerms.NamedCalendar? {
        let row = try db.first(
            """
            SELECT calendar, version, published FROM {calendar}
            ORDER BY calendar = ? DESC, calendar = 'CN' DESC, calendar LIMIT 1
            """, [site]
        ) { (key: Key(id: CalendarID($0.text(0)), version: $0.int(1)), published: $0.blob(2)) }
        guard let row else { return nil }
        if let known = calendars.withLock({ $0[row.key] }) {
            return ServiceTerms.NamedCalendar(id: row.key.id, version: row.key.version, calendar: known)
        }
        let published = try ContractCoding.decode(CalendarPublished.self, from: row.published)
        let calendar = try WorkCalendar(published)
        calendars.withLock { $0[row.key] = calendar }
        return ServiceTerms.NamedCalendar(id: row.key.id, version: row.key.version, calendar: calendar)
    }
}
