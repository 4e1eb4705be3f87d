public import OpsContracts
import OpsCrypto
public import OpsMessaging
import Synchronization

/// The services of one process, on one bus, behind one port: all seven in the all-in-one, one in production.
public final class Fleet: Sendable {
    public struct Options: Sendable {
        public var dataDirectory: String
        public var binding: Binding
        public var clock: any OpsClock
        public var bus: any EventBus
        public var log: @Sendable (ServiceName) -> OpsLog
        public var setting: @Sendable (String) -> String?
        /// Turns tokens into identities; nil for the directory's keys.
        public var authenticator: (any Authenticating)?
        public var server: HTTPServer.Options
        /// How long requests under way may take once the process is told to end.
        public var drain: Duration
        /// Where `ops` talks to the running process; nil for none.
        public var adminSocket: String?
        /// An empty store on a broker takes commands without looking at its topic: the very first start.
        public var isNew: Bool
        /// Work is done only when `advance` is called: tests and the demonstration quarter.
        public var isStepped: Bool

        public init(
            dataDirectory: String, binding: Binding, clock: any OpsClock, bus: any EventBus,
            log: @escaping @Sendable (ServiceName) -> OpsLog = { _ in .silent },
            setting: @escaping @Sendable (String) -> String? = { _ in nil },
            authenticator: (any Authenticating)? = nil,
            server: HTTPServer.Options = HTTPServer.Options(), drain: Duration = .seconds(10),
            adminSocket: String? = nil,
            isNew: Bool = false, isStepped: Bool = false
        ) {
            self.dataDirectory = dataDirectory
            self.binding = binding
            self.clock = clock
            self.bus = bus
            self.log = log
            self.setting = setting
            self.authenticator = authenticator
            self.server = server
            self.drain = drain
            self.adminSocket = adminSocket
            self.isNew = isNew
            self.isStepped = isStepped
        }
    }

    /// A service with its readers and, on a broker, its relay.
    public struct Member: Sendable {
        public let service: ServiceName
        public let module: ServiceModule
        public let consumers: [Consumer]
        public let relay: Relay?
        public var store: Store { module.store }
    }

    public let members: [Member]
    public let metrics: Metrics
    public let health: Health
    let options: Options
    private let keys = KeyRing()
    let edge: Edge
    private let server = Mutex<HTTPServer?>(nil)

    /// Opens every store; nothing runs yet.
    /// - Throws: `StoreError`, `SQLiteError`, `RoutingError`.
    public init(_ services: [(ServiceName, Compose)], options: Options) throws {
        self.options = options
        let (metrics, health, forms) = (Metrics(), Health(), FormGuard(setting: options.setting))
        let later = Later()
        let (local, sample) = (options.bus as? LocalBus, try SampleData.read(in: options.dataDirectory))
        // Such stores do not wait for the disk: only the play itself, on its own clock, may write them.
        guard sample?.isComplete != false || options.isStepped else { throw FleetError.unfinishedSample }
        let present = Set(services.map(\.0))
        let advance: @Sendable (Timestamp) async throws -> Void = { moment in
            guard let fleet = later.fleet() else { return }
            try await fleet.advance(to: moment)
        }
        members = try services.map { (service: ServiceName, compose: Compose) throws -> Member in
            let host = ServiceHost(
                service: service, clock: options.clock, dataDirectory: options.dataDirectory,
                log: options.log(service), metrics: metrics, forms: forms, setting: options.setting,
                advance: options.isStepped ? advance : nil, isDraft: sample?.isComplete == false)
            let module = try compose(host)
            local?.join(module.store)
            let upstream = module.store.definition.upstream.filter { local == nil || present.contains($0) }
            return Member(
                service: service, module: module,
                consumers: upstream.map {
                    Consumer(source: $0.topic, store: module.store, bus: options.bus, onComplaint: host.log.take)
                },
                relay: local == nil ? Relay(store: module.store, bus: options.bus, onComplaint: host.log.take) : nil)
        }
        self.metrics = metrics
        self.health = health
        let groups = try members.map(Self.routes(of:))
        let first = members.first?.service ?? .office
        let verifier = TokenVerifier(keys: keys, parties: TokenParties(setting: options.setting), clock: options.clock)
        edge = try Edge(
            groups + [ServiceRoutes(first, OperationalRoutes.make(health: health, metrics: metrics))],
            options: Edge.Options(
                authenticator: options.authenticator ?? verifier, forms: forms, log: options.log(first),
                metrics: metrics, errorPage: members.lazy.compactMap(\.module.errorPage).first,
                clock: options.clock, sample: sample))
        later.set(self)
    }

    /// A page waits for what its address says was seen elsewhere.
    private static func routes(of member: Member) throws -> ServiceRoutes {
        let routes = ServiceRoutes(member.service, member.module.routes.map { $0.catchingUp(member.store) })
        return ServiceRoutes(member.service, routes.routes + [try OpenAPI.route(routes)])
    }

