import Dispatch
import Foundation
import Glibc
public import OpsContracts
import OpsDomain
public import OpsMessaging
import Synchronization

/// How a process is run, from flags, environment (`OPS_…`) and file.
public struct ServeOptions: Sendable {
    public var configuration: Configuration
    /// A `ManualClock` moves only by command, and so does all work by the clock.
    public var clock: any OpsClock = SystemClock()
    /// For settings that belong to one service or to librdkafka.
    public var environment: [String: String]

    /// - Throws: `ConfigurationError` naming key, value and what is expected.
    public init(arguments: [String] = [], environment: [String: String], port: Int, bus: String) throws {
        // An empty variable, as compose files make them, is an unset one.
        self.environment = environment.filter { !$0.value.isEmpty }
        configuration = try Configuration(
            keys: Self.keys(port: port, bus: bus), arguments: arguments, environment: self.environment)
        if let secret = configuration.text("http.formSecret"), secret.utf8.count < 32 {
            throw ConfigurationError.badValue(
                key: "http.formSecret", source: "OPS_HTTP_FORM_SECRET", value: "•••", expected: "32 characters or more")
        }
        if let address = configuration.text("http.publicUrl"), FormGuard.origin(address) == nil {
            throw ConfigurationError.badValue(
                key: "http.publicUrl", source: "OPS_HTTP_PUBLIC_URL", value: address,
                expected: "an address such as https://ops.example.cn")
        }
        if let text = configuration.text("simulate") { clock = try Self.simulated(text) }
    }

    private static func simulated(_ text: String) throws(ConfigurationError) -> any OpsClock {
        if let first = text.first, "+-".contains(first), text.last == "m", let minutes = Int64(text.dropLast()),
            minutes.magnitude <= 1_000_000
        {
            return OffsetClock(offset: minutes * 60_000)
        }
        guard let time = LocalTime(text) else {
            throw .badValue(
                key: "simulate", source: "--simulate or OPS_SIMULATE", value: text,
                expected: "a time such as \"2026-01-04 08:00:00\", or minutes ahead such as +90m")
        }
        return ManualClock(LocalZone.shanghai.timestamp(time))
    }

    public static func keys(port: Int, bus: String) -> [ConfigurationKey] {
        ConfigurationKey.common.map { key in
            key.name == "http.port" ? ConfigurationKey(key.name, key.kind, default: String(port), key.doc) : key
        } + [
            ConfigurationKey("bus", .choice(["local", "kafka"]), default: bus, "How facts travel."),
            ConfigurationKey(
                "new", .flag, default: "false",
                "Take commands on an empty store without asking its topic: the first start."),
            ConfigurationKey("startUp", .flag, default: "true", "Load sites, systems, posts, calendar and contract."),
            ConfigurationKey("demo", .flag, default: "false", "Give the sample accounts a documented password."),
            ConfigurationKey(
                "simulate", .text,
                "A clock that starts there (\"2026-01-04 08:00:00\") and moves only by command over the socket, or the "
                    + "machine's so much ahead (\"+90m\") or behind: for demonstrations and tests, never for work."),
        ]
    }

    public var dataDirectory: String { configuration.text("data.dir") ?? "./data" }
    public var host: String { configuration.text("http.host") ?? "127.0.0.1" }
    public var bus: String { configuration.text("bus") ?? "local" }

    /// What a service asks for by its variable's name; its own settings come from the environment alone.
    func setting(_ variable: String) -> String? {
        if let key = configuration.keys.first(where: { $0.variable == variable }) {
            return key.kind == .flag ? (configuration.flag(key.name) ? "1" : "0") : configuration.text(key.name)
        }
        return environment[variable]
    }
}

extension ServeOptions {
    /// - Parameter adminSocket: its name in the data directory.
    /// - Throws: `ConfigurationError`.
    fileprivate func fleet(on bus: any EventBus, adminSocket: String) throws -> Fleet.Options {
        let settings = configuration
        let level = settings.text("log.level").flatMap { OpsLog.Level(rawValue: $0) } ?? .warning
        return Fleet.Options(
            dataDirectory: dataDirectory,
            binding: .tcp(host: host, port: UInt16(clamping: try settings.integer("http.port"))),
            clock: clock, bus: bus,
            log: { OpsLog(service: $0.rawValue, level: level) }, setting: { setting($0) },
            server: HTTPServer.Options(
                maxConnections: UInt32(clamping: try settings.integer("http.maxConnections")),
                idleSeconds: UInt32(clamping: try settings.integer("http.idleSeconds"))),
            drain: .seconds(try settings.integer("http.drainSeconds")),
            adminSocket: "\(dataDirectory)/\(adminSocket)", isNew: settings.flag("new"),
            isStepped: clock is ManualClock)
    }
}

