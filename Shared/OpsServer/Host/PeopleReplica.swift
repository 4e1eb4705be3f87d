public import OpsContracts
public import OpsMessaging
import OpsSQLite

/// The names of accounts, for screens: facts carry only ids.
public struct PeopleReplica: ReadModel {
    public let name = "people"
    public let shape = 2
    public let tables = ["person"]
    public let schema =
        "CREATE TABLE {person}(account TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    public let families: Set<String> = [AccountOpened.type.family, AccountChanged.type.family]

    public init() {}

    public func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let (account, name): (AccountID, String)
        if fact.type.family == AccountOpened.type.family {
            let opened = try fact.decode(AccountOpened.self)
            (account, name) = (opened.account, opened.name)
        } else {
            let changed = try fact.decode(AccountChanged.self)
            (account, name) = (changed.account, changed.name)
        }
        try db.run(
            "INSERT INTO {person}(account, name) VALUES (?,?) ON CONFLICT(account) DO UPDATE SET name = excluded.name",
            [account, name])
    }
}

extension ReadDatabase {
    /// Of the accounts that the directory told us of; for services that keep `PeopleReplica`.
    public func names(of accounts: [AccountID]) throws -> [AccountID: String] {
        var names: [AccountID: String] = [:]
        for account in Set(accounts) {
            names[account] = try first("SELECT name FROM {person} WHERE account = ?", [account]) { $0.text(0) }
        }
        return names
    }
}

extension Actor {
    /// Who it was, on screen: the name, or the id of an account nobody told us of.
    public func words(_ names: [AccountID: String]) -> String {
        account.map { names[$0] ?? $0.rawValue } ?? (self == .anonymous ? "未登录" : "系统")
    }
}
