import AssessmentsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct SheetTests {
    private func decide(_ command: SheetCommand, _ state: Sheet?, at now: Timestamp = Sample.scoring) throws
        -> [SheetEvent]
    {
        try SheetDecider.decide(command, state, at: now)
    }

    private func code(_ command: SheetCommand, _ state: Sheet?, at now: Timestamp = Sample.scoring) -> String? {
        do { return try decide(command, state, at: now).isEmpty ? "" : nil } catch {
            return (error as? Rejection)?.code
        }
    }

    @Test func `one cause and rule is one piece of evidence`() throws {
        let fact = Sample.evidence("e1")
        let state = try Sample.sheet([Sample.propose(fact)])
        #expect(try decide(Sample.propose(fact), state) == [])
        var renamed = fact
        renamed.evidence = EvidenceID("e9")
        #expect(try decide(Sample.propose(renamed), state) == [])
        #expect(try decide(Sample.propose(Sample.evidence("e2")), state).count == 1)
    }

    @Test func `evidence belongs to the month it happened in by the stations' clocks`() throws {
        // 2026-02-28 16:30 UTC is 1 March 00:30 in Beijing.
        var fact = Sample.evidence("e1")
        fact.occurredAt = Sample.at("2026-03-01 00:30")
        #expect(throws: Rejection.self) { try decide(Sample.propose(fact), nil) }
        fact.occurredAt = Sample.at("2026-02-28 23:59")
        #expect(try decide(Sample.propose(fact), nil).count == 1)
    }

    @Test func `a smaller miss stands only beside the larger one`() throws {
        let smaller = SheetCommand.propose(Sample.evidence("e2", .arrivalMissed), besideOnly: true)
        #expect(try decide(smaller, nil) == [])
        let state = try Sample.sheet([Sample.propose(Sample.evidence("e1"))])
        #expect(try decide(smaller, state).count == 1)
        #expect(try decide(.propose(Sample.evidence("e3", .resolveOverdue), besideOnly: true), state) == [])
    }

    @Test func `a score waits until all evidence is ruled, and counts what was upheld`() throws {
        let proposals = ["e1", "e2"].map { Sample.propose(Sample.evidence($0, ticket: "ticket/\($0)")) }
        let state = try Sample.sheet(proposals + [Sample.uphold("e1")])
        #expect(code(Sample.score(), state) == "evidence-undecided")
        let reject = SheetCommand.rule(EvidenceID("e2"), upheld: false, reason: "设备在检修窗口内", by: Sample.site)
        let scored = try Sample.sheet(proposals + [Sample.uphold("e1"), reject, Sample.score()])
        #expect(scored?.scoring?.score == Score(tenths: 980))
        #expect(scored?.status == .scored)
    }

    @Test func `our own defaults are shown and cost nothing`() throws {
        let state = try Sample.sheet([
            Sample.propose(Sample.evidence("e1", basis: .default)), Sample.uphold("e1"), Sample.score(),
        ])
        #expect(state?.scoring?.score == .full)
        let open = try Sample.sheet([Sample.propose(Sample.evidence("e1", basis: .default))])
        #expect(code(Sample.score(), open) == nil)
    }

    @Test func `a veto needs its reason and caps at 59`() throws {
        #expect(try Sample.sheet([Sample.score(.secretsLeaked)])?.scoring?.score == Score(tenths: 590))
        let bare = SheetCommand.score(
            Sample.key, .standard, hasPosts: true, veto: .secretsLeaked, vetoReason: nil, by: Sample.site)
        #expect(code(bare, nil) == "invalid-vetoReason")
    }

    @Test func `a ruling after the score scores again`() throws {
        let base: [SheetCommand] = [Sample.score(), Sample.propose(Sample.evidence("e1"))]
        let state = try Sample.sheet(base)
        #expect(code(Sample.publish, state) == "evidence-undecided")
        let events = try decide(Sample.uphold("e1"), state)
        guard events.count == 2, case .scored(let again) = events[1] else {
            throw Rejection.missing("score", "\(events)")
        }
        #expect(again.score == Score(tenths: 980))
        #expect(again.by == nil)
    }

    @Test func `a withdrawn breach takes its evidence with it, also behind the publication`() throws {
        let given: [SheetCommand] = [
            Sample.propose(Sample.evidence("e1")), Sample.uphold("e1"), Sample.score(), Sample.publish,
        ]
        let withdraw = SheetCommand.withdraw(
            subject: "ticket/XZ-20260213-0007", rules: [.responseMissed, .responseMissedMajor],
            occurredAt: Sample.at("2026-02-13 16:20"), reason: "日历更正")
        let state = try Sample.sheet(given + [withdraw])
        #expect(state?.scoring?.score == .full)
        #expect(state?.status == .published(until: Sample.windowEnd))
        #expect(try decide(withdraw, state) == [])
        #expect(try decide(withdraw, nil) == [])
        #expect(code(Sample.uphold("e1"), try Sample.sheet([given[0], withdraw])) == "evidence-withdrawn")
    }

    @Test func `a granted objection takes the deduction back`() throws {
        let state = try Sample.sheet([
            Sample.propose(Sample.evidence("e1")), Sample.uphold("e1"), Sample.score(), Sample.publish,
            Sample.object("e1"),
        ])
        #expect(state?.status == .disputed(until: Sample.windowEnd))
        let grant = SheetCommand.ruleObjection(1, granted: true, reason: "门禁记录属实", by: Sample.site)
        let after = SheetDecider.fold(state, try decide(grant, state))
        #expect(after?.scoring?.score == .full)
        #expect(after?.evidence(EvidenceID("e1"))?.ruling == .rejected)
        #expect(after?.status == .published(until: Sample.windowEnd))
        #expect(try decide(grant, after) == [])
    }

    @Test func `a declined objection leaves the score`() throws {
        let decline = SheetCommand.ruleObjection(1, granted: false, reason: "以扫码为准", by: Sample.site)
        let state = try Sample.sheet([
            Sample.propose(Sample.evidence("e1")), Sample.uphold("e1"), Sample.score(), Sample.publish,
            Sample.object("e1"),
            decline,
        ])
        #expect(state?.scoring?.score == Score(tenths: 980))
    }

    @Test func `the window closes on the minute`() throws {
        let state = try Sample.sheet([Sample.score(), Sample.publish])
        #expect(code(Sample.object(), state, at: Sample.windowEnd + -1) == nil)
        #expect(code(Sample.object(), state, at: Sample.windowEnd) == "window-over")
    }

    @Test func `a freeze waits for the window, for rulings, and after an objection for working day 8`() throws {
        let quiet = try Sample.sheet([Sample.score(), Sample.publish])
        #expect(code(Sample.freeze, quiet, at: Sample.windowEnd + -1) == "window-open")
        #expect(code(Sample.freeze, quiet, at: Sample.windowEnd) == nil)
        let disputed = try Sample.sheet([Sample.score(), Sample.publish, Sample.object()])
        #expect(code(Sample.freeze, disputed, at: Sample.regular) == "objections-open")
        let ruled = try Sample.sheet([
            Sample.score(), Sample.publish, Sample.object(),
            .ruleObjection(1, granted: false, reason: "理由不足", by: Sample.site),
        ])
        #expect(code(Sample.freeze, ruled, at: Sample.regular + -1) == "before-freeze-day")
        #expect(code(Sample.freeze, ruled, at: Sample.regular) == nil)
    }

    @Test func `a sheet is published after its month`() throws {
        let state = try Sample.sheet([Sample.score()], at: Sample.at("2026-02-20 10:00"))
        #expect(code(Sample.publish, state, at: Sample.at("2026-02-28 23:59")) == "month-running")
        #expect(code(Sample.publish, state, at: Sample.at("2026-03-01 00:00")) == nil)
    }

    @Test func `a correction is the next version and goes the whole way again`() throws {
        let first: [SheetCommand] = [
            Sample.propose(Sample.evidence("e1")), Sample.uphold("e1"), Sample.score(), Sample.publish, Sample.freeze,
        ]
        let reject = SheetCommand.rule(EvidenceID("e1"), upheld: false, reason: "重复生成", by: Sample.site)
        let state = try Sample.sheet(first + [Sample.reopen, reject, Sample.score(), Sample.publish])
        #expect(state?.version == 2)
        let events = try decide(Sample.freeze, state, at: Sample.regular)
        guard case .frozen(let frozen) = events.first else { throw Rejection.missing("freeze", "\(events)") }
        #expect(frozen.version == 2)
        #expect(frozen.score == .full)
    }

    @Test func `events survive the log`() throws {
        let commands: [SheetCommand] = [
            Sample.propose(Sample.evidence("e1")), Sample.uphold("e1"), Sample.score(.calloutRefused), Sample.publish,
            Sample.object("e1"), .ruleObjection(1, granted: true, reason: "属实", by: Sample.site), Sample.freeze,
            Sample.reopen,
            .withdraw(
                subject: "ticket/XZ-20260213-0007", rules: [.responseMissedMajor],
                occurredAt: Sample.at("2026-02-13 16:20"), reason: "日历更正"),
        ]
        var (state, again): (Sheet?, Sheet?) = (nil, nil)
        for command in commands {
            for event in try SheetDecider.decide(command, state, at: Sample.moment(command, Sample.scoring)) {
                let data = try ContractCoding.encode(event.fact)
                let read = try #require(try SheetEvent(type: type(of: event.fact).type, data: data))
                #expect(read == event)
                state = SheetDecider.evolve(state, event)
                again = SheetDecider.evolve(again, read)
            }
        }
        #expect(state == again)
        let stored = try ContractCoding.encode(try #require(state))
        #expect(try ContractCoding.decode(Sheet.self, from: stored) == state)
    }
}
