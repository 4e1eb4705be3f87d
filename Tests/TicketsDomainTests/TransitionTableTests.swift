import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

/// The whole state machine as one table: row = where the ticket stands, column = what is asked of it, cell = where it
/// stands then; a dot is a refusal.
private let columns: [TicketVerb] = [
    .accept, .dispatch, .arrive, .start, .note, .report, .suspend, .resume, .escalate, .handBack, .replacePart,
    .resolve, .confirm, .close, .reopen, .cancel, .changeLevel,
]

private let table = """
    |       | acc | dis | arr | sta | not | rep | sus | res | esc | ret | par | slv | cfm | clo | reo | can | lvl |
    | new   | acc | dis | .   | .   | new | new | .   | .   | .   | .   | .   | .   | .   | .   | .   | can | new |
    | acc   | .   | dis | arr | wrk | acc | acc | .   | .   | 2nd | .   | .   | .   | .   | .   | .   | can | acc |
    | dis   | .   | dis | arr | wrk | dis | dis | .   | .   | 2nd | .   | .   | .   | .   | .   | .   | can | dis |
    | arr   | .   | dis | .   | wrk | arr | arr | .   | .   | 2nd | .   | arr | slv | .   | .   | .   | can | arr |
    | wrk   | .   | dis | wrk | .   | wrk | wrk | pen | .   | 2nd | .   | wrk | slv | .   | .   | .   | can | wrk |
    | pen   | .   | .   | .   | .   | pen | pen | .   | wrk | .   | .   | .   | .   | .   | .   | .   | can | pen |
    | 2nd   | .   | .   | .   | .   | 2nd | 2nd | .   | .   | .   | wrk | 2nd | slv | .   | .   | .   | can | 2nd |
    | slv   | .   | .   | .   | .   | slv | slv | .   | .   | .   | .   | slv | .   | clo | clo | reo | .   | slv |
    | cfm   | .   | .   | .   | .   | cfm | cfm | .   | .   | .   | .   | cfm | .   | clo | clo | reo | .   | cfm |
    | clo   | .   | .   | .   | .   | .   | clo | .   | .   | .   | .   | .   | .   | .   | .   | reo | .   | .   |
    | can   | .   | .   | .   | .   | .   | .   | .   | .   | .   | .   | .   | .   | .   | .   | .   | .   | .   |
    | reo   | acc | dis | arr | wrk | reo | reo | .   | .   | 2nd | .   | .   | .   | .   | .   | .   | can | reo |
    """

private let stages: [String: TicketStatus.Stage] = [
    "new": .new, "acc": .accepted, "dis": .dispatched, "arr": .arrived, "wrk": .working, "pen": .pending,
    "2nd": .secondLine, "slv": .resolved, "cfm": .awaitingConfirmation, "clo": .closed, "can": .cancelled,
    "reo": .reopened,
]

struct Transition: Sendable, CustomTestStringConvertible {
    var stage: TicketStatus.Stage
    var verb: TicketVerb
    var leadsTo: TicketStatus.Stage?

    var testDescription: String { "\(stage.rawValue) + \(verb.rawValue)" }

    static let all: [Transition] = table.split(separator: "\n").dropFirst().flatMap { line -> [Transition] in
        let cells = line.split(separator: "|").map { $0.filter { $0 != " " } }
        guard let stage = stages[cells[0]] else { return [] }
        return zip(columns, cells.dropFirst()).map { Transition(stage: stage, verb: $0, leadsTo: stages[$1]) }
    }
}

@Suite struct TransitionTableTests {
    @Test func `the table names every stage and every verb`() {
        #expect(Transition.all.count == TicketStatus.Stage.allCases.count * TicketVerb.allCases.count)
        #expect(Set(columns) == Set(TicketVerb.allCases))
    }

