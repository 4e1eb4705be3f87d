/// What people do to a ticket, by name: buttons, routes and refusals use it.
public enum TicketVerb: String, CaseIterable, Sendable {
    case accept, dispatch, arrive, start, note, report, suspend, resume, escalate
    /// The second line hands it back.
    case handBack = "return"
    case replacePart = "replace-part"
    case resolve, confirm, close, reopen, cancel
    case changeLevel = "change-level"

    /// The word on the button (console.md §5).
    public var zh: String {
        switch self {
        case .accept: "受理"
        case .dispatch: "派单"
        case .arrive: "到场"
        case .start: "开始"
        case .note: "记录"
        case .report: "报告"
        case .suspend: "挂起"
        case .resume: "恢复"
        case .escalate: "转二线"
        case .handBack: "退回"
        case .replacePart: "换件"
        case .resolve: "解决"
        case .confirm: "确认"
        case .close: "关闭"
        case .reopen: "重开"
        case .cancel: "取消"
        case .changeLevel: "定级"
        }
    }

    public func isPossible(in stage: TicketStatus.Stage) -> Bool {
        switch self {
        case .accept: [.new, .reopened].contains(stage)
        case .dispatch: [.new, .accepted, .dispatched, .arrived, .working, .reopened].contains(stage)
        case .arrive: [.accepted, .dispatched, .working, .reopened].contains(stage)
        case .start: [.accepted, .dispatched, .arrived, .reopened].contains(stage)
        case .note: ![.closed, .cancelled].contains(stage)
        case .report: stage != .cancelled
        case .suspend: stage == .working
        case .resume: stage == .pending
        case .escalate: [.accepted, .dispatched, .arrived, .working, .reopened].contains(stage)
        case .handBack: stage == .secondLine
        case .replacePart: [.arrived, .working, .secondLine, .resolved, .awaitingConfirmation].contains(stage)
        case .resolve: [.arrived, .working, .secondLine].contains(stage)
        case .confirm, .close: [.resolved, .awaitingConfirmation].contains(stage)
        case .reopen: [.resolved, .awaitingConfirmation, .closed].contains(stage)
        case .cancel: stage.isOpen
        case .changeLevel: ![.closed, .cancelled].contains(stage)
        }
    }

    /// What to do first where the verb is not possible now.
    public func hint(in stage: TicketStatus.Stage) -> String {
        switch stage {
        case .new: "先“受理”。"
        case .accepted, .dispatched, .reopened: "先“到场”或“开始”。"
        case .arrived: "先“开始”。"
        case .working: "先“解决”或“挂起”。"
        case .pending: "先“恢复”，再“\(zh)”。"
        case .secondLine: "等二线“退回”，或由二线“解决”。"
        case .resolved, .awaitingConfirmation: "可以“确认”、“关闭”或“重开”。"
        case .closed: "可以“重开”。"
        case .cancelled: "请另“报单”。"
        }
    }
}
