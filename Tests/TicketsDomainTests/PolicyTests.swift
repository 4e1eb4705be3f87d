import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

@Suite struct PolicyTests {
    @Test func `each publication is the next version`() throws {
        let first = try SLAPolicyDecider.decide(.init(.standard), nil, at: time("2026-01-05 10:00"))
        let state = SLAPolicyDecider.fold(nil, first)
        let second = try SLAPolicyDecider.decide(.init(.agreed), state, at: time("2026-01-06 10:00"))
        #expect(first.map(\.published.version) == [1])
        #expect(second.map(\.published.version) == [2])
        #expect(second.map(\.published.at) == [time("2026-01-06 10:00")])
    }

    @Test func `a policy without a level, a cell or a sane limit is refused`() {
        var rows = SLAPolicyPublished.standard
        rows.rows.removeLast()
        #expect(refusal(rows)?.field == "rows")
        var limit = SLAPolicyPublished.standard
        limit.rows[0].respond = 0
        #expect(refusal(limit)?.field == "rows")
        var cells = SLAPolicyPublished.standard
        cells.cells[1] = cells.cells[0]
        #expect(refusal(cells)?.field == "cells")
    }

    @Test func `a ticket number reads back, and nothing else does`() throws {
        let number = TicketNumber(site: .xz, day: try #require(Day("2026-02-13")), count: 7)
        #expect(number.id.rawValue == "XZ-20260213-0007")
        #expect(TicketNumber(number.id) == number)
        #expect(TicketNumber(site: .xz, day: number.day, count: 12_345).id.rawValue == "XZ-20260213-12345")
        for text in ["XZ-20260213-7", "XZ-20260231-0007", "xz-20260213-0007", "XZ-20260213-0000", "XZ-20260213"] {
            #expect(TicketNumber(TicketID(text)) == nil, "\(text)")
        }
    }

    @Test func `every event reads back from its own bytes`() throws {
        var desk = try Desk.open("2026-02-13 10:00", impact: .system, urgency: .high)
        try desk.work(at: "2026-02-13 11:10")
        try desk.mend(at: "2026-02-13 12:00")
        try desk.give(.close(cause: nil, result: nil), at: "2026-02-13 12:10")
        let kept = try desk.facts.map { event in
            try TicketEvent(type: type(of: event.fact).type, data: try ContractCoding.encode(event.fact))
        }
        #expect(kept == desk.facts.map(Optional.some))
        #expect(TicketDecider.fold(nil, desk.facts) == desk.ticket)
    }

    private func refusal(_ policy: SLAPolicyPublished) -> Rejection? {
        do throws(Rejection) {
            _ = try SLAPolicyDecider.decide(.init(policy), nil, at: time("2026-01-05 10:00"))
            return nil
        } catch {
            return error
        }
    }
}
