import OpsContracts
import OpsMessaging

/// How the office stands with its sources.
struct SystemFigures: Codable, Sendable {
    struct Source: Codable, Sendable {
        var service: String
        var topic: String
        /// The last fact applied here; 0 before the first.
        var seq: Int64
        var lastFactAt: Timestamp?
        var facts: Int
    }

    var feeds: [Source]
    var parked: [ParkedFact]
    var unreadable: Int
    /// Years of the working calendar `CN`.
    var loadedYears: [Int]

    static func load(_ store: Store) async throws -> SystemFigures {
        let (rows, years) = try await store.read { db in
            (try db.feeds(), try db.calendar(CalendarID("CN"))?.years ?? [])
        }
        let bySource = Dictionary(rows.map { ($0.source, $0) }, uniquingKeysWith: { $1 })
        let head = await store.head().seq
        var sources: [Source] = []
        for service in ServiceName.allCases {
            let topic = service.topic
            let own = topic == store.definition.topic
            let seq = own ? head : try await store.read { try $0.position(of: topic)?.seq ?? 0 }
            let row = bySource[topic.rawValue]
            sources.append(
                Source(
                    service: service.rawValue, topic: topic.rawValue, seq: seq, lastFactAt: row?.time,
                    facts: row?.facts ?? 0))
        }
        return SystemFigures(
            feeds: sources, parked: try await store.parked(), unreadable: try await store.unreadableCount(),
            loadedYears: years.sorted())
    }
}
