import OfficeService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Friday, 13 February 2026, 10:00.
let start = LocalTime("2026-02-13 10:00").map { Timestamp($0) } ?? Timestamp(0)

/// An office with its sample directory, among stand-ins that state what a test needs.
func withOffice(_ body: (TestFleet) async throws -> Void) async throws {
    let fleet = try await TestFleet(
        [(.office, composeOffice)], standIns: [.tickets, .inspections, .assessments, .billing], at: start)
    do {
        try await OfficeStartUp.load(try fleet.store(.office), now: start, passwords: .demo)
        try await body(fleet)
        await fleet.stop()
    } catch {
        await fleet.stop()
        throw error
    }
}

func at(_ text: String) -> Timestamp { LocalTime(text).map { Timestamp($0) } ?? Timestamp(0) }

func opened(
    _ number: String, _ site: SiteCode = .xz, _ priority: Priority = .p3, arrive: String = "2026-02-13 10:30",
    resolve: String = "2026-02-13 16:00"
) -> TicketOpened {
    func target(_ kind: TargetKind, _ due: String) -> TicketTarget {
        TicketTarget(
            kind: kind, priority: priority, seconds: 1800, clock: .always, from: start, due: .at(at(due)),
            basis: .agreed)
    }
    return TicketOpened(
        ticket: TicketID(number), kind: .incident, site: site, title: "指挥中心LED大屏<黑屏>", description: "屏幕全黑",
        impact: .system, urgency: .high, priority: priority,
        targets: [target(.arrive, arrive), target(.resolve, resolve)], source: .web, openedAt: start,
        policy: SLAPolicyID("standard"), policyVersion: 1, guarantee: false, unverified: [])
}
