import AssessmentsDomain
import Foundation
import OpsContracts
import OpsDomain
import Testing

@Suite struct SheetTimetableTests {
    /// 2026 as the State Council set it.
    private var timetable: SheetTimetable {
        get throws {
            func days(_ month: Int, _ range: ClosedRange<Int>) -> [Day] {
                range.compactMap { Day(year: 2026, month: month, day: $0) }
            }
            let closed =
                days(1, 1...3) + days(2, 15...23) + days(4, 4...6) + days(5, 1...5) + days(6, 19...21)
                + days(9, 25...27)
                + days(10, 1...7)
            let open = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"].map(
                Sample.day)
            let span = ClockSpan("09:00-18:00").map { [$0] } ?? []
            return SheetTimetable(
                try WorkCalendar(
                    zone: .shanghai,
                    week: Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, span) }),
                    closed: Set(closed), open: Set(open), openAs: .mon, years: [2026]))
        }
    }

    /// The freezes before a payment, as requirements section 3.2 checked them.
    @Test(arguments: [("2025-12", "2026-01-13"), ("2026-03", "2026-04-13"), ("2026-06", "2026-07-10")])
    func `sheets freeze on working day 8, before the 15th`(month: String, day: String) throws {
        #expect(try timetable.freeze(Sample.month(month)) == Timestamp(startOf: Sample.day(day)))
    }

    @Test func `the window is two whole working days, over make-up days and holidays`() throws {
        // Published on Friday 13 February: Saturday 14 works, then the Spring Festival; the second day is the 24th.
        let end = try timetable.objectionUntil(publishedAt: Sample.at("2026-02-13 17:00"))
        #expect(end == Sample.at("2026-02-25 00:00"))
        #expect(
            try timetable.objectionUntil(publishedAt: Sample.at("2026-03-06 23:00")) == Sample.at("2026-03-11 00:00"))
    }

    @Test func `reports are due on day 3, scores on day 5`() throws {
        #expect(try timetable.reminders(Sample.month("2026-01")).description == "2026-02-04")
        #expect(try timetable.publication(Sample.month("2026-01")).description == "2026-02-06")
    }
}

@Suite struct EvidenceDraftTests {
    private func missed(_ basis: Basis) -> RoundMissed {
        RoundMissed(
            round: RoundID("r1"), plan: PlanID("p1"), site: .qh, name: "机房日检", dueAt: Sample.at("2026-02-28 12:00"),
            basis: basis)
    }

    @Test func `a missed round costs five points where it was owed`() throws {
        let draft = try #require(EvidenceDraft(missed(.contractual)))
        #expect(draft.sheet.id == SheetID("QH-2026-02"))
        let proposal = try #require(
            draft.proposal(EvidenceID("e1"), cause: Sample.cause("f1", "round/r1"), by: .standard))
        #expect(proposal.item == .k4)
        #expect(proposal.tenths == 50)
        #expect(EvidenceDraft(missed(.default)) == nil)
    }

    @Test func `a late round costs one point, a timely one nothing`() throws {
        func completed(_ late: Bool) -> RoundCompleted {
            RoundCompleted(
                round: RoundID("r1"), plan: PlanID("p1"), site: .nz, name: "机房日检", readings: [], late: late,
                by: AccountID("nz-1"), at: Sample.at("2026-03-01 00:20"), dueAt: Sample.at("2026-02-28 12:00"),
                basis: .contractual)
        }
        let draft = try #require(EvidenceDraft(completed(true)))
        #expect(draft.sheet.id == SheetID("NZ-2026-02"))
        #expect(draft.proposal(EvidenceID("e1"), cause: Sample.cause("f1", "round/r1"), by: .standard)?.tenths == 10)
        #expect(EvidenceDraft(completed(false)) == nil)
    }

    @Test func `what the rules in force do not know costs nothing`() throws {
        var rules = ScoreRulesPublished.standard
        rules.items[3].rules = []
        let draft = try #require(EvidenceDraft(missed(.contractual)))
        #expect(draft.proposal(EvidenceID("e1"), cause: Sample.cause("f1", "round/r1"), by: rules) == nil)
    }
}
