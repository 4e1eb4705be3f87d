import BillingDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 结算单 on paper: the payment's arithmetic, in figures and in capitals, what was deducted for, and who signs.
struct StatementPrintPage: Sendable {
    let desk: BillingDesk

    func show(_ request: Request) async throws -> Response {
        let quarter = try BillingDesk.quarter(request)
        let file = try await desk.file(BillingDesk.contract(quarter))
        let viewer = try Viewer(request, desk.forms)
        let path = Paths.quarter(quarter.description)
        let isIssued = file.isIssued(quarter)
        let lines = StatementLines(file: file, quarter: quarter)
        let head = PageHead(
            "\(quarter.zh)结算单\(isIssued ? "" : "（预计，未冻结）")", section: "付款", back: NamedLink("结算单", path))
        return OpsConsole.Page(head, service: .billing, viewer: viewer, path: path) {
            FactList(facts(file, quarter) + lines.facts)
            amounts(file, quarter, note: lines.unknownNote)
            file.terms.deducted(by: quarter).map { deductions(file, $0) }
            corrections(lines.corrected)
            Signatures(["供应商项目经理", "管委会信息处", "财务"])
            PrintFoot("结算单", at: desk.clock.now(), by: viewer.name)
        }.response(to: request)
    }

    private func facts(_ file: YearFile, _ quarter: Quarter) -> [(String, HTML)] {
        [
            ("合同年度", HTML("\(file.contract.year)年")), ("供应商", HTML(file.contract.supplier)),
            ("付款", HTML("第\(quarter.number)次，\(quarter.zh)")),
            ("状态", HTML(file.year.stage(quarter, file.terms).zh)),
        ]
    }

    private func amounts(_ file: YearFile, _ quarter: Quarter, note: String?) -> HTML {
        let figures = file.figures(quarter)
        return form("金额", ["项目"], ["金额（元）"]) {
            line("本季应付", Format.money(figures.base))
            figures.deducted.map { deducted in
                let known = file.isIssued(quarter) ? deducted.amount : file.knownTotal(deducted.quarter)
                return line("\(deducted.quarter.zh)扣款", known.map { Format.money(-$0) } ?? "待考核")
            }
            if figures.carryIn != .zero { line("上次结转", Format.money(-figures.carryIn)) }
            if figures.adjustments != .zero { line("更正", Format.money(figures.adjustments)) }
            if figures.carryOut != .zero { line("未扣完", Format.money(figures.carryOut)) }
            line("实付", Format.money(figures.pay), note: note)
        }
    }

    /// One deducted quarter: every site-month that cost something, every fine, and what they add up to.
    @HTMLBuilder private func deductions(_ file: YearFile, _ quarter: Quarter) -> HTML {
        let taken = file.deduction(quarter).lines.filter { $0.deduction != .zero }
        let (fines, open) = (file.fines(countedIn: quarter), file.unknown(quarter).count)
        h2 { "\(quarter.zh)扣款明细" }
        if taken.isEmpty, fines.isEmpty, open == 0 { p { "没有扣款。" } }
        if open > 0 { p { "\(open)个站区月份待考核，扣款未计入。" } }
        if !taken.isEmpty { scored(quarter, taken) }
        if !fines.isEmpty { fined(quarter, fines) }
        if !taken.isEmpty || !fines.isEmpty { sum(quarter, DeductionSum(file, quarter)) }
    }

    @HTMLBuilder private func scored(_ quarter: Quarter, _ lines: [DeductionLine]) -> HTML {
        h3 { "考核扣款" }
        form("\(quarter.zh)考核扣款", ["站区", "月份"], ["得分", "月费（元）", "扣款率", "扣款（元）"]) {
            lines.map { line in
                tr {
                    th(.scope("row")) { line.site.nameZH }
                    td { Format.month(line.month) }
                    [
                        Format.score(line.score), Format.money(line.fee), Format.rate(line.rateBp),
                        Format.money(line.deduction),
                    ].map { text in td(.class("num")) { text } }
                }
            }
        }
    }

    @HTMLBuilder private func fined(_ quarter: Quarter, _ fines: [FineImposed]) -> HTML {
        h3 { "罚款" }
        form("\(quarter.zh)罚款", ["编号", "站区", "事由"], ["金额（元）"]) {
            fines.map { fine in
                tr {
                    th(.scope("row")) { fine.fine.rawValue }
                    td { Format.orNone(fine.site?.nameZH) }
                    td { fine.reason }
                    td(.class("num")) { Format.money(fine.amount) }
                }
            }
        }
    }

    /// Who signs finds the payment's 扣款 here again, also where the cap waived a part of the rows.
    @HTMLBuilder private func sum(_ quarter: Quarter, _ sum: DeductionSum) -> HTML {
        h3 { "扣款合计" }
        form("\(quarter.zh)扣款合计", ["项目", "依据"], ["金额（元）"]) {
            sum.lines.map { line in
                tr {
                    th(.scope("row")) { line.name }
                    td { line.rule }
                    td(.class("num")) { Format.money(line.amount) }
                }
            }
        }
    }

    @HTMLBuilder private func corrections(_ corrected: [AdjustmentMade]) -> HTML {
        if !corrected.isEmpty {
            h2 { "更正明细" }
            form("更正明细", ["站区", "月份", "考核表版次"], ["金额（元）"]) {
                corrected.map { made in
                    tr {
                        th(.scope("row")) { made.site.nameZH }
                        td { Format.month(made.month) }
                        td { StatementLines.versions(made) }
                        td(.class("num")) { Format.money(made.amount) }
                    }
                }
            }
        }
    }

    private func form(
        _ name: String, _ heads: [String], _ figures: [String], @HTMLBuilder _ rows: () -> HTML
    ) -> HTML {
        div(.class("list scroll"), .tabindex(0), .role("region"), .aria("label", name)) {
            table(heads.count > 1 ? .class("wide") : nil) {
                thead {
                    tr {
                        heads.map { head in th(.scope("col")) { head } }
                        figures.map { head in th(.scope("col"), .class("num")) { head } }
                    }
                }
                tbody(content: rows)
            }
        }
    }

    private func line(_ name: String, _ amount: String, note: String? = nil) -> HTML {
        tr {
            th(.scope("row")) {
                name
                note.map { note in small { "（\(note)）" } }
            }
            td(.class("num")) { amount }
        }
    }
}
