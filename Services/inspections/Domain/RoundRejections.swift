import OpsContracts
import OpsDomain

extension Rejection {
    static let unknownRound = Rejection(
        .missing, "not-found", zh: "没有找到这次巡检，或你的账号不能查看。", en: "No such round, or not yours to see.")
    static let startedByAnother = Rejection(
        .conflict, "round-started", zh: "此巡检已由他人开始。可以接着填写并提交。", en: "Somebody else has started this round.")
    static let tooLateToSkip = Rejection(
        .conflict, "round-overdue", zh: "已过应检时间，不能再跳过。", en: "The due time has passed; it cannot be skipped.")

    static func notOpen(_ round: RoundPlanned) -> Rejection {
        Rejection(
            .conflict, "round-not-open", zh: "此巡检\(round.opensAt.local.description.dropLast(3))开始，现在还不能填写。",
            en: "The round is not open yet.")
    }

    static func overdue(_ round: RoundPlanned) -> Rejection {
        Rejection(
            .conflict, "round-overdue", zh: "此巡检应在\(round.dueAt.local.description.dropLast(3))前开始，已经超期。看到的问题请另报隐患。",
            en: "The round was due and is overdue.")
    }

    static func ended(_ status: Round.Status) -> Rejection {
        let (word, code) =
            switch status {
            case .completed: ("已完成", "round-completed")
            case .missed: ("已超期", "round-missed")
            case .skipped: ("已跳过", "round-skipped")
            case .planned, .started: ("还没有结束", "round-open")
            }
        return Rejection(.conflict, code, zh: "此巡检\(word)，不能再改。看到的问题请另报隐患。", en: "The round has ended.")
    }
}
