import Foundation
import OfficeDomain
import OpsContracts
import OpsCrypto
import OpsDomain
import OpsMessaging
import OpsSQLite

/// Checks passwords: slow on purpose (scrypt), the same time for an account that does not exist, five tries.
struct SignIn: Sendable {
    let store: Store
    let clock: any OpsClock
    let hasher = PasswordHasher()

    enum Result: Sendable {
        case welcome(AccountRow, temporary: Bool)
        case wrong
        case locked(until: Timestamp)
    }

    func check(_ id: AccountID, _ password: String) async throws -> Result {
        let now = clock.now()
        let (credential, attempts) = try await store.read { db in
            (try db.credential(of: id), try Self.attempts(id, db))
        }
        if let until = attempts.lockedUntil(at: now) { return .locked(until: until) }
        let isRight = try await isRight(password, credential)
        guard let credential, isRight, !credential.account.closed else {
            // Only accounts that exist have a row: strangers' guesses at names must not fill the table.
            if credential != nil { try await note(id) { $0.fail(at: now) } }
            return .wrong
        }
        if attempts.failures > 0 { try await note(id) { $0.succeed() } }
        return .welcome(credential.account, temporary: credential.temporary)
    }

    /// What a person's own new password becomes, where the current one is right.
    /// - Throws: `Rejection` for a current one that is wrong, a new one that is not fit, and for the same again: who gave a
    ///   first password knows it.
    func replacing(
        _ current: String, by new: String, of id: AccountID
    ) async throws -> (account: AccountRow, hash: PasswordHash) {
        try PasswordRule.check(new, for: id)
        guard case .welcome(let account, _) = try await check(id, current) else {
            throw Rejection.invalid("current", zh: "现在的密码不对。", en: "The current password is wrong.")
        }
        guard new != current else {
            throw Rejection.invalid("new", zh: "新密码不能与现在的密码一样。", en: "The new password must be another one.")
        }
        return (account, try await hasher.hash(new))
    }

    private func isRight(_ password: String, _ credential: Credential?) async throws -> Bool {
        guard password.utf8.count <= 512 else { return false }
        guard let hash = credential?.hash else {
            _ = try await hasher.hash(password)
            return false
        }
        return try await hasher.isRight(password, for: PasswordHash(rawValue: hash))
    }

    private func note(_ id: AccountID, _ change: @escaping @Sendable (inout SignInAttempts) -> Void) async throws {
        let now = clock.now()
        try await store.perform(.own("sign-in:\(id):\(now.rawValue)", by: .office, now: now)) { tx in
            var attempts = try Self.attempts(id, tx.reads)
            change(&attempts)
            guard let last = attempts.lastFailure else {
                try tx.run("DELETE FROM signInAttempt WHERE account = ?", [id])
                return
            }
            try tx.run(
                """
                INSERT INTO signInAttempt(account, failures, lastFailure) VALUES (?,?,?)
                ON CONFLICT(account) DO UPDATE SET failures = excluded.failures, lastFailure = excluded.lastFailure
                """, [id, attempts.failures, last])
        }
    }

    private static func attempts(_ id: AccountID, _ db: ReadDatabase) throws -> SignInAttempts {
        try db.first("SELECT failures, lastFailure FROM signInAttempt WHERE account = ?", [id]) {
            SignInAttempts(failures: $0.int(0), lastFailure: Timestamp($0.int(1)))
        } ?? SignInAttempts()
    }
}
