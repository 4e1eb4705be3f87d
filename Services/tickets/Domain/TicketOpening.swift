import OpsContracts
import OpsDomain

extension TicketDecider {
    static func open(
        _ request: OpenTicket, _ terms: ServiceTerms, by author: Author, at now: Timestamp
    ) throws(Rejection) -> TicketEvent {
        let title = try required(request.title, "title", "标题", limit: 80)
        guard request.description.count <= 4000 else {
            throw .invalid("description", zh: "描述最多4000字。", en: "At most 4000 characters.")
        }
        let priority = terms.policy.priority(
            request.kind, impact: request.impact, urgency: request.urgency, case: request.priorityCase,
            site: request.site)
        return .opened(
            TicketOpened(
                ticket: request.ticket, kind: request.kind, site: request.site, unit: request.unit, item: request.item,
                itemName: request.itemName, title: title, description: request.description, impact: request.impact,
                urgency: request.urgency, priority: priority, priorityCase: request.priorityCase,
                targets: terms.targets(priority, kind: request.kind, from: now), duty: request.duty,
                dutyPost: request.dutyPost, finding: request.finding, source: request.source,
                by: author.actor == .anonymous ? nil : author.actor, openedAt: now,
                policy: terms.policy.policy, policyVersion: terms.policy.version, calendar: terms.calendar?.id,
                calendarVersion: terms.calendar?.version, guarantee: terms.guarantee, reopens: request.reopens,
                requester: request.requester, wantedBy: request.wantedBy, classified: request.classified,
                photos: request.photos.isEmpty ? nil : request.photos, unverified: request.unverified))
    }
}
