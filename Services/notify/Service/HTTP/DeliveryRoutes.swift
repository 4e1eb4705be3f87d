import OpsContracts
import OpsMessaging
import OpsServer

/// `/api/notify/v1/deliveries`: what was sent, what was not, and what to do about it.
struct DeliveryRoutes: Sendable {
    let desk: NotifyDesk

    var all: [Route] { [list, delivery, retry, discard] }

    private var list: Route {
        Route(
            .get, "/api/notify/v1/deliveries", NotifyDesk.readers,
            RouteDoc(
                "listDeliveries", "Deliveries, newest first", tags: ["deliveries"],
                response: .page(of: NotifyDocs.delivery),
                parameters: [
                    .init("status", "Only those in this state", schema: NotifyDocs.states),
                    .init("channel", "Only this channel", schema: .id),
                    .init("site", "Only this site", schema: .site), .cursor, .limit,
                ])
        ) { request in
            let limit = try request.number("limit", in: 1...200, default: 50)
            let cursor = try request.cursor(DeliveryCursor.self)
            let found = try await desk.deliveries(try request.deliveryFilter(), after: cursor, limit: limit)
            return try .json(Paged(found.rows, next: found.next))
        }
    }

    private var delivery: Route {
        Route(
            .get, "/api/notify/v1/deliveries/{delivery}", NotifyDesk.readers,
            RouteDoc(
                "getDelivery", "A delivery with its text and attempts", tags: ["deliveries"],
                response: NotifyDocs.document)
        ) { request in try .json(try await desk.delivery(request, try request.parameter("delivery"))) }
    }

    private var retry: Route {
        Route(
            .post, "/api/notify/v1/deliveries/{delivery}/retry", NotifyDesk.keepers,
            RouteDoc(
                "retryDelivery", "Queues it once more", tags: ["deliveries"], response: NotifyDocs.document,
                isVersioned: false)
        ) { request in
            try await desk.retry(request, try request.parameter("delivery")) { try Self.document($0, $1) }
        }
    }

    private var discard: Route {
        Route(
            .post, "/api/notify/v1/deliveries/{delivery}/discard", NotifyDesk.keepers,
            RouteDoc(
                "discardDelivery", "Gives it up", tags: ["deliveries"], request: NotifyDocs.reason,
                response: NotifyDocs.document, isVersioned: false)
        ) { request in
            let reason = try request.json(Reason.self).reason
            return try await desk.discard(request, try request.parameter("delivery"), reason: reason) {
                try Self.document($0, $1)
            }
        }
    }

    private static func document(_ id: DeliveryID, _ db: ReadDatabase) throws -> Response {
        guard let document = try DeliveryDocument(id, db) else { throw Problem.notFound }
        return try .json(document)
    }
}
