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
        let head = PageHead(
            "\(quarter.zh)结算单", section: "付款", back: NamedLink("\(quarter.year)年付款", "/billing/?year=\(quarter.year)"),
            actions: GateVerb.allCases.filter { $0.isOpen(file, quarter) && identity.has($0.roles) }
                .map { .open($0.zh, "\(path)/\($0.rawValue)", aside: $0.isAside) }
        ) {
            Chip(file.year.stage(quarter, file.terms))
            if !file.isIssued(quarter) { span { "预计，未冻结" } }
        }
        return try OpsConsole.Page(
            head, service: .billing, viewer: Viewer(request, desk.forms), path: path
        ) {
            missing(file, quarter)
            FactList(facts(file, quarter))
            StatementLines(file: file, quarter: quarter).statement
            DeductionTable(file: file, quarter: quarter).html
        }.response(to: request)
    }

    /// The quarter's site-months for a spreadsheet; amounts in yuan.
    func export(_ request: Request) async throws -> Response {
        let quarter = try BillingDesk.quarter(request)
        let file = try await desk.file(BillingDesk.contract(quarter))
        let isFrozen = file.year.deduction(of: quarter) != nil
        let rows = file.deduction(quarter).lines.map { line in
            [
                line.site.nameZH, line.month.description, String(line.sheetVersion), Format.score(line.score),
                GatePage.yuan(line.fee), String(line.rateBp.rawValue), GatePage.yuan(line.deduction),
                isFrozen ? "已冻结" : "预计",
            ]
        }
        let heads = ["站区", "月份", "考核表版次", "得分", "月费（元）", "扣款率（基点）", "扣款（元）", "状态"]
        return .csv([heads] + rows, name: "\(quarter.zh)考核扣款")
    }

    @HTMLBuilder private func missing(_ file: YearFile, _ quarter: Quarter) -> HTML {
        let open = file.blockers(quarter)
        if !open.isEmpty, !file.isIssued(quarter) {
            StateNote.notNow("还不能出结算单：\(open.count)张考核表没有冻结（\(open.map(\.zh).joined(separator: "、"))）。")
        }
    }

    private func facts(_ file: YearFile, _ quarter: Quarter) -> [(String, HTML)] {
        var facts: [(String, HTML)] = [
            (
                "应付日",
                quarter.number == 4
                    ? HTML("财政批复、资金到位后") : file.due(quarter).map { Format.dayTime($0) } ?? HTML("待日历")
            ),
            ("实付大写", HTML(Format.capitals(file.figures(quarter).pay))),
        ]
        guard let payment = file.year.payment(of: quarter) else { return facts }
        switch payment.state {
        case .fiscallyApproved(let document, let day): facts.append(("批复", HTML("\(document)（\(day)）")))
        case .awaitingFunds(let reason): facts.append(("待财政资金", HTML(reason)))
        case .paid(let day): facts.append(("支付日", Format.dayTime(day)))
        case .issued, .approved: break
        }
        for head in payment.statement.heads {
            facts.append(("依据", HTML("\(head.topic) 第\(head.seq)条 \(head.hash.prefix(12))…")))
        }
        return facts
    }
}

/// The lines of a payment's statement.
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
        lines.append(MoneyStatement.Line("实付", "应付 − 扣款 − 结转 + 更正，不小于0", figures.pay, sum: true))
        return MoneyStatement(
            "\(quarter.zh)付款", lines, frozen: file.isIssued(quarter), finding: finding(figures),
            ledgerSum: figures.net + figures.carryOut)
    }

    private func line(_ deducted: QuarterAmount) -> MoneyStatement.Line {
        let deduction = file.deduction(deducted.quarter)
        return MoneyStatement.Line("\(deducted.quarter.zh)扣款", "考核扣款 + 罚款", -deducted.amount) {
            p {
                "考核 \(Format.fen(deduction.scoreDeduction)) + 罚款 \(Format.fen(deduction.fines)) = \(Format.fen(deduction.total))"
            }
            if deduction.waivedByCap != .zero { p { "上限免去 \(Format.fen(deduction.waivedByCap))" } }
            p { link(Paths.quarter(deducted.quarter.description), "按站区和月份查看") }
        }
    }

    private var corrections: HTML {
        ul {
            file.year.adjustments.filter { $0.landsIn == quarter }.map { made in
                li {
                    "\(made.site.shortNameZH)\(Format.month(made.month)) 第\(made.fromVersion)版 → 第\(made.toVersion)版："
                    Format.fen(made.amount)
                }
            }
        }
    }

    private func finding(_ figures: PaymentFigures) -> String {
        let taken = figures.deducted.reduce(Money.zero) { $0 + $1.amount }
        return "应付 \(Format.money(figures.base))，扣款 \(Format.money(taken))，实付 \(Format.money(figures.pay))。"
    }
}

/// The quarter's own site-months: score, fee, rate, deduction; each opens its formula and its sheet.
struct DeductionTable {
    let file: YearFile
    let quarter: Quarter

    var html: HTML {
        let lines = file.deduction(quarter).lines
        let isFrozen = file.year.deduction(of: quarter) != nil
        let (taken, free) = (lines.filter { $0.deduction != .zero }, lines.filter { $0.deduction == .zero })
        return HTML {
            table("\(quarter.zh)考核扣款\(isFrozen ? "" : "（预计，未冻结）")", taken, isFrozen)
            p(.class("ink2 f2")) { paymentWords }
            p { link("\(Paths.quarter(quarter.description)).csv", "导出表格") }
            if !free.isEmpty {
                fold("不扣款的站区月份（\(free.count)）") { table("不扣款的站区月份", free, isFrozen) }
            }
        }
    }

    /// Where the quarter's deduction is taken off.
    private var paymentWords: String {
        let payment = file.quarters.first { file.terms.deducted(by: $0).contains(quarter) }
        return payment.map { "在\($0.zh)付款中扣除。" } ?? "按合同口径不在付款中扣除。"
    }

    private func table(_ caption: String, _ lines: [DeductionLine], _ isFrozen: Bool) -> DataTable {
        DataTable(
            caption, [.title("站区、月份"), .figure("得分"), .figure("月费"), .figure("扣款率"), .figure("扣款")],
            lines.map { line in
                TableRow(
                    "\(line.site.shortNameZH) \(line.month.month)月", path: Paths.sheet(line.site, line.month),
                    [
                        HTML([score(line, isFrozen)]), HTML(Format.money(line.fee)), HTML(Format.rate(line.rateBp)),
                        amount(line),
                    ])
            }, empty: .empty("\(quarter.zh)还没有考核扣款。"))
    }

    private func score(_ line: DeductionLine, _ isFrozen: Bool) -> HTML {
        let key = SiteMonth(site: line.site, month: line.month)
        let isKnown = isFrozen || file.year.scores[key] != nil || file.scores[key] != nil
        return isKnown ? HTML(Format.score(line.score)) : HTML("未评")
    }

    private func amount(_ line: DeductionLine) -> HTML {
        guard line.deduction != .zero else { return HTML(Format.money(.zero)) }
        return details(.class("fold")) {
            summary { Format.money(line.deduction) }
            p(.class("formula")) {
                "（\(Format.fen(line.fee))×\(line.rateBp.rawValue)+5,000）÷10,000 = \(Format.fen(line.deduction))"
            }
        }
    }
}
