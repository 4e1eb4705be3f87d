import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// The same journey, unchanged, as seven processes over a real Kafka.
@Suite(.needsKafka, .serialized)
struct KafkaJourneyTests {
    @Test(.timeLimit(.minutes(5)))
    func `the journey runs as seven processes over Kafka and leaves what the all-in-one leaves`() async throws {
        try await KafkaCluster.with { cluster, folder in
            let sinks = try MessageSinks()
            let fleet = ProcessFleet(
                in: folder, on: cluster, at: try OpsSystem.at(OpsSystem.firstMonday), settings: sinks.settings)
            try await fleet.start()
            try await Journey(fleet: fleet).play(hearing: sinks)
            try await fleet.expectTopics(of: cluster)
            #expect(await fleet.stop() == Array(repeating: 0, count: 7))
            let stranger = Stranger(cluster: cluster)
            for service in ServiceName.allCases {
                let verdict = try stranger.verdict(service, store: try fleet.program(service).store(of: service))
                #expect(verdict.wholeMatch(of: #/ok [1-9]\d*/#) != nil, "\(service): \(verdict)")
            }
            await sinks.close()
            let apart = try Projections { try fleet.program($0).store(of: $0) }
            let differences = apart.differences(from: try await playedInOneProcess())
            #expect(differences.isEmpty, "\(differences.prefix(20).joined(separator: "\n"))")
        }
    }

    /// The same day on the local bus.
    private func playedInOneProcess() async throws -> Projections {
        let sinks = try MessageSinks()
        let fleet = try await SignedInFleet.start(settings: sinks.settings)
        try await Journey(fleet: fleet).play(hearing: sinks)
        await fleet.fleet.stop()
        await sinks.close()
        return try Projections { fleet.fleet.folder.file("\($0).sqlite") }
    }
}

extension ProcessFleet {
    /// Every topic ends where its service's log ends, and every reader stands there too.
    func expectTopics(of cluster: KafkaCluster, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await settle()
        let services = try await services()
        let heads = Dictionary(
            uniqueKeysWithValues: services.map {
                (Topic(rawValue: "ops.\($0.service).v1"), TopicTail(seq: $0.facts, hash: $0.hash))
            })
        #expect(heads.count == 7, sourceLocation: sourceLocation)
        // A service notices within ten seconds that its topic is not what it published.
        let isWhole = try await eventually(within: 40) { try await cluster.tails() == heads }
        let tails = try await cluster.tails()
        #expect(isWhole, "\(tails), not \(heads)", sourceLocation: sourceLocation)
        for service in services {
            for source in service.sources {
                let head = heads[Topic(rawValue: source.topic)]?.seq
                #expect(source.seq == head, "\(service.service) ← \(source.topic)", sourceLocation: sourceLocation)
            }
        }
    }

    func services() async throws -> [Fleet.Status.Service] {
        try await askAdmins("/admin/status").flatMap { try ContractCoding.decode(Fleet.Status.self, from: $0).services }
    }
}
