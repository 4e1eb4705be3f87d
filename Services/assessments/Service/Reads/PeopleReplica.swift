import OpsContracts
import OpsMessaging
import OpsSQLite

/// The names of accounts, for screens: facts carry only ids.
struct PeopleReplica: ReadModel {
    let name = "people"
    let shape = 1
    let tables = ["person"]
    let schema = "CREATE TABLE {person}(account TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    let families: Set<String> = ["office.account-opened", "office.account-changed"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let (account, name): (AccountID, String)
        if fact.type.family == "office.account-opened" {
            let opened = try fact.decode(AccountOpened.self)
            (account, name) = (opened.account, opened.name)
        } else {
            let changed = try fact.decode(AccountChanged.self)
            (account, name) = (changed.account, changed.name)
        }
        try db.run(
            """
            INSERT INTO {person}(account, name) VALUES (?,?) ON CONFLICT(account) DO UPDATE SET name = excluded.name
            """, [account, name])
    }

    /// The name, or the id of an account nobody told us of.
    static func name(_ account: AccountID, _ db: ReadDatabase) throws -> String {
        try db.first("SELECT name FROM {person} WHERE account = ?", [account]) { $0.text(0) } ?? account.rawValue
    }
}
