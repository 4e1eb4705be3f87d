import BillingDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// `/billing/quarters/2026-q2`: the payment's statement with its derivations, and the quarter's own deduction.
struct QuarterPage: Sendable {
    let desk: BillingDesk

    func show(_ request: Request) async throws -> Response {
        let quarter = try BillingDesk.quarter(request)
        let file = try await desk.file(BillingDesk.contract(quarter))
        let identity = try request.requireIdentity()
        let path = Paths.quarter(quarter.description)
        let lines = StatementLines(file: file, quarter: quarter)
        let head = PageHead(
            "\(quarter.zh)结算单", section: "付款", back: NamedLink("\(quarter.year)年付款", "/billing/?year=\(quarter.year)"),
            actions: GateVerb.allCases.filter { $0.isOpen(file, quarter) && identity.has($0.roles) }
                .map { .open($0.zh, "\(path)/\($0.rawValue)", aside: $0.isAside) }
        ) {
            Chip(file.year.stage(quarter, file.terms))
            if !file.isIssued(quarter) { span { "预计，未冻结" } }
            link("\(path)/print", "打印")
        }
        return try OpsConsole.Page(
            head, service: .billing, viewer: Viewer(request, desk.forms), path: path
        ) {
            missing(file, quarter)
            FactList(lines.facts)
            lines.statement
            DeductionTable(file: file, quarter: quarter).html
        }.response(to: request)
    }

    /// The quarter's site-months and fines for a spreadsheet; amounts in yuan, empty where nobody knows them yet.
    func export(_ request: Request) async throws -> Response {
        let quarter = try BillingDesk.quarter(request)
        let file = try await desk.file(BillingDesk.contract(quarter))
        let state = file.year.deduction(of: quarter) == nil ? "预计" : "已冻结"
        let rows = file.deduction(quarter).lines.map { line in
            let isKnown = file.isKnown(SiteMonth(site: line.site, month: line.month))
            let head = [line.site.nameZH, line.month.description]
            guard isKnown else { return head + ["", "", GatePage.yuan(line.fee), "", "", "待考核"] }
            return head + [
                String(line.sheetVersion), Format.score(line.score), GatePage.yuan(line.fee),
                String(line.rateBp.rawValue), GatePage.yuan(line.deduction), state,
            ]
        }
        let fines = file.fines(countedIn: quarter).map { fine in
            [fine.site?.nameZH ?? "", "罚款 \(fine.fine)", "", "", "", "", GatePage.yuan(fine.amount), state]
        }
        let heads = ["站区", "月份", "考核表版次", "得分", "月费（元）", "扣款率（基点）", "扣款（元）", "状态"]
        return .csv([heads] + rows + fines, name: "\(quarter.zh)扣款")
    }

    @HTMLBuilder private func missing(_ file: YearFile, _ quarter: Quarter) -> HTML {
        let open = file.blockers(quarter)
        if !open.isEmpty, !file.isIssued(quarter) {
            StateNote.notNow("还不能出结算单：\(open.count)张考核表没有冻结（\(Self.names(open))）。")
        }
    }

    /// A few by their names; whole quarters by how many a month, for nobody reads fifty names.
    private static func names(_ open: [SiteMonth]) -> String {
        guard open.count > 12 else { return open.map(\.zh).joined(separator: "、") }
        return Dictionary(grouping: open, by: \.month).sorted { $0.key < $1.key }
            .map { "\($0.key.month)月\($0.value.count)张" }.joined(separator: "、")
    }
}

/// The facts and the lines of a payment's statement.
struct StatementLines {
    let file: YearFile
    let quarter: Quarter

