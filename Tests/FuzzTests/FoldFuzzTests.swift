import Foundation
import FuzzProperties
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Facts that decode and say what no service of ours would say: every reader applies or parks them, and goes on.
@Suite(.timeLimit(.minutes(10))) struct FoldFuzzTests {
    @Test(arguments: ServiceName.allCases)
    func `odd facts of one service bring no other down`(_ source: ServiceName) async throws {
        let readers = Services.all.filter { $0.0 != source }
        let fleet = try await TestFleet(readers, standIns: [source])
        let samples = try Goldens.all().filter { $0.name.hasPrefix(source.rawValue + ".") }.map(\.data)
        try await Fuzz.run("folds-\(source.rawValue)", count: 60, samples: samples) { input in
            let facts = ContractRegistry.all.filter { $0.type.service == source.rawValue }
                .compactMap { Self.decoded($0, input) }
            for fact in facts {
                try await fleet.state([fact], as: source, about: "fuzz/\(UUID().uuidString)", site: .xz)
            }
        }
        let head = try await fleet.store(source).head().seq
        for member in fleet.fleet.members where member.service != source {
            for consumer in member.consumers where consumer.source == source.topic {
                #expect(consumer.status.seq == head, "\(member.service) stands at \(consumer.status.seq) of \(head)")
            }
        }
        await fleet.stop()
    }

    private static func decoded<C: FactContract>(_ type: C.Type, _ data: Data) -> (any FactContract)? {
        try? ContractCoding.decode(type, from: data)
    }
}
