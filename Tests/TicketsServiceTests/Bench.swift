import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing
import TicketsService

/// The tickets service as it runs, beside stand-ins for its neighbours that say what a test tells them.
final class Bench: Sendable {
    let fleet: Fleet
    let clock: ManualClock
    private let edge: Edge
    private let readers: [Task<Void, Never>]
    private let folderOfTest: TemporaryFolder
    var dataDirectory: String { folderOfTest.path }

    init(at moment: String = "2026-02-13 15:50") throws {
        folderOfTest = try TemporaryFolder()
        let clock = ManualClock(time(moment))
        self.clock = clock
        var services: [(ServiceName, Compose)] = [(.tickets, composeTickets)]
        services += [ServiceName.office, .assets, .inspections, .assessments].map { ($0, StandIn.compose) }
        fleet = try Fleet(
            services,
            options: Fleet.Options(
                dataDirectory: folderOfTest.path, binding: .tcp(host: "127.0.0.1", port: 0), clock: clock,
                bus: LocalBus(),
                isStepped: true))
        let routes = fleet.members.map { ServiceRoutes($0.service, $0.module.routes) }
        edge = try Edge(routes, options: Edge.Options(authenticator: Staff(), clock: clock))
        readers = fleet.members.flatMap(\.consumers).map { consumer in Task { await consumer.run() } }
    }

    deinit { for reader in readers { reader.cancel() } }

