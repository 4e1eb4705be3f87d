import AssessmentsDomain
import OpsContracts
import OpsServer

/// The commands of a sheet that have a page of their own: `/assessments/sheets/XZ/2026-02/<verb>`.
enum SheetVerb: String, CaseIterable, Sendable {
    case score, publish, freeze, reopen, propose, reject, object, answer

    /// The word on the button, which the page's title repeats.
    var zh: String {
        switch self {
        case .score: "评分"
        case .publish: "发布"
        case .freeze: "冻结"
        case .reopen: "更正"
        case .propose: "登记"
        case .reject: "不认定"
        case .object: "异议"
        case .answer: "答复"
        }
    }

    var roles: Set<Role> { self == .object ? [.supplier] : AssessmentsRights.judging }

    /// Whether the sheet is where this can be done; the command itself decides.
    func isOpen(_ file: SheetFile, at now: Timestamp) -> Bool {
        if self == .score, let sheet = file.sheet, !sheet.undecided.isEmpty { return false }
        if self == .freeze, case .published(let until) = file.status, now < until { return false }
        return switch (self, file.status) {
        case (.score, .draft), (.score, .scored), (.publish, .scored), (.propose, .draft), (.propose, .scored),
            (.reject, .draft), (.reject, .scored), (.freeze, .published), (.object, .published), (.object, .disputed),
            (.answer, .disputed), (.reopen, .frozen):
            true
        default: false
        }
    }

    /// What has to come first where the verb is not possible now.
    func hint(_ file: SheetFile) -> String {
        switch (self, file.status) {
        case (.score, _) where !(file.sheet?.undecided.isEmpty ?? true):
            "先“认定”或“不认定”\(file.sheet?.undecided.count ?? 0)条证据。"
        case (.freeze, .published): "异议期还没有结束。"
        case (.freeze, .disputed): "先“答复”异议。"
        case (_, .frozen): "要改先“更正”。"
        default: ""
        }
    }

    /// The others stand beside the evidence or the objection they speak of.
    var standsInHead: Bool { self != .reject && self != .answer }
}
