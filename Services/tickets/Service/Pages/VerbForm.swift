import OpsConsole
import OpsContracts
import OpsServer
import TicketsDomain

/// The fields of each command that asks for something.
struct VerbForm {
    let verb: TicketVerb
    let file: TicketFile
    let team: [OnDuty]
    let values: Fields
    let errors: [FieldError]

    private func value(_ name: String, _ missing: String = "") -> String { values[name] ?? missing }

    private func choices<C: ContractCode>(_ codes: [C]) -> [Choice] { codes.map { Choice($0.rawValue, $0.zh) } }

    var fields: HTML {
        switch verb {
        case .accept, .arrive, .start, .resume: HTML()
        case .dispatch:
            HTML {
                Field.radios(
                    "engineer", "工程师",
                    team.map { Choice($0.account.rawValue, $0.name ?? $0.account.rawValue, hint: $0.post?.rawValue) },
                    chosen: value("engineer"), error: errors["engineer"])
            }
        case .note:
            HTML {
                Field.area("text", "处理记录", value("text"), error: errors["text"], max: 4000)
                Field.checks("isPublic", "谁能看到", [Choice("on", "公开", hint: "报修人可见")], optional: true)
            }
        case .report: report
        case .suspend: suspend
        case .escalate:
            HTML {
                Field.radios(
                    "channel", "方式", choices(ExpertChannel.all), chosen: value("channel", "phone"), across: true)
                Field.text("skill", "专业", value("skill"), hint: "如 LED大屏、网络", optional: true, max: 64)
                Field.area("text", "情况说明", value("text"), error: errors["text"], max: 4000)
            }
        case .handBack:
            HTML {
                Field.area("advice", "建议", value("advice"), error: errors["advice"], max: 4000)
                Field.text(
                    "minutes", "用时", value("minutes"), kind: .number, error: errors["minutes"], optional: true,
                    unit: "分钟")
            }
        case .replacePart: part
        case .resolve, .close: resolution
        case .confirm:
            HTML {
                Field.radios(
                    "rating", "评分", (1...5).reversed().map { Choice(String($0), "\($0)分") }, chosen: value("rating"),
                    across: true, error: errors["rating"], optional: true)
                Field.area("comment", "意见", value("comment"), rows: 2, optional: true, max: 1000)
            }
        case .reopen: reason("重开原因")
        case .cancel:
            HTML {
                reason("取消原因")
                Field.text("duplicateOf", "重复的单号", value("duplicateOf"), error: errors["duplicateOf"], optional: true)
            }
        case .changeLevel: level
        }
    }

    private func reason(_ name: String) -> HTML {
        HTML { Field.area("reason", name, value("reason"), rows: 2, error: errors["reason"], max: 400) }
    }

    private var report: HTML {
        HTML {
            Field.radios("kind", "报告种类", choices(FaultReportKind.all), chosen: value("kind", "first"), across: true)
            Field.text("to", "报告对象", value("to", "站区信息科、管委会信息处"), error: errors["to"], max: 200)
            Field.area("text", "报告内容", value("text"), error: errors["text"], max: 4000)
        }
    }

    private var suspend: HTML {
        HTML {
            Field.radios(
                "reason", "挂起原因", choices(PendingReason.all), chosen: value("reason"), error: errors["reason"])
            Field.area("note", "说明", value("note"), rows: 2, error: errors["note"], max: 400)
            Field.text(
                "until", "预计恢复", value("until"), hint: "如 2026-02-13 17:00", error: errors["until"], optional: true)
            Field.text("carrierTicket", "运营商单号", value("carrierTicket"), optional: true, max: 64)
        }
    }

    private var part: HTML {
        HTML {
            Field.text("part", "部件名称", value("part"), error: errors["part"], max: 100)
            Field.text("model", "更换部件型号", value("model"), error: errors["model"], max: 100)
            Field.text("newSerial", "新序列号", value("newSerial"), error: errors["newSerial"], optional: true, max: 100)
            Field.radios(
                "unreadable", "没有序列号时", Part.withoutSerial.map { Choice($0, $0) }, chosen: value("unreadable"),
                across: true, optional: true)
            Field.text("oldSerial", "旧序列号", value("oldSerial"), optional: true, max: 100)
        }
    }

    private var resolution: HTML {
        let known = file.ticket.resolution
        let needsCause = file.ticket.kind == .incident
        return HTML {
            Field.select(
                "causeCategory", "原因类别",
                [Choice("", "请选择")] + choices(CauseCategory.all),
                chosen: value("causeCategory", known?.cause?.category.rawValue ?? ""), error: errors["causeCategory"],
                optional: !needsCause)
            Field.area(
                "causeText", "原因", value("causeText", known?.cause?.text ?? ""), rows: 2, error: errors["causeText"],
                optional: !needsCause, max: 1000)
            Field.area("result", "处理结果", value("result", known?.result ?? ""), error: errors["result"], max: 4000)
            if verb == .resolve {
                Field.checks(
                    "partReplaced", "更换部件", [Choice("on", "更换了部件", hint: "关闭前要有型号和序列号")],
                    chosen: file.ticket.partsReplaced > 0 ? ["on"] : [], optional: true)
            }
            if verb == .resolve, file.contact != nil {
                Field.checks("asksReporter", "确认", [Choice("on", "请报修人确认")], chosen: ["on"], optional: true)
            }
        }
    }

    private var level: HTML {
        HTML {
            Field.radios(
                "priority", "等级", choices(Priority.all), chosen: value("priority", file.row.priority.rawValue),
                across: true, error: errors["priority"])
            Field.area("reason", "理由", value("reason"), rows: 2, error: errors["reason"], max: 400)
        }
    }
}
