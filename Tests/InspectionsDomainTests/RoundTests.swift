import InspectionsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct RoundTests {
    struct Row: Sendable {
        var status: Round.Status?
        var now: Timestamp
        /// plan, start, complete, miss, skip.
        var results: [String]
    }

    static let afterGrace = planned.dueAt + Round.grace + 1
    static let table: [Row] = [
        Row(
            status: nil, now: at(9),
            results: ["planned", "!not-found", "!not-found", "!not-found", "!not-found"]),
        Row(
            status: .planned, now: at(7, 59),
            results: ["nothing", "!round-not-open", "!round-not-open", "nothing", "skipped"]),
        Row(status: .planned, now: at(8), results: ["nothing", "started", "started+completed", "nothing", "skipped"]),
        Row(status: .planned, now: at(12), results: ["nothing", "started", "started+completed", "nothing", "skipped"]),
        Row(
            status: .planned, now: at(12, 1),
            results: ["nothing", "!round-overdue", "!round-overdue", "missed", "!round-overdue"]),
        Row(
            status: .started(by: worker), now: at(12),
            results: ["nothing", "nothing", "completed", "nothing", "skipped"]),
        Row(
            status: .started(by: worker), now: at(12, 1),
            results: ["nothing", "nothing", "late", "nothing", "!round-overdue"]),
        Row(
            status: .started(by: worker), now: afterGrace,
            results: ["nothing", "nothing", "late", "missed", "!round-overdue"]),
        Row(
            status: .started(by: other), now: at(9),
            results: ["nothing", "!round-started", "completed", "nothing", "skipped"]),
        Row(
            status: .completed(late: false), now: at(13),
            results: ["nothing", "!round-completed", "!round-completed", "nothing", "!round-completed"]),
        Row(
            status: .missed, now: at(13),
            results: ["nothing", "!round-missed", "!round-missed", "nothing", "!round-missed"]),
        Row(
            status: .skipped, now: at(13),
            results: ["nothing", "!round-skipped", "!round-skipped", "nothing", "nothing"]),
    ]

    @Test(arguments: table)
    func `each state answers each command as the table says`(row: Row) {
        let commands: [RoundCommand] = [
            .plan(planned), .start(by: worker), .complete(by: worker, good), .miss,
            .skip(reason: "停电检修", approver: lead),
        ]
        let state = row.status.map { round($0) }
        #expect(commands.map { outcome($0, state, at: row.now) } == row.results)
    }

    @Test func `a missed round states its due time, not the sweep's`() throws {
        let events = try Round.decide(.miss, round(.planned), at: at(23))
        guard case .missed(let fact)? = events.first else {
            Issue.record("not missed")
            return
        }
        #expect(fact.dueAt == at(12))
        #expect(fact.basis == .contractual)
    }

    @Test func `a skip wants a reason`() {
        #expect(outcome(.skip(reason: "", approver: lead), round(.planned), at: at(9)) == "!invalid-reason")
    }

    @Test func `wrong readings leave an unstarted round unstarted`() {
        #expect(outcome(.complete(by: worker, []), round(.planned), at: at(9)) == "!invalid-TEMP")
    }

    @Test func `each event leads to its state and survives the log`() throws {
        let story: [(RoundCommand, Round.Status)] = [
            (.plan(planned), .planned), (.start(by: worker), .started(by: worker)),
            (.complete(by: worker, good), .completed(late: false)),
        ]
        var state: Round?
        for (command, status) in story {
            for event in try Round.decide(command, state, at: at(9)) {
                let data = try ContractCoding.encode(event.fact)
                #expect(try RoundEvent(type: Swift.type(of: event.fact).type, data: data) == event)
                state = Round.evolve(state, event)
            }
            #expect(state?.status == status)
        }
        let row = try ContractCoding.encode(round(.started(by: worker)))
        #expect(try ContractCoding.decode(Round.self, from: row) == round(.started(by: worker)))
    }
}
