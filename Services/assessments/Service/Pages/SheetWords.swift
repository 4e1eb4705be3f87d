import AssessmentsDomain
import OpsConsole
import OpsContracts

/// What happened to a sheet, in words.
enum SheetWords {
    static func verb(_ event: SheetEvent) -> String {
        switch event {
        case .proposed: "拟扣"
        case .ruled(let fact): fact.upheld ? "已认定" : "已不认定"
        case .withdrawn: "已撤回"
        case .scored: "已评分"
        case .published: "已发布"
        case .objected: "已异议"
        case .objectionRuled: "已答复"
        case .frozen: "已冻结"
        case .reopened: "已更正"
        }
    }

    static func text(_ event: SheetEvent) -> String {
        switch event {
        case .proposed(let fact): "\(fact.item) \(fact.rule.zh) −\(Format.tenths(fact.tenths))"
        case .ruled(let fact): fact.reason ?? ""
        case .withdrawn(let fact): fact.reason
        case .scored(let fact): "得分 \(Format.score(fact.score))" + (fact.veto.map { "，一票否决：\($0.zh)" } ?? "")
        case .published(let fact): "得分 \(Format.score(fact.score))"
        case .objected(let fact): "第\(fact.objection)条：\(fact.text)"
        case .objectionRuled(let fact): "第\(fact.objection)条\(fact.granted ? "成立" : "不成立")：\(fact.reason)"
        case .frozen(let fact): "第\(fact.version)版，得分 \(Format.score(fact.score))"
        case .reopened(let fact): "第\(fact.version)版：\(fact.reason)"
        }
    }
}
