import InspectionsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct FindingTests {
    static let id = FindingID("QH-ROOM-D-20260213-TEMP")
    static let own = TicketID("QH-20260213-0001")
    static let foreign = TicketID("QH-20260213-0002")
    static let draft = FindingDraft(
        finding: id, site: .qh, title: "机房温度 28.6℃", detail: "2号空调不制冷", severity: .high, fault: true, by: worker)

    /// raise, attach own, attach another, close by own, close by another, rectify, pass, fail, detach own.
    static let table: [(Finding.Status?, [String])] = [
        (nil, ["raised"] + Array(repeating: "!not-found", count: 8)),
        (
            .raised,
            [
                "nothing", "ticketed", "ticketed", "cleared", "cleared", "rectified", "!finding-not-rectified",
                "!finding-not-rectified", "nothing",
            ]
        ),
        (
            .ticketed(own),
            [
                "nothing", "nothing", "ticketed", "cleared", "nothing", "!finding-ticketed", "!finding-not-rectified",
                "!finding-not-rectified", "returned",
            ]
        ),
        (
            .rectified,
            [
                "nothing", "ticketed", "ticketed", "cleared", "cleared", "!finding-rectified", "cleared",
                "retest-failed", "nothing",
            ]
        ),
        (
            .reworking,
            [
                "nothing", "ticketed", "ticketed", "cleared", "cleared", "rectified", "!finding-not-rectified",
                "!finding-not-rectified", "nothing",
            ]
        ),
        (
            .cleared,
            [
                "nothing", "nothing", "nothing", "nothing", "nothing", "!finding-cleared", "!finding-cleared",
                "!finding-cleared", "nothing",
            ]
        ),
    ]

    @Test(arguments: table)
    func `each state answers each command as the table says`(status: Finding.Status?, results: [String]) {
        let commands: [FindingCommand] = [
            .raise(Self.draft), .attach(Self.own), .attach(Self.foreign), .close(by: Self.own),
            .close(by: Self.foreign), .rectify(measure: "更换电容", by: worker), .passRetest(by: lead),
            .failRetest(reason: "温度又升", by: lead), .detach(Self.own, reason: "重复报单"),
        ]
        let state = status.map { Finding(id: Self.id, site: .qh, status: $0) }
        #expect(commands.map { answer($0, state) } == results)
    }

    @Test(arguments: zip(FindingSeverity.all, [7, 14, 30] as [Int64]))
    func `the severity sets the day to rectify by`(severity: FindingSeverity, days: Int64) throws {
        var draft = Self.draft
        draft.severity = severity
        guard case .raised(let fact)? = try Finding.decide(.raise(draft), nil, at: at(9)).first else {
            Issue.record("not raised")
            return
        }
        #expect(fact.dueAt - fact.at == days * 86_400_000)
    }

    @Test func `a retest not passed leads back to rectification`() throws {
        var state: Finding?
        for command in [
            FindingCommand.raise(Self.draft), .rectify(measure: "更换电容", by: worker),
            .failRetest(reason: "温度又升", by: lead), .rectify(measure: "更换压缩机", by: worker), .passRetest(by: lead),
        ] {
            for event in try Finding.decide(command, state, at: at(9)) {
                let data = try ContractCoding.encode(event.fact)
                #expect(try FindingEvent(type: Swift.type(of: event.fact).type, data: data) == event)
                state = Finding.evolve(state, event)
            }
        }
        #expect(state?.status == .cleared)
    }

    @Test func `texts are asked for and bounded`() {
        var blank = Self.draft
        blank.detail = " \n"
        #expect(answer(.raise(blank), nil) == "!invalid-detail")
        var odd = Self.draft
        odd.severity = FindingSeverity(rawValue: "worst")
        #expect(answer(.raise(odd), nil) == "!invalid-severity")
        var misplaced = Self.draft
        misplaced.item = ItemID("../etc")
        #expect(answer(.raise(misplaced), nil) == "!invalid-item")
        let raised = Finding(id: Self.id, site: .qh, status: .raised)
        #expect(answer(.rectify(measure: String(repeating: "长", count: 501), by: worker), raised) == "!invalid-measure")
    }

    private func answer(_ command: FindingCommand, _ state: Finding?) -> String {
        do {
            let events = try Finding.decide(command, state, at: at(9))
            return events.first.map(name) ?? "nothing"
        } catch {
            return "!" + error.code
        }
    }

    private func name(_ event: FindingEvent) -> String {
        switch event {
        case .raised: "raised"
        case .ticketed: "ticketed"
        case .returned: "returned"
        case .rectified: "rectified"
        case .retestFailed: "retest-failed"
        case .cleared: "cleared"
        }
    }
}