    var statement: MoneyStatement {
        let figures = file.figures(quarter)
        var lines = [MoneyStatement.Line("本季应付", "合同金额", figures.base, sum: true)]
        for deducted in figures.deducted { lines.append(line(deducted)) }
        if figures.carryIn != .zero {
            lines.append(MoneyStatement.Line("上次结转", "上次没有扣完的", -figures.carryIn))
        }
        if figures.adjustments != .zero {
            lines.append(MoneyStatement.Line("更正", "冻结后更正的差额", figures.adjustments) { corrections })
        }
        if figures.carryOut != .zero {
            let rule = quarter.number == 4 ? "应由供应商退还" : "结转到下一次付款"
            lines.append(MoneyStatement.Line("未扣完", rule, figures.carryOut))
        }
        let rule = "应付 − 扣款 − 结转 + 更正，不小于0"
        let note = unknownNote.map { "；" + $0 } ?? ""
        lines.append(MoneyStatement.Line("实付", rule + note, figures.pay, sum: true))
        return MoneyStatement(
            "\(quarter.zh)付款", lines, frozen: file.isIssued(quarter), finding: finding(figures),
            ledgerSum: figures.net + figures.carryOut)
    }

    /// When it is due, what it comes to and how far it got: the same on the screen and on paper.
    var facts: [(String, HTML)] {
        let due = file.due(quarter).map { Format.dayTime($0) } ?? HTML("待日历")
        var facts: [(String, HTML)] = [
            ("应付日", quarter.number == 4 ? HTML("财政批复、资金到位后") : due),
            // An amount that can still change never reads as the final one.
            (file.isIssued(quarter) ? "实付大写" : "预计实付大写", HTML(Format.capitals(file.figures(quarter).pay))),
        ]
        guard let payment = file.year.payment(of: quarter) else { return facts }
        switch payment.state {
        case .fiscallyApproved(let document, let day): facts.append(("批复", HTML("\(document)（\(day)）")))
        case .awaitingFunds(let reason): facts.append(("待财政资金", HTML(reason)))
        case .paid(let day): facts.append(("支付日", Format.dayTime(day)))
        case .issued, .approved: break
        }
        for head in payment.statement.heads {
            facts.append(("依据", HTML("\(RecordWords.source(head.topic))记录 第\(head.seq)条 校验值 \(head.hash.prefix(12))…")))
        }
        return facts
    }

    /// How much of the sum still stands on nothing; nil where all of it is known.
    var unknownNote: String? {
        let open = file.terms.deducted(by: quarter).reduce(0) { $0 + file.unknown($1).count }
        return open == 0 ? nil : "还有\(open)个站区月份待考核，扣款未计入"
    }

    /// The corrections this payment takes.
    var corrected: [AdjustmentMade] { file.year.adjustments.filter { $0.landsIn == quarter } }

    /// The versions of the sheet that a correction lies between.
    static func versions(_ made: AdjustmentMade) -> String { "第\(made.fromVersion)版 → 第\(made.toVersion)版" }

    private func line(_ deducted: QuarterAmount) -> MoneyStatement.Line {
        let deduction = file.deduction(deducted.quarter)
        let known = file.isIssued(quarter) ? deducted.amount : file.knownTotal(deducted.quarter)
        return MoneyStatement.Line("\(deducted.quarter.zh)扣款", "考核扣款 + 罚款", known.map { -$0 }) {
            if known != nil {
                p {
                    "考核 \(Format.fen(deduction.scoreDeduction)) + 罚款 \(Format.fen(deduction.fines)) = \(Format.fen(deduction.total))"
                }
            }
            if deduction.waivedByCap != .zero { p { "上限免去 \(Format.fen(deduction.waivedByCap))" } }
            p { link(Paths.quarter(deducted.quarter.description), "按站区、月份和罚款查看") }
        }
    }

    private var corrections: HTML {
        ul {
            corrected.map { made in
                li {
                    "\(made.site.shortNameZH)\(Format.month(made.month)) \(Self.versions(made))："
                    Format.fen(made.amount)
                }
            }
        }
    }

    private func finding(_ figures: PaymentFigures) -> String {
        let taken = figures.deducted.isEmpty ? "不扣款" : "扣款 \(file.takenWords(quarter))"
        return "应付 \(Format.money(figures.base))，\(taken)，实付 \(Format.money(figures.pay))。"
    }
}
