import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport

/// Where the journey is played: all services in one process, or each in a process of its own. The clock stands until the test
/// moves it.
protocol JourneyFleet: Sendable {
    /// Who signed in as `account`.
    /// - Parameters: roles and sites of the account, for fleets that believe them.
    func client(as account: String, roles: [Role], sites: [SiteCode]) -> TestClient
    /// Moves the clock in steps of at most `step` milliseconds, doing what falls due at each.
    func advance(to moment: Timestamp, step: Int64) async throws
    /// Returns when every fact is applied by all who read it, and nothing new came of it.
    func settle() async throws
    /// Does every service's work once, at the clock's time.
    func doWork() async throws
    /// What every process answers to an operator's `GET`.
    func askAdmins(_ path: String) async throws -> [Data]
}

extension JourneyFleet {
    func client(as account: String, roles: [Role]) -> TestClient { client(as: account, roles: roles, sites: []) }
    func advance(to moment: Timestamp) async throws { try await advance(to: moment, step: 3_600_000) }
}

extension TestFleet: JourneyFleet {
    func doWork() async throws { try await fleet.doWork() }

    func askAdmins(_ path: String) async throws -> [Data] {
        [try await fleet.askAdmin(IncomingRequest(method: "GET", target: path)).bytes]
    }
}

/// All services in one process, as people meet them: they sign in at the office, and the others believe its tokens.
struct SignedInFleet: JourneyFleet {
    let fleet: TestFleet
    private let desk: SignInDesk

    init(_ fleet: TestFleet) {
        self.fleet = fleet
        desk = SignInDesk(base: { _ in "http://127.0.0.1:\(fleet.fleet.port)" }, now: { fleet.clock.now() })
    }

    /// With their start-up data, on the first Monday morning of 2026.
    static func start(settings: [String: String] = [:]) async throws -> SignedInFleet {
        SignedInFleet(try await TestFleet.all(settings: settings, authenticator: nil))
    }

    func client(as account: String, roles: [Role], sites: [SiteCode]) -> TestClient { desk.client(as: account) }
    func advance(to moment: Timestamp, step: Int64) async throws { try await fleet.advance(to: moment, step: step) }
    func settle() async throws { try await fleet.settle() }
    func doWork() async throws { try await fleet.doWork() }
    func askAdmins(_ path: String) async throws -> [Data] { try await fleet.askAdmins(path) }
}

/// Signs accounts in with the documented password, anew for every hour of the clock, and numbers the requests: the same
/// day has the same keys wherever it is played.
final class SignInDesk: Sendable {
    private actor Tokens {
        private var known: [String: (token: String, at: Timestamp)] = [:]

        func token(_ account: String, at now: Timestamp, _ signIn: () async throws -> String) async throws -> String {
            if let known = known[account], now - known.at < 3_600_000 { return known.token }
            let token = try await signIn()
            known[account] = (token, now)
            return token
        }
    }

    struct Failed: Error { var account, answer: String }

    private let tokens = Tokens()
    private let keys = Counter()
    private let http = HTTPClient(width: 8)
    private let base: @Sendable (String) throws -> String
    private let now: @Sendable () -> Timestamp

    init(base: @escaping @Sendable (String) throws -> String, now: @escaping @Sendable () -> Timestamp) {
        (self.base, self.now) = (base, now)
    }

    func client(as account: String) -> TestClient {
        TestClient(
            http: http, base: base,
            token: { [self] in
                try await tokens.token(account, at: now()) { try await signIn(account) }
            }, key: { [keys] in "journey-\(keys.next())" })
    }

    private func signIn(_ account: String) async throws -> String {
        let anybody = TestClient(http: http, base: base, token: { nil })
        let answer = try await anybody.post(
            "/api/office/v1/sign-in", #"{"account":"\#(account)","password":"\#(demoPassword)"}"#)
        guard let token = try answer.json()["token"] as? String else {
            throw Failed(account: account, answer: answer.text)
        }
        return token
    }
}
