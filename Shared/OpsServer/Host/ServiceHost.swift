public import OpsContracts
public import OpsMessaging

/// What a service's compose function gets: the whole world it may touch.
public struct ServiceHost: Sendable {
    public let service: ServiceName
    public let clock: any OpsClock
    /// Where the service's store and files lie.
    public let dataDirectory: String
    public let log: OpsLog
    public let metrics: Metrics
    /// Proves that a form is ours; shared by all services of a process.
    public let forms: FormGuard
    /// Settings by their environment names (`OPS_NOTIFY_WECOM_URL`); nil where unset.
    public let setting: @Sendable (String) -> String?
    /// Runs the whole process forward to a moment; nil where the clock is the machine's.
    public let advance: (@Sendable (Timestamp) async throws -> Void)?

    /// The data are being played and are made anew where the play is broken off: nothing waits for the disk.
    let isDraft: Bool

    /// Every fact type this binary knows.
    public var knownTypes: Set<FactType> { Set(ContractRegistry.all.map { $0.type }) }
    /// The read model every service needs to know whose tokens hold.
    public var directory: DirectoryReplica { DirectoryReplica() }

    /// Opens the service's store in its data directory.
    /// - Throws: `StoreError`, `SQLiteError`.
    public func open(_ definition: StoreDefinition) throws -> Store {
        try Store(
            path: "\(dataDirectory)/\(service.rawValue).sqlite", definition: definition, clock: clock, isDraft: isDraft)
    }
}

/// A service, assembled: what its compose function returns.
public struct ServiceModule: Sendable {
    public var store: Store
    public var routes: [Route]
    public var work: [Work]
    /// The service's files, where it keeps any: for backup and verification.
    public var files: BlobStore?
    /// What `ops` may ask over the socket besides: a token for a script, say.
    public var admin: [Route]
    /// Issues start-up data through the service's own commands; repeatable.
    public var startUp: (@Sendable (Timestamp) async throws -> Void)?
    /// Draws errors as pages, for this process' addresses; nil for plain ones.
    public var errorPage: (@Sendable (Problem, Request) -> Response)?

    public init(
        store: Store, routes: [Route], work: [Work] = [], files: BlobStore? = nil, admin: [Route] = [],
        startUp: (@Sendable (Timestamp) async throws -> Void)? = nil,
        errorPage: (@Sendable (Problem, Request) -> Response)? = nil
    ) {
        self.store = store
        self.routes = routes
        self.work = work
        self.files = files
        self.admin = admin
        self.startUp = startUp
        self.errorPage = errorPage
    }
}

public typealias Compose = @Sendable (ServiceHost) throws -> ServiceModule

/// Clocked or outward work: a step that looks for what is due and does it, again and again.
///
/// A step that fails is logged and tried again at the next turn, so it must do nothing twice.
public struct Work: Sendable {
    public let name: String
    let period: Int64
    let trigger: Store?
    public let step: @Sendable (Timestamp) async throws -> Void

    /// Every `milliseconds` of the service's clock.
    public static func every(
        _ milliseconds: Int64, _ name: String, step: @escaping @Sendable (Timestamp) async throws -> Void
    ) -> Work {
        Work(name: name, period: milliseconds, trigger: nil, step: step)
    }

    /// After each commit of `store`, and at least every `milliseconds` of real time.
    public static func afterCommits(
        of store: Store, atLeastEvery milliseconds: Int64, _ name: String,
        step: @escaping @Sendable (Timestamp) async throws -> Void
    ) -> Work {
        Work(name: name, period: milliseconds, trigger: store, step: step)
    }

    func run(_ clock: any OpsClock, _ log: OpsLog) async {
        while !Task.isCancelled {
            let mark = trigger?.commitMark ?? 0
            let failed = FailedCommand()
            do {
                try await failed.watch { try await step(clock.now()) }
            } catch is CancellationError {
                return
            } catch {
                log.error(
                    "work failed", ["work": name, "error": String(reflecting: error)], correlation: failed.correlation)
            }
            if let trigger {
                await trigger.nextCommit(after: mark, atMost: Int(period))
            } else {
                do { try await clock.wait(until: clock.now() + period) } catch { return }
            }
        }
    }
}
