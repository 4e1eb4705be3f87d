import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct OverviewTests {
    private struct Figures: Decodable {
        struct Site: Decodable {
            var site: String
            var open: Int
            var overdue: Int
            var near: Int
            var major: Int
            var suspended: Int
            var roundsPlanned: Int
            var roundsDone: Int
            var roundsMissed: Int
            var score: Int?
            var deduction: Int64?
        }
        var sites: [Site]
        var asOf: Int64?
    }

    private func site(_ code: String, _ fleet: TestFleet) async throws -> Figures.Site {
        let client = fleet.client(as: "office", roles: [.office])
        let figures: Figures = try await client.get("/api/office/v1/overview").decode()
        return try #require(figures.sites.first { $0.site == code })
    }

    @Test func `a ticket is counted where it is, from its opening to its end`() async throws {
        try await withOffice { fleet in
            let id = TicketID("XZ-20260213-0001")
            let by = Actor(account: AccountID("xz-1"))
            try await fleet.state([opened(id.rawValue, .xz, .p2)], as: .tickets, about: "ticket/\(id)", site: .xz)
            var xz = try await site("XZ", fleet)
            #expect((xz.open, xz.major, xz.near, xz.overdue) == (1, 1, 0, 0))
            try await fleet.advance(to: at("2026-02-13 10:23"))
            xz = try await site("XZ", fleet)
            #expect((xz.near, xz.overdue) == (1, 0))
            try await fleet.advance(to: at("2026-02-13 10:31"))
            xz = try await site("XZ", fleet)
            #expect((xz.near, xz.overdue) == (0, 1))
            try await fleet.state(
                [TicketArrived(ticket: id, site: .xz, by: by, at: at("2026-02-13 10:32"))], as: .tickets,
                about: "ticket/\(id)", site: .xz)
            xz = try await site("XZ", fleet)
            #expect((xz.open, xz.overdue) == (1, 0))
            try await fleet.state(
                [
                    TicketClosed(
                        ticket: id, site: .xz, kind: .incident, priority: .p2, result: "已更换", partReplaced: true,
                        openedAt: start, resolvedAt: start, auto: false, by: by, at: start)
                ], as: .tickets, about: "ticket/\(id)", site: .xz)
            xz = try await site("XZ", fleet)
            #expect((xz.open, xz.major) == (0, 0))
            let other = try await site("NZ", fleet)
            #expect(other.open == 0)
        }
    }

    @Test func `a resolved fault alarms nobody any more, and does again when it is reopened`() async throws {
        try await withOffice { fleet in
            let id = TicketID("XZ-20260213-0001")
            let by = Actor(account: AccountID("xz-1"))
            try await fleet.state(
                [
                    opened(id.rawValue, .xz, .p2),
                    TicketResolved(
                        ticket: id, site: .xz, result: "已更换", partReplaced: false, awaitsConfirmation: true, by: by,
                        at: start),
                    TicketConfirmed(ticket: id, site: .xz, by: by, at: start),
                ], as: .tickets, about: "ticket/\(id)", site: .xz)
            var xz = try await site("XZ", fleet)
            #expect((xz.open, xz.major, xz.near, xz.overdue) == (0, 0, 0, 0))
            try await fleet.state(
                [
                    TicketReopened(
                        ticket: id, site: .xz, reason: "又黑屏", priority: .p2, basis: .agreed, resolvedAt: start,
                        targets: opened(id.rawValue, .xz, .p2).targets, by: by, at: start)
                ], as: .tickets, about: "ticket/\(id)", site: .xz)
            xz = try await site("XZ", fleet)
            #expect((xz.open, xz.major) == (1, 1))
        }
    }

    @Test func `a suspended ticket is not overdue, and is due anew when it goes on`() async throws {
        try await withOffice { fleet in
            let id = TicketID("XZ-20260213-0001")
            let by = Actor(account: AccountID("xz-1"))
            try await fleet.state(
                [
                    opened(id.rawValue),
                    TicketSuspended(ticket: id, site: .xz, reason: .parts, note: "等待备件", by: by, at: start),
                ], as: .tickets, about: "ticket/\(id)", site: .xz)
            try await fleet.advance(to: at("2026-02-13 17:00"))
            var xz = try await site("XZ", fleet)
            #expect((xz.open, xz.suspended, xz.overdue) == (1, 1, 0))
            let targets = opened(id.rawValue, arrive: "2026-02-13 17:30", resolve: "2026-02-13 20:00").targets
            try await fleet.state(
                [
                    TicketResumed(
                        ticket: id, site: .xz, reason: .parts, since: start, targets: targets, by: by, at: start)
                ], as: .tickets, about: "ticket/\(id)", site: .xz)
            xz = try await site("XZ", fleet)
            #expect((xz.suspended, xz.near) == (0, 0))
            try await fleet.advance(to: at("2026-02-13 17:23"))
            xz = try await site("XZ", fleet)
            #expect((xz.suspended, xz.near) == (0, 1))
        }
    }

    @Test func `a limit in working time is near when a quarter of its working time is left`() async throws {
        try await withOffice { fleet in
            // Friday 16:00, eight working hours: to Monday's calendar (Saturday the 14th is worked) 15:00, the lunch hour off.
            let id = "XZ-20260213-0001"
            var fact = opened(id)
            fact.targets = [
                TicketTarget(
                    kind: .resolve, priority: .p3, seconds: 8 * 3600, clock: .working, from: at("2026-02-13 16:00"),
                    due: .at(at("2026-02-14 16:00")), basis: .agreed)
            ]
            try await fleet.state([fact], as: .tickets, about: "ticket/\(id)", site: .xz)
            for (time, near) in [
                ("2026-02-13 17:30", 0), ("2026-02-14 08:00", 0), ("2026-02-14 13:59", 0), ("2026-02-14 14:01", 1),
                ("2026-02-14 16:00", 1), ("2026-02-14 16:01", 0),
            ] {
                try await fleet.advance(to: at(time))
                let xz = try await site("XZ", fleet)
                #expect(xz.near == near, "\(time)")
            }
            let office = fleet.client(as: "office", roles: [.office])
            try await fleet.advance(to: at("2026-02-14 16:01"))
            #expect(try await office.get("/office/sites/XZ", accept: "text/html").text.contains("临近 0"))
        }
    }

    @Test func `the list of a site marks as near what the overview counts as near`() async throws {
        try await withOffice { fleet in
            let id = "XZ-20260213-0001"
            try await fleet.state([opened(id)], as: .tickets, about: "ticket/\(id)", site: .xz)
            let office = fleet.client(as: "office", roles: [.office])
            func page() async throws -> String { try await office.get("/office/sites/XZ", accept: "text/html").text }
            #expect(try await !page().contains("class=\"near\""))
            try await fleet.advance(to: at("2026-02-13 10:23"))
            let near = try await page()
            #expect(near.contains("class=\"near\"") && near.contains("临近 1"))
            #expect(try await office.get("/office/", accept: "text/html").text.contains("tile near"))
        }
    }

    @Test func `facts of a ticket whose opening was never heard of are counted all the same`() async throws {
        try await withOffice { fleet in
            let fact = TargetBreached(
                ticket: TicketID("NZ-20260213-0009"), site: .nz, target: .arrive, priority: .p2, breachedAt: start,
                kind: .incident, basis: .agreed, scores: true)
            try await fleet.state([fact], as: .tickets, about: "ticket/NZ-20260213-0009", site: .nz)
            let nz = try await site("NZ", fleet)
            #expect(nz.open == 1)
        }
    }

    @Test func `rounds of the day are counted by what became of them`() async throws {
        try await withOffice { fleet in
            let due = at("2026-02-13 12:00")
            func missed(_ id: String) -> RoundMissed {
                RoundMissed(
                    round: RoundID(id), plan: PlanID("p"), site: .xz, name: "UPS日检", dueAt: due, basis: .contractual)
            }
            let done = RoundCompleted(
                round: RoundID("r2"), plan: PlanID("p"), site: .xz, name: "机房日检", readings: [], late: false,
                by: AccountID("xz-1"), at: start, dueAt: due, basis: .contractual)
            try await fleet.state([missed("r1")], as: .inspections, about: "round/r1", site: .xz)
            try await fleet.state([done], as: .inspections, about: "round/r2", site: .xz)
            let xz = try await site("XZ", fleet)
            #expect((xz.roundsPlanned, xz.roundsDone, xz.roundsMissed) == (2, 1, 1))
        }
    }

    @Test func `the newest month's scores and the newest quarter's deductions stand beside the site`() async throws {
        try await withOffice { fleet in
            let month = try #require(YearMonth("2026-01"))
            let scored = SheetScored(
                sheet: SheetID("XZ-2026-01"), site: .xz, month: month, version: 1, rulesVersion: 1, items: [],
                score: Score(tenths: 875), veto: nil, vetoReason: nil, vetoCap: nil, by: nil)
            try await fleet.state([scored], as: .assessments, about: "sheet/XZ-2026-01", site: .xz)
            let line = DeductionLine(
                site: .xz, month: month, sheetVersion: 1, score: Score(tenths: 875), fee: Money(fen: 4_900_000),
                rateBp: BasisPoints(250), deduction: Money(fen: 122_500))
            let frozen = DeductionFrozen(
                contract: ContractID("c"), quarter: try #require(Quarter("2026-q1")), lines: [line],
                scoreDeduction: Money(fen: 122_500), waivedByCap: .zero, fines: .zero, total: Money(fen: 122_500))
            try await fleet.state([frozen], as: .billing, about: "quarter/2026-q1")
            let xz = try await site("XZ", fleet)
            #expect((xz.score, xz.deduction) == (875, 122_500))
            let page = try await fleet.client(as: "office", roles: [.office]).get("/office/", accept: "text/html").text
            #expect(page.contains("2026年第1季度扣款（元）") && page.contains("1月得分"))
        }
    }

    @Test func `who belongs to a site sees that site only`() async throws {
        try await withOffice { fleet in
            let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
            let figures: Figures = try await lead.get("/api/office/v1/overview").decode()
            #expect(figures.sites.map(\.site) == ["XZ"])
            #expect(try await lead.get("/api/office/v1/sites/XZ").status == 200)
            #expect(try await lead.get("/api/office/v1/sites/NZ").status == 404)
            #expect(try await lead.get("/office/sites/NZ", accept: "text/html").status == 404)
        }
    }
}
