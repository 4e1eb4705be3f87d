import Foundation
import OpsContracts
import OpsSQLite

/// Which topic speaks for a site: learnt from the directory's facts, so that a fact of a cell that does not own its site
/// is noticed. Every store keeps its own copy.
enum SiteOwnership {
    static let family = "office.site-owner-assigned"

    private struct Assigned: Decodable {
        var site: SiteCode
        var service: String
        var topic: Topic
    }

    static func note(_ fact: Fact, _ db: Connection) throws {
        let assigned = try ContractCoding.decode(Assigned.self, from: fact.data)
        try db.run(
            """
            INSERT INTO siteOwner(service, site, topic) VALUES (?,?,?)
            ON CONFLICT(service, site) DO UPDATE SET topic = excluded.topic
            """, [assigned.service, assigned.site, assigned.topic])
    }

    /// Nil where nobody was named: then any topic of the service may speak.
    static func owner(of site: SiteCode, service: String, _ db: Connection) throws -> Topic? {
        try db.first("SELECT topic FROM siteOwner WHERE service = ? AND site = ?", [service, site]) {
            Topic(rawValue: $0.text(0))
        }
    }
}
