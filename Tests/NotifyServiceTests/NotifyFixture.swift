import NotifyService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// Notify on a fleet whose neighbours are stand-ins; it is a Monday morning, 2026-02-02 10:40.
struct NotifyFixture {
    let fleet: TestFleet
    let admin: TestClient
    let office: TestClient

    init(_ settings: [String: String]) async throws {
        fleet = try await TestFleet(
            [(.notify, composeNotify)], standIns: [.office, .tickets, .inspections, .assessments, .billing],
            settings: settings)
        admin = fleet.client(as: "admin", roles: [.admin])
        office = fleet.client(as: "office-1", roles: [.office])
        try await fleet.fleet.loadStartUpData()
    }

    static func wecom(_ url: String) async throws -> NotifyFixture {
        try await NotifyFixture(["OPS_NOTIFY_WECOM_URL": url, "OPS_HTTP_PUBLIC_URL": "https://ops.example.cn/"])
    }

    /// A second channel for major tickets, a webhook.
    func alsoTell(_ url: String) async throws {
        let api = "/api/notify/v1/"
        let channel = #"{"kind":"webhook","name":"大屏","url":"\#(url)"}"#
        let rule = #"{"notice":"tickets.major","channel":"second","sites":[],"audience":[]}"#
        #expect(try await admin.post(api + "channels/second/configure", channel).status == 200)
        #expect(try await office.post(api + "rules/second/publish", rule).status == 200)
    }

    func ticket(_ number: Int = 7, _ priority: Priority = .p2, classified: Bool? = nil) -> TicketOpened {
        TicketOpened(
            ticket: TicketID("XZ-20260202-000\(number)"), kind: .incident, site: .xz, itemName: "LED大屏",
            title: "指挥中心大屏黑屏", description: "无信号 <@all>", impact: .system, urgency: .high, priority: priority,
            targets: [], duty: AccountID("xz-1"), source: .web, openedAt: fleet.clock.now(), policy: SLAPolicyID("std"),
            policyVersion: 1, guarantee: false, classified: classified, unverified: [])
    }

    func open(_ ticket: TicketOpened) async throws {
        try await fleet.state([ticket], as: .tickets, about: "ticket/\(ticket.ticket)", site: ticket.site)
    }

    func work() async throws { try await fleet.fleet.doWork() }

    func deliveries(_ query: String = "") async throws -> [[String: Any]] {
        try await office.get("/api/notify/v1/deliveries?limit=200&\(query)").json()["items"] as? [[String: Any]] ?? []
    }

    /// The state of the only delivery.
    func status() async throws -> String? { try await deliveries().first?["status"] as? String }

    func channel(_ id: String = "wecom") async throws -> [String: Any] {
        try await office.get("/api/notify/v1/channels/\(id)").json()
    }
}
