import Dispatch
import Foundation
import Glibc
public import OpsContracts
public import OpsMessaging
import Synchronization

/// How a process is run, from its environment (`OPS_…`) and flags.
public struct ServeOptions: Sendable {
    /// Where people reach it.
    public var host: String
    public var port: UInt16
    /// Stores, files, lock and socket lie here.
    public var dataDirectory: String
    /// `local` or `kafka`.
    public var bus: String
    public var logLevel: OpsLog.Level
    /// Takes commands on an empty store without waiting for its topic.
    public var isNew: Bool
    /// Issues the start-up data.
    public var loadsStartUpData: Bool
    /// Set for a simulated clock that starts there and moves only by command.
    public var simulatedStart: Timestamp?
    public var environment: [String: String]

    /// - Throws: `SettingError` naming key, value and what is expected.
    public init(environment: [String: String], defaultPort: Int) throws {
        func value(_ key: String) -> String? { environment[key].flatMap { $0.isEmpty ? nil : $0 } }
        self.environment = environment
        host = value("OPS_HTTP_HOST") ?? "127.0.0.1"
        let portText = value("OPS_HTTP_PORT") ?? String(defaultPort)
        guard let port = UInt16(portText) else {
            throw SettingError("OPS_HTTP_PORT", portText, expected: "a port from 0 to 65535")
        }
        self.port = port
        dataDirectory = value("OPS_DATA_DIR") ?? "./data"
        bus = value("OPS_BUS") ?? "local"
        guard ["local", "kafka"].contains(bus) else { throw SettingError("OPS_BUS", bus, expected: "local or kafka") }
        let level = value("OPS_LOG_LEVEL") ?? "warning"
        guard let logLevel = OpsLog.Level(rawValue: level) else {
            throw SettingError("OPS_LOG_LEVEL", level, expected: "debug, info, warning or error")
        }
        self.logLevel = logLevel
        isNew = value("OPS_NEW") == "1"
        loadsStartUpData = value("OPS_START_UP") != "0"
    }
}

/// A setting that cannot be used.
public struct SettingError: Error, CustomStringConvertible {
    public let description: String
    public init(_ key: String, _ value: String, expected: String) {
        description = "\(key)=\(value): expected \(expected)"
    }
}

/// Runs services in this process until SIGTERM or SIGINT, then drains.
///
/// - Parameters:
///   - kafka: makes the broker's bus from the environment; only executables know of Kafka.
///   - onReady: called once the port is open and the start-up data is in.
public func serve(
    _ services: [(ServiceName, Compose)], _ options: ServeOptions,
    errorPage: (@Sendable (Problem, Request) -> Response)? = nil,
    kafka: @Sendable ([String: String]) throws -> any EventBus,
    onReady: @escaping @Sendable (Fleet) async throws -> Void = { _ in }
) async throws {
    signal(SIGPIPE, SIG_IGN)
    try FileManager.default.createDirectory(atPath: options.dataDirectory, withIntermediateDirectories: true)
    let bus = options.bus == "kafka" ? try kafka(options.environment) : LocalBus()
    let environment = options.environment
    let level = options.logLevel
    let socket = services.count > 1 ? "ops.sock" : "\(services.first?.0.rawValue ?? "ops").sock"
    let fleet = try Fleet(
        services,
        options: Fleet.Options(
            dataDirectory: options.dataDirectory, binding: .tcp(host: options.host, port: options.port),
            clock: options.simulatedStart.map { ManualClock($0) } ?? SystemClock(), bus: bus,
            log: { OpsLog(service: $0.rawValue, level: level) },
            setting: { name in environment[name].flatMap { $0.isEmpty ? nil : $0 } }, errorPage: errorPage,
            adminSocket: "\(options.dataDirectory)/\(socket)", isNew: options.isNew,
            isStepped: options.simulatedStart != nil))
    let loads = options.loadsStartUpData
    let running = Task {
        try await fleet.run { fleet in
            if loads { try await fleet.loadStartUpData() }
            try await onReady(fleet)
        }
    }
    let signals = [SIGTERM, SIGINT].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { running.cancel() }
        source.resume()
        return source
    }
    defer { for source in signals { source.cancel() } }
    do { try await running.value } catch is CancellationError {}
}

extension Fleet {
    /// Issues every service's start-up data through its own commands; what exists is left alone.
    public func loadStartUpData() async throws {
        for member in members {
            guard let load = member.module.startUp else { continue }
            // On a broker the store may still be waiting for its topic's tail.
            while member.store.refusal != nil {
                try Task.checkCancellation()
                await member.store.nextCommit(after: member.store.commitMark, atMost: 100)
            }
            try await load(options.clock.now())
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
        do {
            var environment = ProcessInfo.processInfo.environment
            if environment["OPS_BUS"] == nil { environment["OPS_BUS"] = "kafka" }
            let options = try ServeOptions(environment: environment, defaultPort: service.defaultPort)
            try await serve([(service, compose)], options, kafka: kafka)
        } catch {
            FileHandle.standardError.write(Data("\(service.rawValue): \(error)\n".utf8))
            exit(78)
        }
    }
}
