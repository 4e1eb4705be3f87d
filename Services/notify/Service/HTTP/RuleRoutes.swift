import OpsContracts
import OpsMessaging
import OpsServer

/// `/api/notify/v1/rules`: who gets what.
struct RuleRoutes: Sendable {
    let desk: NotifyDesk

    var all: [Route] { [list, publish, withdraw] }

    private var list: Route {
        Route(
            .get, "/api/notify/v1/rules", NotifyDesk.readers,
            RouteDoc(
                "listRules", "The rules in force", tags: ["rules"], response: .page(of: NotifyDocs.rule),
                parameters: [.cursor, .limit])
        ) { request in
            let limit = try request.number("limit", in: 1...200, default: 50)
            let cursor = try request.cursor(String.self)
            let rows = try await desk.store.read { try $0.rules(after: cursor, limit: limit) }
            let next = rows.count > limit ? try Cursor.encode(rows[limit - 1].rule.rawValue) : nil
            return try .json(Paged(Array(rows.prefix(limit)), next: next))
        }
    }

    private struct Input: Decodable {
        var notice: NoticeKind
        var minimumPriority: Priority?
        var channel: ChannelID
        var sites: [SiteCode]
        var audience: [Audience]
    }

    private var publish: Route {
        Route(
            .post, "/api/notify/v1/rules/{rule}/publish", NotifyDesk.keepers,
            RouteDoc(
                "publishRule", "Puts a rule in force, or changes it", tags: ["rules"], request: NotifyDocs.newRule,
                response: NotifyDocs.rule)
        ) { request in
            let (id, input) = (try request.parameter("rule", as: NotifyRuleID.self), try request.json(Input.self))
            let rule = NotifyRulePublished(
                rule: id, notice: input.notice, minimumPriority: input.minimumPriority, channel: input.channel,
                sites: input.sites, audience: input.audience)
            return try await desk.publish(request, rule) { version, _ in try .json(rule, etag: version) }
        }
    }

    private var withdraw: Route {
        Route(
            .post, "/api/notify/v1/rules/{rule}/withdraw", NotifyDesk.keepers,
            RouteDoc("withdrawRule", "Takes a rule out of force", tags: ["rules"])
        ) { request in
            try await desk.withdraw(request, try request.parameter("rule")) { _, _ in .noContent }
        }
    }
}
