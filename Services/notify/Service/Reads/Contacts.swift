import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite

/// Which fact seals a person's addresses.
struct Contacts: ReadModel {
    let name = "contacts"
    let shape = 1
    let tables = ["contact"]
    let schema = """
        CREATE TABLE {contact}(
          account TEXT PRIMARY KEY, routes TEXT NOT NULL, sealedSeq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = [ContactSet.type.family]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let contact = try fact.decode(ContactSet.self)
        try db.run(
            """
            INSERT INTO {contact}(account, routes, sealedSeq) VALUES (?,?,?)
            ON CONFLICT(account) DO UPDATE SET routes = excluded.routes, sealedSeq = excluded.sealedSeq
            """, [contact.account, contact.routes.map(\.rawValue).joined(separator: " "), fact.seq])
    }
}

/// A person's addresses: sealed beside `contact-set`, erasable (PIPL).
struct ContactAddresses: Codable, Sendable, Equatable {
    var mail: String?
    var mobile: String?
    /// The user id within 企业微信.
    var wecom: String?

    var routes: [ContactRoute] {
        [mail == nil ? nil : .mail, mobile == nil ? nil : .mobile, wecom == nil ? nil : .wecom].compactMap(\.self)
    }
}

/// Who holds which role where: whom an audience means.
struct RoleHolders: ReadModel {
    let name = "role-holders"
    let shape = 1
    let tables = ["roleHolder"]
    let schema = """
        CREATE TABLE {roleHolder}(
          role TEXT NOT NULL, account TEXT NOT NULL, sites TEXT NOT NULL, PRIMARY KEY(role, account))
          STRICT, WITHOUT ROWID;
        CREATE INDEX {roleHolder}_account ON {roleHolder}(account);
        """
    let families: Set<String> = [
        AccountOpened.type.family, AccountChanged.type.family, AccountClosed.type.family,
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case AccountOpened.type.family:
            let opened = try fact.decode(AccountOpened.self)
            try hold(opened.account, opened.roles, opened.sites, db)
        case AccountChanged.type.family:
            let changed = try fact.decode(AccountChanged.self)
            try hold(changed.account, changed.roles, changed.sites, db)
        default: try hold(try fact.decode(AccountClosed.self).account, [], [], db)
        }
    }

    private func hold(_ account: AccountID, _ roles: [Role], _ sites: [SiteCode], _ db: FoldDatabase) throws {
        try db.run("DELETE FROM {roleHolder} WHERE account = ?", [account])
        for role in Set(roles) {
            try db.run(
                "INSERT INTO {roleHolder}(role, account, sites) VALUES (?,?,?)",
                [role.rawValue, account, SiteList.text(sites)])
        }
    }
}

extension Audience {
    /// Nil for the engineer on duty, whom the notice names.
    var role: Role? {
        switch self {
        case .siteLeads: .siteLead
        case .centralOffice: .office
        case .supplier: .supplier
        case .finance: .finance
        default: nil
        }
    }
}

extension ReadDatabase {
    func contact(_ account: AccountID) throws -> ContactAddresses? {
        let seq = try first("SELECT sealedSeq FROM {contact} WHERE account = ?", [account]) { $0.int(0) as Int64 }
        guard let seq, let bytes = try sealed(seq: seq) else { return nil }
        return try ContractCoding.decode(ContactAddresses.self, from: Data(bytes))
    }

    /// The people an audience means, at most 50, each once.
    func people(_ audience: [Audience], at site: SiteCode?, duty: AccountID?) throws -> [AccountID] {
        var found: [AccountID] = audience.contains(.dutyEngineer) ? [duty].compactMap(\.self) : []
        for role in audience.compactMap(\.role) {
            found += try rows(
                """
                SELECT account FROM {roleHolder}
                WHERE role = ? AND (sites = '' OR instr(' ' || sites || ' ', ' ' || ? || ' ') > 0) ORDER BY account LIMIT 50
                """, [role.rawValue, site]
            ) { AccountID($0.text(0)) }
        }
        var seen: Set<AccountID> = []
        return Array(found.filter { seen.insert($0).inserted }.prefix(50))
    }
}