    var store: Store { get throws { try #require(fleet.member(.tickets)).store } }

    /// A neighbour states a fact.
    func say(_ service: ServiceName, _ fact: any FactContract, site: SiteCode? = .xz) async throws {
        let store = try #require(fleet.member(service)).store
        try await store.perform(.own("say:\(UUID().uuidString)", by: service, now: clock.now())) { tx in
            try tx.execute(StandIn.self, UUID().uuidString, Said(fact: fact), site: site)
        }
        try await fleet.settle()
    }

    /// Moves the clock and does all that is due by then.
    func pass(to moment: String) async throws {
        clock.advance(to: time(moment))
        try await fleet.doWork()
    }

    /// What the tickets service stated, of one type.
    func facts<F: FactContract>(_ contract: F.Type) async throws -> [F] {
        try await store.facts(after: 0, limit: 500).filter { $0.type == contract.type }.map { try $0.decode(contract) }
    }

    @discardableResult
    func get(_ path: String, as who: Who? = .engineer, accept: String = "application/json") async -> Answer {
        await send("GET", path, as: who, ["Accept": accept], Data())
    }

    @discardableResult
    func post(
        _ path: String, _ body: [String: any Sendable] = [:], as who: Who? = .engineer, key: String = UUID().uuidString,
        ifMatch: String? = nil
    ) async throws -> Answer {
        let json = try JSONSerialization.data(withJSONObject: body, options: .sortedKeys)
        return await post(path, json: json, as: who, key: key, ifMatch: ifMatch)
    }

    func post(_ path: String, json: Data, as who: Who?, key: String = UUID().uuidString, ifMatch: String? = nil)
        async -> Answer
    {
        var headers: Headers = ["Content-Type": "application/json", "Idempotency-Key": key]
        if let ifMatch { headers["If-Match"] = ifMatch }
        return await send("POST", path, as: who, headers, json)
    }

    /// Submits a form as a browser without script does.
    @discardableResult
    func submit(
        _ path: String, _ fields: [(String, String)], as who: Who? = .engineer, key: String = UUID().uuidString
    ) async -> Answer {
        let headers: Headers = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"]
        return await send("POST", path, as: who, headers, Data(Fields(fields + [("_key", key)]).encoded.utf8))
    }

    /// Uploads as the script does.
    @discardableResult
    func put(_ path: String, _ body: Data, as who: Who? = .engineer) async -> Answer {
        await send("PUT", path, as: who, ["Content-Type": "image/jpeg"], body)
    }

    /// Submits a form with files as a browser without script does.
    @discardableResult
    func submit(_ path: String, _ fields: [(String, String)], photos: [Data], as who: Who? = .engineer) async -> Answer
    {
        var body = Data()
        for (name, value) in fields + [("_key", UUID().uuidString)] {
            body += Data("--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for photo in photos {
            body += Data("--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n".utf8)
            body += photo + Data("\r\n".utf8)
        }
        let headers: Headers = ["Content-Type": "multipart/form-data; boundary=b", "Accept": "text/html"]
        return await send("POST", path, as: who, headers, body + Data("--b--\r\n".utf8))
    }

    private func send(_ method: String, _ path: String, as who: Who?, _ headers: Headers, _ body: Data) async -> Answer
    {
        var headers = headers
        if let who { headers["Authorization"] = "Bearer \(who.rawValue)" }
        let request = IncomingRequest(method: method, target: path, headers: headers, body: body)
        return Answer(response: await edge.respond(to: request))
    }

    /// Opens a fault at the west station and returns its number.
    func openFault(_ fields: [String: any Sendable] = [:], as who: Who = .lead) async throws -> String {
        var body: [String: any Sendable] = [
            "site": "XZ", "title": "指挥中心LED大屏黑屏", "impact": "system", "urgency": "high",
        ]
        for (name, value) in fields { body[name] = value }
        let answer = try await post("/api/tickets/v1/tickets", body, as: who)
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer["ticket", "ticket"] as? String)
    }

    @discardableResult
    func act(_ ticket: String, _ verb: String, _ body: [String: any Sendable] = [:], as who: Who = .engineer)
        async throws -> Answer
    {
        try await post("/api/tickets/v1/tickets/\(ticket)/\(verb)", body, as: who)
    }
}

/// An answer and, where it is JSON, what it holds.
struct Answer {
    var response: Response
    var status: Int { response.status }
    var text: String { String(decoding: response.bytes, as: UTF8.self) }
    var json: Any? { try? JSONSerialization.jsonObject(with: response.bytes) }

    subscript(path: String...) -> Any? {
        path.reduce(json) { value, key in
            if let index = Int(key) {
                let list = value as? [Any]
                return list.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
            return (value as? [String: Any])?[key]
        }
    }
}

/// People of these tests; the name is the token.
enum Who: String {
    case engineer, colleague, lead, centre, expert, reporter, finance, stranger

    var identity: Identity {
        let (roles, sites): (Set<Role>, Set<SiteCode>) =
            switch self {
            case .engineer, .colleague: ([.engineer], [.xz])
            case .lead: ([.siteLead], [.xz])
            case .centre: ([.office], [])
            case .expert: ([.expert], [])
            case .reporter: ([.reporter], [.xz])
            case .finance: ([.finance], [])
            case .stranger: ([.engineer, .siteLead], [.nz])
            }
        return Identity(account: AccountID(rawValue), name: rawValue, roles: roles, sites: sites)
    }
}

private struct Staff: Authenticating {
    func identity(of token: String) -> Identity? { Who(rawValue: token)?.identity }
}

/// A neighbour without rules.
private enum StandIn: Decider {
    struct State: Codable, Sendable, Equatable {}
    static let kind = "said"
    static let shape = 1

    static func decide(_ command: Said, _ state: State?, at now: Timestamp) throws(Rejection) -> [Said] { [command] }
    static func evolve(_ state: State?, _ event: Said) -> State { State() }

    static let compose: Compose = { host in
        ServiceModule(
            store: try host.open(
                StoreDefinition(service: host.service, models: [host.directory], knownTypes: host.knownTypes)),
            routes: [])
    }
}

private struct Said: DomainEvent {
    var fact: any FactContract

    init(fact: any FactContract) { self.fact = fact }
    init?(type: FactType, data: Data) throws { return nil }
    static func == (a: Said, b: Said) -> Bool { type(of: a.fact).type == type(of: b.fact).type }
}

/// - Parameter text: the stations' wall clock, `2026-02-13 15:50`.
func time(_ text: String) -> Timestamp { LocalTime(text).map { Timestamp($0) } ?? Timestamp(0) }
