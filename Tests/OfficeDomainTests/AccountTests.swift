import Foundation
import OfficeDomain
import OpsContracts
import OpsDomain
import Testing

private let now = Timestamp(1_770_969_600_123)
private let id = AccountID("xz-1")
private let profile = Account.Profile(name: "驻场工程师XZ-1", roles: [.engineer], sites: [.xz], post: PostID("XZ-1"))

/// Every state an account can be in, by the commands that led there.
private enum Stage: CaseIterable, CustomTestStringConvertible {
    case none, opened, temporary, own, closed

    var commands: [AccountCommand] {
        switch self {
        case .none: []
        case .opened: [.open(id, profile)]
        case .temporary: Stage.opened.commands + [.setPassword(temporary: true)]
        case .own: Stage.temporary.commands + [.setPassword(temporary: false)]
        case .closed: Stage.own.commands + [.close(reason: "人员更换")]
        }
    }

    func account() throws -> Account? {
        try commands.reduce(nil) { Account.fold($0, try Account.decide($1, $0, at: now)) }
    }

    var testDescription: String { "\(self)" }
}

@Suite struct AccountTests {
    @Test(
        arguments: [
            (Stage.none, "open", ["account-opened"]), (.none, "change", nil), (.none, "close", nil),
            (.none, "password", nil), (.none, "revoke", nil),
            (.opened, "open", []), (.opened, "change", ["account-changed", "tokens-revoked"]),
            (.opened, "close", ["account-closed", "tokens-revoked"]), (.opened, "password", ["password-set"]),
            (.opened, "revoke", ["tokens-revoked"]),
            (.temporary, "open", []), (.temporary, "change", ["account-changed", "tokens-revoked"]),
            (.temporary, "close", ["account-closed", "tokens-revoked"]),
            (.temporary, "password", ["password-set", "tokens-revoked"]), (.temporary, "revoke", ["tokens-revoked"]),
            (.own, "open", []), (.own, "change", ["account-changed", "tokens-revoked"]),
            (.own, "close", ["account-closed", "tokens-revoked"]),
            (.own, "password", ["password-set", "tokens-revoked"]), (.own, "revoke", ["tokens-revoked"]),
            (.closed, "open", nil), (.closed, "change", nil), (.closed, "close", nil), (.closed, "password", nil),
            (.closed, "revoke", nil),
        ] as [(Stage, String, [String]?)])
    private func `every command has its answer in every state`(stage: Stage, name: String, facts: [String]?) throws {
        let command: AccountCommand =
            switch name {
            case "open": .open(id, profile)
            case "change": .change(Account.Profile(name: "张三", roles: [.engineer, .expert], sites: [.xz, .ft]))
            case "close": .close(reason: nil)
            case "password": .setPassword(temporary: true)
            default: .revokeTokens(reason: "手机遗失")
            }
        let account = try stage.account()
        guard let facts else {
            #expect(throws: Rejection.self) { try Account.decide(command, account, at: now) }
            return
        }
        let events = try Account.decide(command, account, at: now)
        #expect(events.map { type(of: $0.fact).type.family } == facts.map { "office." + $0 })
    }

    @Test func `a new name alone leaves the tokens alone`() throws {
        let account = try #require(try Stage.own.account())
        var renamed = profile
        renamed.name = "李四"
        #expect(try Account.decide(.change(renamed), account, at: now).count == 1)
        #expect(try Account.decide(.change(profile), account, at: now) == [])
    }

    @Test func `a token issued at the moment of a revocation still holds`() throws {
        let account = try #require(try Stage.own.account())
        let events = try Account.decide(.revokeTokens(reason: nil), account, at: now)
        #expect(Account.fold(account, events)?.notBefore == now)
    }

    @Test func `a revocation never moves back`() {
        let later = AccountEvent.tokensRevoked(TokensRevoked(account: id, notBefore: Timestamp(9000)))
        let earlier = AccountEvent.tokensRevoked(TokensRevoked(account: id, notBefore: Timestamp(1000)))
        #expect(Account.fold(nil, [later, earlier])?.notBefore == Timestamp(9000))
    }

