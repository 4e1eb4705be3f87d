import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// `/inspections/live`: says that rounds of the reader's sites have changed; the page then fetches its parts anew.
struct RoundsLive: Sendable {
    let desk: InspectionDesk

    func stream(_ request: Request) throws -> Response {
        let identity = try request.requireIdentity()
        let (changes, own) = (desk.store.changes(), ServiceName.inspections.topic)
        let events = AsyncStream<ServerEvent>(bufferingPolicy: .bufferingNewest(64)) { continuation in
            let task = Task {
                for await change in changes where change.source == own && change.fact.subject.hasPrefix("round/") {
                    guard let site = change.fact.site, identity.mayAct(at: site) else { continue }
                    for part in TodayPage.parts { continuation.yield(ServerEvent("\(part) \(change.fact.seq)")) }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
        return .events(events)
    }
}
