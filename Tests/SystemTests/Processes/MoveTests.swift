import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Real programs whose stores and broker are moved, lost and made anew (docs/operations.md, “From one machine to Kafka”).
@Suite(.needsKafka, .serialized)
struct MoveTests {
    @Test(.timeLimit(.minutes(4)))
    func `an all-in-one moves to seven processes; Kafka is wiped; a volume is lost: nothing is lost or repeated`()
        async throws
    {
        try await KafkaCluster.with { cluster, folder in
            let sinks = try MessageSinks()
            var story = try Move(cluster: cluster, folder: folder, sinks: sinks)
            let before = try await story.workInOneProcess()
            try await story.move(expecting: before)
            try await story.goOn()
            try await story.wipeKafka()
            try await story.loseTheTicketsVolume()
            try await story.missTheDueTime()
            #expect(await story.seven.stop() == Array(repeating: 0, count: 7))
            try story.expectSoundTopics()
            await sinks.close()
        }
    }
}

/// What happens to the installation, in order.
struct Move {
    let cluster: KafkaCluster
    let folder: String
    let sinks: MessageSinks
    let one: ProcessFleet
    private(set) var seven: ProcessFleet
    private var journey: Journey { Journey(fleet: seven) }

    init(cluster: KafkaCluster, folder: String, sinks: MessageSinks) throws {
        (self.cluster, self.folder, self.sinks) = (cluster, folder, sinks)
        let start = try OpsSystem.at(OpsSystem.firstMonday)
        one = ProcessFleet(in: folder, on: nil, at: start, settings: sinks.settings)
        seven = ProcessFleet(in: folder, on: cluster, at: start, settings: sinks.settings)
    }

    /// How far each log is, by service.
    private static func heads(_ fleet: ProcessFleet) async throws -> [String: String] {
        try await fleet.settle()
        return Dictionary(
            uniqueKeysWithValues: try await fleet.services().map { ($0.service, "\($0.facts) \($0.hash)") })
    }

    /// What went out about any ticket.
    private var posts: Int { sinks.robot.heard.count { $0.content.contains("XZ-2026") } }

    /// Work of a morning on one machine, without a broker; a second ticket stays open.
    func workInOneProcess() async throws -> [String: String] {
        try await one.start()
        let journey = Journey(fleet: one)
        try await one.doWork()
        try await journey.agreeOnTargets()
        let ticket = try await journey.reportAndResolveTheLEDScreen()
        #expect(ticket == "XZ-20260105-0001")
        sinks.expect(ticket, "指挥中心LED大屏黑屏")
        try await open("XZ-20260105-0002", with: journey)
        try await one.doWork()
        let heads = try await Self.heads(one)
        #expect(await one.stop() == [0])
        return heads
    }

    private func open(_ number: String, with journey: Journey) async throws {
        let opened = try journey.ok(
            try await journey.reporter.post(
                "/api/tickets/v1/tickets",
                #"{"site":"XZ","kind":"incident","title":"打印机卡纸","description":"第\#(number)单","impact":"single","urgency":"medium"}"#
            ), "open")
        #expect((opened["ticket"] as? [String: Any])?["ticket"] as? String == number)
    }

    /// Each store into the directory of its service, as the operations page says.
    private func copyStores(from old: ProcessFleet, to new: ProcessFleet) throws {
        let files = FileManager.default
        for service in ServiceName.allCases {
            let target = try new.program(service).directory
            try files.createDirectory(atPath: target, withIntermediateDirectories: true)
            let store = try old.program(service).store(of: service)
            let unwritten = (try? files.attributesOfItem(atPath: store + "-wal"))?[.size] as? Int ?? 0
            #expect(unwritten == 0, "an orderly stop leaves a store that is one file")
            try files.copyItem(atPath: store, toPath: "\(target)/\(service).sqlite")
        }
    }

    /// From the one directory to seven, on an empty Kafka.
    mutating func move(expecting before: [String: String]) async throws {
        try copyStores(from: one, to: seven)
        seven = ProcessFleet(in: folder, on: cluster, at: one.now, settings: sinks.settings)
        let heard = posts
        try await seven.start()
        try await seven.doWork()
        #expect(try await Self.heads(seven) == before)
        #expect(posts == heard)
        try await seven.expectTopics(of: cluster)
        let shown = try Projections { try seven.program($0).store(of: $0) }
        let differences = shown.differences(from: try Projections { try one.program($0).store(of: $0) })
        #expect(differences.isEmpty, "\(differences.prefix(10))")
    }

    /// Commands continue where they stopped, with the next number.
    func goOn() async throws {
        try await open("XZ-20260105-0003", with: journey)
        try await journey.checkLedger("XZ-20260105-0001")
        try await seven.doWork()
        try await seven.expectTopics(of: cluster)
    }

    /// The broker loses everything under the running services.
    func wipeKafka() async throws {
        let (heads, heard) = (try await Self.heads(seven), posts)
        try await cluster.loseEverything()
        try await seven.expectTopics(of: cluster)
        #expect(try await Self.heads(seven) == heads)
        try await open("XZ-20260105-0004", with: journey)
        try await seven.doWork()
        #expect(posts == heard + 1)
        try await seven.expectTopics(of: cluster)
    }

    /// Tickets comes back with an empty directory while the broker is away: it says so, takes nothing, and heals.
    func loseTheTicketsVolume() async throws {
        let (heads, heard) = (try await Self.heads(seven), posts)
        let tickets = try seven.program(.tickets)
        #expect(await tickets.stop() == 0)
        try cluster("kill", "1")
        try FileManager.default.removeItem(atPath: tickets.directory)
        try await tickets.start(at: seven.now)
        let (isReady, reasons) = try await tickets.readiness()
        #expect(!isReady && reasons.contains("waiting for its topic"), "\(reasons)")
        #expect(reasons.contains("the start-up data is not loaded yet"), "\(reasons)")
        #expect(try await journey.reporter.post("/api/tickets/v1/tickets", "{}").status >= 400)
        #expect(try await tickets.status().services.map(\.facts) == [0])
        try cluster("up", "1")
        try await seven.awaitReady(tickets)
        #expect(try await Self.heads(seven) == heads)
        try await seven.doWork()
        #expect(posts == heard)
        try await open("XZ-20260105-0005", with: journey)
    }

    /// A ticket opened on the one machine breaches its target on the healed store of the seventh process.
    func missTheDueTime() async throws {
        try await seven.advance(to: try OpsSystem.at("2026-01-07 12:00:00"))
        let text = try await journey.office.get("/api/tickets/v1/tickets/XZ-20260105-0002").text
        #expect(text.contains(#""isMissed":true"#), "\(text)")
        try await journey.checkLogs()
        try await seven.expectTopics(of: cluster)
    }

    func expectSoundTopics() throws {
        let stranger = Stranger(cluster: cluster)
        for service in ServiceName.allCases {
            let verdict = try stranger.verdict(service, store: try seven.program(service).store(of: service))
            #expect(verdict.hasPrefix("ok "), "\(service): \(verdict)")
        }
    }
}