    @Test func `what was given by an administrator is temporary until the owner sets another`() throws {
        #expect(try Stage.temporary.account()?.password == .temporary)
        #expect(try Stage.own.account()?.password == .own)
        #expect(try Stage.closed.account()?.status == .closed)
    }

    @Test(arguments: [
        (Account.Profile(name: "", roles: [.office], sites: []), "name"),
        (Account.Profile(name: "管", roles: [], sites: []), "roles"),
        (Account.Profile(name: "管", roles: [Role("boss")], sites: []), "roles"),
        (Account.Profile(name: "管", roles: [.office, .office], sites: []), "roles"),
        (Account.Profile(name: "屏", roles: [.wall, .admin], sites: []), "roles"),
        (Account.Profile(name: "工", roles: [.engineer], sites: []), "sites"),
        (Account.Profile(name: "科", roles: [.siteLead], sites: []), "sites"),
        (Account.Profile(name: "科", roles: [.siteLead], sites: [.xz], post: PostID("XZ-1")), "post"),
    ])
    func `an account that makes no sense is refused by field`(profile: Account.Profile, field: String) {
        let refusal = #expect(throws: Rejection.self) { try Account.decide(.open(id, profile), nil, at: now) }
        #expect(refusal?.field == field)
    }

    @Test func `every event is read back from its own fact`() throws {
        for command in [AccountCommand.change(.init(name: "张", roles: [.office], sites: [])), .close(reason: "x")] {
            for event in try Account.decide(command, Stage.own.account(), at: now) {
                let data = try ContractCoding.encode(event.fact)
                #expect(try AccountEvent(type: type(of: event.fact).type, data: data) == event)
            }
        }
        #expect(try AccountEvent(type: SiteRegistered.type, data: .init()) == nil)
    }

    @Test(arguments: [
        ("短", false), ("xz-1-is-my-name", false), ("1111111111", false), ("西站值班室今晚有雨1", true),
        ("correct horse battery", true), (String(repeating: "abcde", count: 26), false),
    ])
    func `a password is long, not made of the account and not of one letter`(password: String, accepted: Bool) {
        #expect(((try? PasswordRule.check(password, for: id)) != nil) == accepted)
    }
}

@Suite struct SignInAttemptsTests {
    private func failed(_ count: Int, every gap: Int64) -> (SignInAttempts, last: Timestamp) {
        var attempts = SignInAttempts()
        var time = Timestamp(0)
        for _ in 0..<count {
            time = time + gap
            attempts.fail(at: time)
        }
        return (attempts, time)
    }

    @Test func `the fifth wrong password locks for a quarter of an hour`() {
        #expect(failed(4, every: 1000).0.lockedUntil(at: Timestamp(4001)) == nil)
        let (five, last) = failed(5, every: 1000)
        #expect(five.lockedUntil(at: last) == last + 900_000)
        #expect(five.lockedUntil(at: last + 899_999) == last + 900_000)
        #expect(five.lockedUntil(at: last + 900_000) == nil)
    }

    @Test func `knocking while locked does not prolong it`() {
        var (attempts, last) = failed(5, every: 1000)
        attempts.fail(at: last + 600_000)
        #expect(attempts.lockedUntil(at: last + 600_000) == last + 900_000)
    }

    @Test func `after the lock the count begins anew`() {
        var (attempts, last) = failed(5, every: 1000)
        attempts.fail(at: last + 900_000)
        #expect(attempts.failures == 1)
    }

    @Test func `a right password forgets the wrong ones`() {
        var (attempts, _) = failed(4, every: 1000)
        attempts.succeed()
        #expect(attempts == SignInAttempts())
    }

    @Test func `wrong passwords far apart do not add up`() {
        #expect(failed(9, every: 900_000).0.failures == 1)
    }
}
