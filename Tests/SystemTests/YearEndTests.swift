import Foundation
import OfficeService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing
import TicketsService

/// The State Council announces the next year late: until the office loads it, due times wait, and tickets do not.
@Suite struct YearEndTests {
    @Test func `a ticket of the last evening opens without a due time, and gets it when the office loads the year`()
        async throws
    {
        let fleet = try await TestFleet(
            [(.office, composeOffice), (.tickets, composeTickets)], at: try OpsSystem.at("2026-12-31 17:50:00"),
            settings: ["OPS_DEMO": "1"])
        try await fleet.fleet.loadStartUpData()
        try await fleet.settle()
        let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
        let opened = try await lead.post(
            "/api/tickets/v1/tickets",
            #"{"site":"XZ","title":"会议室投影仪不亮","impact":"single","urgency":"medium"}"#)
        #expect(opened.status == 201)
        let waiting = try #require(try await facts(TicketOpened.self, .tickets, fleet).last)
        #expect(waiting.targets.first { $0.kind == .resolve }?.due == .unknown(year: 2027))

        var calendar = try #require(try await facts(CalendarPublished.self, .office, fleet).last)
        calendar.version += 1
        calendar.years.append(2027)
        calendar.closed += (1...3).compactMap { Day("2027-01-0\($0)") }
        let director = fleet.client(as: "office", roles: [.office])
        let body = String(decoding: try ContractCoding.encode(calendar), as: UTF8.self)
        let published = try await director.post("/api/office/v1/calendars", body)
        #expect((200...201).contains(published.status), "\(String(decoding: published.body, as: UTF8.self))")
        try await fleet.settle()
        try await fleet.advance(by: 120_000)
        let computed = try #require(try await facts(TargetsRecomputed.self, .tickets, fleet).last)
        guard case .at(let due)? = computed.targets.first(where: { $0.kind == .resolve })?.due else {
            Issue.record("no due time: \(computed.targets)"); return
        }
        #expect(due > (try OpsSystem.at("2027-01-04 08:59:00")))
        #expect(due < (try OpsSystem.at("2027-01-06 00:00:00")))
        await fleet.stop()
    }

    private func facts<T: FactContract>(_ type: T.Type, _ service: ServiceName, _ fleet: TestFleet) async throws -> [T]
    {
        var found: [T] = []
        var seq: Int64 = 0
        while case let page = try await fleet.store(service).facts(after: seq, limit: 500), let last = page.last {
            found += try page.filter { $0.type == T.type }.map { try $0.decode(T.self) }
            seq = last.seq
        }
        return found
    }
}
