import OpsContracts
import OpsMessaging
import OpsTestSupport
import Testing

@testable import OfficeService

/// What the centre looks at must not grow slow with the history.
@Suite struct QueryPlanTests {
    private static let tables = [
        "ticket", "ticketTarget", "ticketDay", "round", "finding", "siteMonth", "deductionLine", "account",
    ]

    private func look(_ fleet: TestFleet) async throws {
        let centre = fleet.client(as: "office", roles: [.office, .admin])
        let lead = fleet.client(as: "lead", roles: [.siteLead], sites: [.xz])
        let supplier = fleet.client(as: "supplier", roles: [.supplier], sites: [.xz, .nz])
        for _ in 0..<2 {
            for path in [
                "/office/", "/office/wall", "/office/sites/XZ", "/office/search?q=XZ-2026", "/office/accounts",
                "/api/office/v1/overview", "/api/office/v1/sites/XZ",
            ] { _ = try await centre.get(path) }
            for path in ["/office/sites/XZ", "/api/office/v1/overview", "/api/office/v1/sites/XZ"] {
                _ = try await lead.get(path)
            }
            for path in ["/office/", "/office/wall"] { _ = try await supplier.get(path) }
        }
    }

    @Test func `overview, wall, site and search are walks along an index`() async throws {
        try await withOffice { fleet in
            try await look(fleet)
            let plans = try await QueryPlans.of(try fleet.store(.office), naming: Self.tables)
            #expect(plans.count > 15, "\(plans)")
            // Rounds of one day, days of one month, a quarter's sites: few enough to be sorted.
            // Both walked indexes are of what is open alone.
            let faults = plans.filter {
                !$0.faults(
                    sorting: ["round", "ticketDay", "deductionLine"], walking: ["ticket_1_open", "finding_1_open"]
                ).isEmpty
            }
            #expect(faults.isEmpty, "\(faults)")
        }
    }

    @Test func `the overview counts open tickets and findings without looking at a row`() async throws {
        try await withOffice { fleet in
            try await look(fleet)
            let plans = try await QueryPlans.of(try fleet.store(.office), naming: ["ticket", "finding"])
            for table in ["ticket", "finding"] {
                let count = plans.filter { $0.sql.contains("FROM \(table)_1 ") && $0.sql.contains("count(*)") }
                #expect(!count.isEmpty)
                let index = "COVERING INDEX \(table)_1_open"
                #expect(count.allSatisfy { $0.steps.allSatisfy { $0.contains(index) } }, "\(count)")
            }
        }
    }

    @Test func `a reader of few sites gets the worst of theirs, not of everybody's`() async throws {
        try await withOffice { fleet in
            for number in 1...60 {
                let id = "NZ-20260213-\(1000 + number)"
                try await fleet.state([opened(id, .nz, .p1)], as: .tickets, about: "ticket/\(id)", site: .nz)
            }
            let own = "XZ-20260213-0001"
            try await fleet.state(
                [opened(own, .xz, .p2, arrive: "2026-02-13 11:30")], as: .tickets, about: "ticket/\(own)", site: .xz)
            try await fleet.advance(to: at("2026-02-13 12:00"))
            let (late, major) = try await fleet.store(.office).read { db in
                (
                    try db.overdueTickets(at: at("2026-02-13 12:00"), sites: [.xz], limit: 20),
                    try db.majorTickets(sites: [.xz])
                )
            }
            #expect(late.map(\.ticket.rawValue) == [own])
            #expect(major.map(\.ticket.rawValue) == [own])
        }
    }

    @Test func `open tickets of a site come by what is due, the undue last`() async throws {
        try await withOffice { fleet in
            let by = Actor(account: AccountID("xz-1"))
            for (number, hour) in [("0001", "12:30"), ("0002", "11:30"), ("0003", "11:00")] {
                let id = "XZ-20260213-\(number)"
                try await fleet.state(
                    [opened(id, .xz, .p3, arrive: "2026-02-13 \(hour)")], as: .tickets, about: "ticket/\(id)", site: .xz
                )
            }
            let waits = TicketID("XZ-20260213-0003")
            try await fleet.state(
                [
                    TicketSuspended(ticket: waits, site: .xz, reason: .parts, note: "等备件", by: by, at: start)
                ], as: .tickets, about: "ticket/\(waits)", site: .xz)
            let rows = try await fleet.store(.office).read { try $0.openTickets(at: .xz, limit: 50) }
            #expect(rows.map { String($0.ticket.rawValue.suffix(4)) } == ["0002", "0001", "0003"])
            let two = try await fleet.store(.office).read { try $0.openTickets(at: .xz, limit: 2) }
            #expect(two.map { String($0.ticket.rawValue.suffix(4)) } == ["0002", "0001"])
        }
    }
}