    /// The port people reach it on; 0 before `run`.
    public var port: UInt16 { server.withLock { $0?.port ?? 0 } }

    public func member(_ service: ServiceName) -> Member? { members.first { $0.service == service } }

    /// Serves until the task is cancelled, then drains: no new requests, those under way answered, readers and relay
    /// stopped. Correctness never depends on it; a kill is only less polite.
    /// - Parameter onReady: called once the port is open.
    public func run(onReady: @escaping @Sendable (Fleet) async throws -> Void = { _ in }) async throws {
        try await checkPositions()
        registerFigures()
        for member in members where member.relay != nil && !options.isNew {
            if try await member.store.needsItsTopic() {
                member.store.refuse("the store is empty or restored: waiting for its topic")
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for member in members { start(member, &group) }
            group.addTask { await self.watchStores() }
            for member in members { try await member.store.buildReadModels(bus: options.bus) }
            try await refreshKeys()
            let servers = try await open()
            group.addTask {
                try await onReady(self); try await Self.untilCancelled()
            }
            // Whatever ends it, nothing is served any more before stores are closed and memory is let go.
            let ended = await group.nextResult()
            for server in servers { await server.stop(within: options.drain) }
            group.cancelAll()
            if case .failure(let error)? = ended, !(error is CancellationError) { throw error }
        }
        for member in members { await member.store.close() }
    }

    /// The port and the administrator's socket; where the second cannot be had the first is closed again.
    private func open() async throws -> [HTTPServer] {
        let server = try HTTPServer(edge, on: options.binding, options: options.server)
        self.server.withLock { $0 = server }
        guard let socket = options.adminSocket else { return [server] }
        do {
            return [server, try HTTPServer(try adminEdge(), on: .unix(path: socket))]
        } catch {
            await server.stop()
            throw error
        }
    }

    private func start(_ member: Member, _ group: inout ThrowingTaskGroup<Void, any Error>) {
        for consumer in member.consumers {
            group.addTask {
                await member.relay?.firstLook()
                await consumer.run()
            }
        }
        if let relay = member.relay {
            group.addTask {
                await relay.run()
                // A relay that found a fork is done; the process stays and says so, for an operator decides.
                try await Self.untilCancelled()
            }
        }
        let log = options.log(member.service)
        let clock = options.clock
        if !options.isStepped {
            for work in member.module.work { group.addTask { await work.run(clock, log) } }
        }
        group.addTask {
            for await change in member.store.changes()
            where DirectoryReplica().families.contains(change.fact.type.family) {
                try await self.refreshKeys()
            }
        }
    }

    private static func untilCancelled() async throws {
        let (stream, _) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        try Task.checkCancellation()
    }

    /// Any member's copy of the directory serves; the office's own is the freshest.
    func refreshKeys() async throws {
        for member in members.sorted(by: { a, _ in a.service == .office }) {
            let contents = try await DirectoryReplica.contents(of: member.store)
            for (kid, text) in contents.keys {
                guard let raw = Base64URL.decode(text), let key = try? Ed25519.PublicKey(rawValue: Array(raw)) else {
                    continue
                }
                keys.trust(key, kid: kid)
            }
            for (account, moment) in contents.notBefore { keys.refuse(account, issuedBefore: moment) }
            if member.service == .office || !contents.keys.isEmpty { return }
        }
    }

    /// A reader ahead of its source means that a single store was restored: the whole directory must be.
    private func checkPositions() async throws {
        guard options.bus is LocalBus else { return }
        for member in members {
            for consumer in member.consumers {
                guard let source = members.first(where: { $0.store.definition.topic == consumer.source }) else {
                    continue
                }
                let position = try await member.store.read { try $0.position(of: consumer.source)?.seq ?? 0 }
                let head = await source.store.head().seq
                if position > head {
                    throw FleetError.aheadOfSource(
                        reader: member.service, source: source.service, position: position, head: head)
                }
            }
        }
    }
}

/// Why a process does not start.
public enum FleetError: Error, Equatable, CustomStringConvertible {
    case aheadOfSource(reader: ServiceName, source: ServiceName, position: Int64, head: Int64)
    /// The directory holds a demonstration whose play was broken off.
    case unfinishedSample

    public var description: String {
        switch self {
        case .unfinishedSample:
            "the data directory holds a demonstration whose play was broken off: let `ops demo` play it anew"
        case .aheadOfSource(let reader, let source, let position, let head):
            """
            \(reader.rawValue) has applied \(position) facts of \(source.rawValue), whose log ends at \(head): the data \
            directory is a mixture. Restore the whole directory from one backup.
            """
        }
    }
}

/// Breaks the circle between a fleet and the hosts made while it is being made.
private final class Later: Sendable {
    private struct Weak: Sendable { weak let value: Fleet? }
    private let kept = Mutex<Weak>(Weak(value: nil))
    func set(_ fleet: Fleet) { kept.withLock { $0 = Weak(value: fleet) } }
    func fleet() -> Fleet? { kept.withLock { $0.value } }
}
