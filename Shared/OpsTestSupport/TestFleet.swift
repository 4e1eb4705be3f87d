public import Foundation
public import OpsContracts
import OpsDomain
public import OpsMessaging
public import OpsServer
import Synchronization

/// Services in one process on a local bus, a manual clock and a free port, with clients signed in as anybody.
public final class TestFleet: Sendable {
    public let fleet: Fleet
    public let clock: ManualClock
    /// Where the stores lie.
    public let folder: TemporaryFolder
    private let http = HTTPClient(width: 16)
    private let running = Mutex<Task<Void, any Error>?>(nil)
    private let standIns: [ServiceName: Store]

    /// - Parameters:
    ///   - services: the real ones.
    ///   - standIns: services whose facts the test itself will state with `state(_:as:)`.
    ///   - authenticator: nil where people sign in at the office, as outside tests.
    public init(
        _ services: [(ServiceName, Compose)], standIns: Set<ServiceName> = [],
        at start: Timestamp = Timestamp(1_770_000_000_000), settings: [String: String] = [:],
        bus: any EventBus = LocalBus(), authenticator: (any Authenticating)? = TestAuthenticator()
    ) async throws {
        let (folder, clock) = (try TemporaryFolder(), ManualClock(start))
        let stood = standIns.sorted { $0.rawValue < $1.rawValue }.map { service -> (ServiceName, Compose) in
            (service, { host in ServiceModule(store: try host.open(Self.standIn(service)), routes: []) })
        }
        let fleet = try Fleet(
            services + stood,
            options: Fleet.Options(
                dataDirectory: folder.path, binding: .tcp(host: "127.0.0.1", port: 0), clock: clock, bus: bus,
                setting: { settings[$0] }, authenticator: authenticator, isStepped: true))
        self.standIns = Dictionary(
            uniqueKeysWithValues: fleet.members.filter { standIns.contains($0.service) }.map { ($0.service, $0.store) })
        (self.fleet, self.clock, self.folder) = (fleet, clock, folder)
        let (ready, signal) = AsyncStream<Void>.makeStream()
        let task = Task {
            defer { signal.finish() }
            try await fleet.run { _ in signal.yield() }
        }
        running.withLock { $0 = task }
        for await _ in ready { return }
        try await task.value  // it ended before it was ready: throw why
    }

    private static func standIn(_ service: ServiceName) -> StoreDefinition {
        StoreDefinition(
            service: service, models: [DirectoryReplica()], knownTypes: Set(ContractRegistry.all.map { $0.type }))
    }

    /// Stops serving; stores stay on disk until the test run ends.
    public func stop() async {
        let task = running.withLock { $0 }
        task?.cancel()
        _ = try? await task?.value
    }

    public func store(_ service: ServiceName) throws -> Store {
        guard let member = fleet.member(service) else { throw Rejection.missing("服务", service.rawValue) }
        return member.store
    }

    public func settle() async throws { try await fleet.settle() }
    /// Moves the clock and does all work that falls due on the way.
    public func advance(by milliseconds: Int64) async throws { try await fleet.advance(to: clock.now() + milliseconds) }
    /// - Parameter step: milliseconds at most between two looks at what is due.
    public func advance(to moment: Timestamp, step: Int64 = 3_600_000) async throws {
        try await fleet.advance(to: moment, step: step)
    }

    /// Lets a stand-in state facts, then waits until everybody has applied them.
    public func state(
        _ facts: [any FactContract], as service: ServiceName, about subject: String, site: SiteCode? = nil
    )
        async throws
    {
        guard let store = standIns[service] else { throw Rejection.missing("替身服务", service.rawValue) }
        let context = CommandContext(
            command: "stand-in:\(UUID().uuidString)", actor: Actor(service: service), now: clock.now(),
            correlation: "stand-in")
        try await store.perform(context) { transaction in
            for fact in facts { try transaction.execute(Stating.self, subject, Stated(fact: fact), site: site) }
        }
        try await settle()
    }

    public func client(as account: String, roles: [Role], sites: [SiteCode] = []) -> TestClient {
        let token = [
            account, roles.map(\.rawValue).joined(separator: "+"), sites.map(\.rawValue).joined(separator: "+"),
        ].joined(separator: "~")
        return TestClient(http: http, base: { [fleet] _ in "http://127.0.0.1:\(fleet.port)" }, token: { token })
    }

    /// Somebody who is not signed in.
    public var anybody: TestClient {
        TestClient(http: http, base: { [fleet] _ in "http://127.0.0.1:\(fleet.port)" }, token: { nil })
    }
}

/// Makes requests as one account.
public struct TestClient: Sendable {
    private let http: HTTPClient
    private let base: @Sendable (_ path: String) throws -> String
    private let token: @Sendable () async throws -> String?
    private let key: @Sendable () -> String

    /// - Parameters:
    ///   - base: scheme, host and port for a path; services have ports of their own.
    ///   - token: nil for somebody who is not signed in.
    ///   - key: the Idempotency-Key of the next request that names none.
    public init(
        http: HTTPClient, base: @escaping @Sendable (_ path: String) throws -> String,
        token: @escaping @Sendable () async throws -> String?,
        key: @escaping @Sendable () -> String = { UUID().uuidString }
    ) {
        (self.http, self.base, self.token, self.key) = (http, base, token, key)
    }

    public func get(_ path: String, accept: String = "application/json") async throws -> HTTPClient.Answer {
        try await send(.get, path, headers: ["Accept": accept])
    }

    /// - Parameter key: the Idempotency-Key; a new one unless given.
    public func post(_ path: String, _ json: String = "{}", key: String? = nil, ifMatch: Int64? = nil) async throws
        -> HTTPClient.Answer
    {
        var headers: Headers = ["Content-Type": "application/json", "Idempotency-Key": key ?? self.key()]
        if let ifMatch { headers["If-Match"] = "\"\(ifMatch)\"" }
        return try await send(.post, path, headers: headers, body: Data(json.utf8))
    }

    /// Posts a form as a page does, with a key of its own.
    public func submit(_ path: String, _ fields: [(String, String)], key: String = UUID().uuidString) async throws
        -> HTTPClient.Answer
    {
        let form = Fields(fields + [("_key", key)])
        return try await send(
            .post, path, headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"],
            body: Data(form.encoded.utf8))
    }

    public func send(_ method: OpsServer.Method, _ path: String, headers: Headers = Headers(), body: Data = Data())
        async throws -> HTTPClient.Answer
    {
        var headers = headers
        if let token = try await token() { headers["Authorization"] = "Bearer \(token)" }
        return try await http.send(HTTPClient.Call(method, try base(path) + path, headers: headers, body: body))
    }
}

extension HTTPClient.Answer {
    /// - Throws: `DecodingError` where the body is not that.
    public func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        try ContractCoding.decode(type, from: body)
    }

    /// The body as loosely typed JSON, for a look at single fields.
    public func json() throws -> [String: Any] {
        (try JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:]
    }
}

/// States any contract as a fact; only for stand-ins.
struct Stated: DomainEvent {
    let fact: any FactContract
    init(fact: any FactContract) { self.fact = fact }
    init?(type: FactType, data: Data) throws { return nil }
    static func == (a: Self, b: Self) -> Bool { type(of: a.fact).type == type(of: b.fact).type }
}

enum Stating: Decider {
    struct State: Codable, Sendable, Equatable {}
    static let kind = "stand-in"
    static let shape = 1
    static func decide(_ command: Stated, _ state: State?, at now: Timestamp) throws(Rejection) -> [Stated] {
        [command]
    }
    static func evolve(_ state: State?, _ event: Stated) -> State { State() }
}