/// Runs services in this process until SIGTERM or SIGINT, then drains.
///
/// - Parameters:
///   - kafka: makes the broker's bus from the environment; only executables know of Kafka.
///   - onReady: called once the port is open and the start-up data is in.
public func serve(
    _ services: [(ServiceName, Compose)], _ options: ServeOptions,
    kafka: @Sendable ([String: String]) throws -> any EventBus,
    onReady: @escaping @Sendable (Fleet) async throws -> Void = { _ in }
) async throws {
    signal(SIGPIPE, SIG_IGN)
    try FileManager.default.createDirectory(atPath: options.dataDirectory, withIntermediateDirectories: true)
    let bus = options.bus == "kafka" ? try kafka(options.environment) : LocalBus()
    let socket = services.count > 1 ? "ops.sock" : "\(services.first?.0.rawValue ?? "ops").sock"
    let fleet = try Fleet(services, options: options.fleet(on: bus, adminSocket: socket))
    let loads = options.configuration.flag("startUp")
    if loads { fleet.expectStartUpData() }
    let running = Task {
        try await fleet.run { fleet in
            if loads { try await fleet.loadStartUpData() }
            try await onReady(fleet)
        }
    }
    StopSignals.heard.end(running)
    defer { StopSignals.heard.end(nil) }
    do { try await running.value } catch is CancellationError {}
}

/// SIGTERM and SIGINT end what is being served, and the process where nothing is.
///
/// Its sources live as long as the process: Dispatch hears nothing more where one was cancelled and another made.
private final class StopSignals: Sendable {
    static let heard = StopSignals()
    private let running = Mutex<Task<Void, any Error>?>(nil)

    private init() {
        for number in [SIGTERM, SIGINT] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { StopSignals.heard.stop(number) }
            source.resume()
            // Held for as long as the process lives.
            _ = Unmanaged.passRetained(source as AnyObject)
        }
    }

    func end(_ task: Task<Void, any Error>?) { running.withLock { $0 = task } }

    private func stop(_ number: Int32) {
        // As a shell tells it of a process that a signal ended.
        guard let task = running.withLock({ $0 }) else { _exit(128 + number) }
        task.cancel()
    }
}

extension Fleet {
    /// Not ready until `loadStartUpData` is done: nobody can sign in before there are accounts.
    public func expectStartUpData() {
        health.register("start-up") { "the start-up data is not loaded yet" }
    }

    /// Issues every service's start-up data through its own commands; what exists is left alone.
    public func loadStartUpData() async throws {
        for member in members {
            guard let load = member.module.startUp else { continue }
            try await untilAccepting(member.store) { try await load(options.clock.now()) }
        }
        health.register("start-up") { nil }
    }

    /// On a broker a store may be waiting for its topic's tail, and be told to wait again while it is at it.
    private func untilAccepting(_ store: Store, _ body: () async throws -> Void) async throws {
        while true {
            while store.refusal != nil {
                try Task.checkCancellation()
                await store.nextCommit(after: store.commitMark, atMost: 100)
            }
            do { return try await body() } catch StoreError.notAccepting {}
        }
    }
}

/// A process of its own for one service.
public enum ServiceProcess {
    /// Runs until a signal; a start that fails says why on standard error and exits 78 (EX_CONFIG).
    public static func run(
        _ service: ServiceName, _ compose: @escaping Compose,
        kafka: @Sendable ([String: String]) throws -> any EventBus
    ) async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.contains("--help") {
            let keys = ServeOptions.keys(port: service.defaultPort, bus: "kafka")
            write(
                "The service \(service.rawValue) of StationOps, as a process of its own.\n\n\(Configuration.help(keys))"
            )
            return
        }
        do {
            let options = try ServeOptions(
                arguments: arguments, environment: ProcessInfo.processInfo.environment, port: service.defaultPort,
                bus: "kafka")
            try await serve([(service, compose)], options, kafka: kafka)
        } catch {
            write("\(service.rawValue): \(error)\n")
            // Not `exit`: it would clean up libcrypto under threads that still work.
            _exit(78)
        }
    }

    private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
