import OpsContracts
import OpsMessaging
import OpsServer

/// `/tickets/live`: says that something changed, never what; the script fetches the parts again, so rights and escaping
/// stay on one path.
struct LiveStream: Sendable {
    let desk: TicketDesk

    func open(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let subject = request.query.text("ticket").map { "ticket/\($0)" }
        let changes = desk.store.changes()
        let parts = subject == nil ? ["today", "queue"] : ["clocks", "story", "facts"]
        let events = AsyncStream<ServerEvent>(bufferingPolicy: .bufferingNewest(100)) { continuation in
            let forward = Task {
                for await change in changes {
                    let fact = change.fact
                    guard fact.type.service == ServiceName.tickets.rawValue, subject == nil || fact.subject == subject,
                        fact.site.map(identity.mayAct) ?? false
                    else { continue }
                    for part in parts { continuation.yield(ServerEvent("\(part) \(fact.seq)")) }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in forward.cancel() }
        }
        return .events(events)
    }
}