    @Test(arguments: Transition.all)
    func `a ticket goes where the table says`(transition: Transition) throws {
        var desk = try Desk.standing(transition.stage)
        #expect(desk.ticket?.status.stage == transition.stage)
        let action = transition.verb.action(desk.terms)
        if let next = transition.leadsTo {
            try desk.give(action, by: .lead, at: "2026-02-13 10:30")
            #expect(desk.ticket?.status.stage == next)
        } else {
            let refusal = desk.refusal(action, by: .lead, at: "2026-02-13 10:30")
            #expect(refusal?.kind == .conflict)
            #expect(refusal?.zh.isEmpty == false)
        }
        #expect(transition.verb.isPossible(in: transition.stage) == (transition.leadsTo != nil))
    }

    @Test func `before it is opened nothing else can happen to a ticket`() {
        for verb in TicketVerb.allCases {
            let action = verb.action(Desk().terms)
            #expect(Desk().refusal(action, by: .lead, at: "2026-02-13 10:30")?.kind == .missing)
        }
    }
}

extension TicketVerb {
    fileprivate func action(_ terms: ServiceTerms) -> TicketCommand.Action {
        switch self {
        case .accept: .accept
        case .dispatch: .dispatch(engineer: AccountID("zhao.min"), post: PostID("XZ-2"))
        case .arrive: .arrive
        case .start: .start
        case .note: .note(WorkNote(text: "检查电源"))
        case .report: .report(.first, to: "管委会信息处", text: "初报")
        case .suspend: .suspend(.user, note: "用户开会", until: nil, carrierTicket: nil)
        case .resume: .resume(terms)
        case .escalate: .escalate(.phone, skill: nil, text: "请协助")
        case .handBack: .handBack(advice: "重发配置", minutes: 20)
        case .replacePart: .replacePart(Part(name: "发送卡", model: "M1", newSerial: "看不清"))
        case .resolve: .resolve(.mended)
        case .confirm: .confirm(rating: 5, comment: nil)
        case .close: .close(cause: nil, result: nil)
        case .reopen: .reopen(reason: "又黑屏", terms)
        case .cancel: .cancel(reason: "误报", duplicateOf: nil)
        case .changeLevel: .changeLevel(LevelChange(to: .p1, reason: "影响指挥"), terms)
        }
    }
}

extension Desk {
    /// A level-two fault brought to a stage within its limits, on 2026-02-13 between 10:00 and 10:20.
    fileprivate static func standing(_ stage: TicketStatus.Stage) throws -> Desk {
        var desk = try Desk.open("2026-02-13 10:00", impact: .system, urgency: .high)
        for action in path(to: stage, desk.terms) { try desk.give(action, by: .lead, at: "2026-02-13 10:10") }
        return desk
    }

    private static func path(to stage: TicketStatus.Stage, _ terms: ServiceTerms) -> [TicketCommand.Action] {
        // Started from afar, so that arriving is still open to a ticket that is worked on.
        let working: [TicketCommand.Action] = [.accept, .start, .note(WorkNote(text: "检查电源"))]
        var asked = ResolveTicket.mended
        asked.asksReporter = true
        switch stage {
        case .new: return []
        case .accepted: return [.accept]
        case .dispatched: return [.accept, .dispatch(engineer: AccountID("wang.lei"), post: nil)]
        case .arrived: return [.accept, .arrive]
        case .working: return working
        case .pending: return working + [.suspend(.user, note: "用户开会", until: nil, carrierTicket: nil)]
        case .secondLine: return working + [.escalate(.phone, skill: nil, text: "请协助")]
        case .resolved: return working + [.resolve(.mended)]
        case .awaitingConfirmation: return working + [.resolve(asked)]
        case .closed: return working + [.resolve(.mended), .close(cause: nil, result: nil)]
        case .cancelled: return [.cancel(reason: "误报", duplicateOf: nil)]
        case .reopened: return working + [.resolve(.mended), .reopen(reason: "又黑屏", terms)]
        }
    }
}
