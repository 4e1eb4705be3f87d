import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport

/// The built programs, each an operating system process with its own directory and port, on one clock that the test moves.
final class ProcessFleet: JourneyFleet {
    struct Failed: Error, CustomStringConvertible { let description: String }

    let programs: [ServiceProgram]
    /// Where the test believes all programs' clocks to stand.
    private let clock: ManualClock
    private let desk: SignInDesk

    /// - Parameters:
    ///   - folder: holds a directory per program; short, for a socket's path has room for a hundred characters.
    ///   - cluster: nil for the all-in-one on the local bus, else seven processes on it.
    init(in folder: String, on cluster: KafkaCluster?, at start: Timestamp, settings: [String: String] = [:]) {
        var settings = settings
        if let cluster {
            settings["OPS_BUS"] = "kafka"
            settings["OPS_KAFKA_BOOTSTRAP_SERVERS"] = cluster.bootstrap
        }
        let (services, variables) = (allServices.map(\.0), settings)
        let programs =
            cluster == nil
            ? [ServiceProgram("ops", services, directory: "\(folder)/ops", environment: variables)]
            : services.map {
                ServiceProgram($0.rawValue, [$0], directory: "\(folder)/\($0)", environment: variables)
            }
        let clock = ManualClock(start)
        (self.programs, self.clock) = (programs, clock)
        desk = SignInDesk(base: { try Self.base(of: $0, programs) }, now: { clock.now() })
    }

    /// A gateway's part: `/api/tickets/v1/…` and `/tickets/…` belong to `tickets`.
    private static func base(of path: String, _ programs: [ServiceProgram]) throws -> String {
        let rooms = path.split(whereSeparator: { "/?".contains($0) }).map(String.init)
        let name = rooms.first == "api" ? rooms.dropFirst().first : rooms.first
        guard let service = name.flatMap({ ServiceName(rawValue: $0) }),
            let program = programs.first(where: { $0.services.contains(service) })
        else { throw Failed(description: "no service answers \(path)") }
        return "http://127.0.0.1:\(program.port)"
    }

    var now: Timestamp { clock.now() }

    func program(_ service: ServiceName) throws -> ServiceProgram {
        guard let program = programs.first(where: { $0.services.contains(service) }) else {
            throw Failed(description: "no program runs \(service)")
        }
        return program
    }

    func start() async throws {
        _ = try await each { [clock] in try await $0.start(at: clock.now()) }
        for program in programs { try await awaitReady(program) }
        try await settle()
    }

    func awaitReady(_ program: ServiceProgram) async throws {
        guard try await eventually(within: 60, { try await program.readiness().ready }) else {
            throw Failed(description: "\(program.name): \(try await program.readiness().text)\n\(program.said)")
        }
    }

    /// - Returns: the exit codes, all 0 where everything ended in order.
    @discardableResult
    func stop() async -> [Int32] {
        await withTaskGroup { group in
            for program in programs { group.addTask { await program.stop() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func each<T: Sendable>(_ body: @escaping @Sendable (ServiceProgram) async throws -> T) async throws -> [T] {
        try await withThrowingTaskGroup { group in
            for (index, program) in programs.enumerated() { group.addTask { (index, try await body(program)) } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

extension ProcessFleet {
    private struct Heads: Codable, Equatable { var heads: [String: Int64] = [:] }
    private struct Moment: Codable { var to: Timestamp }

    func client(as account: String, roles: [Role], sites: [SiteCode]) -> TestClient { desk.client(as: account) }

    /// Every process waits until it has applied what all logs held a moment ago, and says how far its own log is then.
    /// Where that is what was asked for, no reader has anything left that could lead to more.
    func settle() async throws {
        var asked = Heads()
        while true {
            let known = asked
            let answers = try await each { program in
                try ContractCoding.decode(Heads.self, from: try await program.admin(.post, "/admin/settle", known))
            }
            let found = Heads(heads: answers.reduce(into: [:]) { $0.merge($1.heads) { max($0, $1) } })
            if found == known { return }
            asked = found
        }
    }

    func advance(to moment: Timestamp, step: Int64) async throws {
        try await settle()
        while clock.now() < moment {
            let next = Moment(to: min(moment, clock.now() + step))
            _ = try await each { try await $0.admin(.post, "/admin/clock", next) }
            clock.advance(to: next.to)
            try await doWork()
        }
    }

    /// In the order of the all-in-one, and as there each sees what the ones before it brought about.
    func doWork() async throws {
        try await settle()
        for program in programs {
            let before = try await program.admin(.post, "/admin/settle", Heads())
            if try await program.admin(.post, "/admin/work") != before { try await settle() }
        }
    }

    func askAdmins(_ path: String) async throws -> [Data] { try await each { try await $0.admin(.get, path) } }
}
