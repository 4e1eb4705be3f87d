import OpsContracts
import OpsMessaging
import OpsServer

/// `/api/notify/v1/channels` and `/contacts`.
struct ChannelRoutes: Sendable {
    let desk: NotifyDesk

    var all: [Route] { [list, channel, configure, enable, disable, test, setContact] }

    private var list: Route {
        Route(
            .get, "/api/notify/v1/channels", NotifyDesk.readers,
            RouteDoc(
                "listChannels", "All channels and how they fare", tags: ["channels"],
                response: .page(of: NotifyDocs.channel))
        ) { _ in
            let now = desk.clock.now()
            let views = try await desk.store.read { db in
                try db.channels().map { try ChannelView($0, db, at: now) }
            }
            return try .json(Paged(views))
        }
    }

    private var channel: Route {
        Route(
            .get, "/api/notify/v1/channels/{channel}", NotifyDesk.readers,
            RouteDoc("getChannel", "A channel and how it fares", tags: ["channels"], response: NotifyDocs.channel)
        ) { request in
            let (id, now) = (try request.parameter("channel", as: ChannelID.self), desk.clock.now())
            let view = try await desk.store.read { db in
                try db.channel(id).map { try ChannelView($0, db, at: now) }
            }
            guard let view else { throw Problem.notFound }
            return try .json(view, etag: view.version)
        }
    }

    private var configure: Route {
        Route(
            .post, "/api/notify/v1/channels/{channel}/configure", NotifyDesk.admins,
            RouteDoc(
                "configureChannel", "Makes a channel, or changes it", tags: ["channels"],
                request: NotifyDocs.newChannel, response: NotifyDocs.channel)
        ) { request in
            let id = try request.parameter("channel", as: ChannelID.self)
            return try await desk.configure(request, id, try request.json(ChannelInput.self), document(id))
        }
    }

    private var enable: Route {
        Route(
            .post, "/api/notify/v1/channels/{channel}/enable", NotifyDesk.admins,
            RouteDoc("enableChannel", "Lets it send again", tags: ["channels"], response: NotifyDocs.channel)
        ) { request in
            let id = try request.parameter("channel", as: ChannelID.self)
            return try await desk.enable(request, id, document(id))
        }
    }

    private var disable: Route {
        Route(
            .post, "/api/notify/v1/channels/{channel}/disable", NotifyDesk.admins,
            RouteDoc(
                "disableChannel", "Sends nothing more; what waits, waits", tags: ["channels"],
                request: NotifyDocs.reason, response: NotifyDocs.channel)
        ) { request in
            let id = try request.parameter("channel", as: ChannelID.self)
            let reason = try request.json(Reason.self).reason
            return try await desk.disable(request, id, reason: reason, document(id))
        }
    }

    private var test: Route {
        Route(
            .post, "/api/notify/v1/channels/{channel}/test", NotifyDesk.admins,
            RouteDoc(
                "testChannel", "Queues a message that says that it is a test", tags: ["channels"],
                response: NotifyDocs.delivery, status: 201, isVersioned: false)
        ) { request in
            try await desk.test(request, try request.parameter("channel")) { id, db in
                guard let row = try db.delivery(id) else { throw Problem.stillBuilding }
                return try .json(row, status: 201)
            }
        }
    }

    private var setContact: Route {
        Route(
            .post, "/api/notify/v1/contacts/{account}/set", NotifyDesk.admins,
            RouteDoc(
                "setContact", "Sets a person's addresses, all of them; kept sealed", tags: ["contacts"],
                request: NotifyDocs.contact)
        ) { request in
            try await desk.setContact(
                request, try request.parameter("account"), try request.json(ContactAddresses.self))
        }
    }

    private func document(_ id: ChannelID) -> NotifyDesk.Answer {
        { version, db in
            guard let row = try db.channel(id) else { throw Problem.stillBuilding }
            return try .json(try ChannelView(row, db, at: desk.clock.now()), etag: version)
        }
    }
}

struct Reason: Decodable {
    var reason: String
}

extension Problem {
    /// Only while a read model of this version is folded for the first time.
    static let stillBuilding = Problem.unavailable(zh: "数据正在准备，请稍后再试。", en: "The data are being prepared.")
}
