import BillingDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// `/billing/`: the year: schedule, waterfall from what is due to what is paid, gates.
struct YearPage: Sendable {
    let desk: BillingDesk

    func show(_ request: Request) async throws -> Response {
        let contracts = try await desk.contracts()
        let asked = request.query.text("year").flatMap { Int($0) }
        guard let row = contracts.first(where: { asked == nil || $0.year == asked }) else {
            return try empty(request).response(to: request)
        }
        let file = try await desk.file(row.contract)
        let head = PageHead("\(row.year)年付款", section: "付款") {
            span { row.supplier }
            link(Paths.contract(row.contract), "合同")
            contracts.filter { $0.year != row.year }.map { link("/billing/?year=\($0.year)", "\($0.year)年") }
        }
        return try OpsConsole.Page(
            head, service: .billing, viewer: Viewer(request, desk.forms), path: Paths.billing
        ) {
            schedule(file)
            MoneyStatement(
                "\(row.year)年应付与实付", lines(file), frozen: file.quarters.allSatisfy { file.isIssued($0) },
                finding: finding(file), ledgerSum: ledgerSum(file))
            fines(file)
        }.response(to: request)
    }

    private func empty(_ request: Request) throws -> OpsConsole.Page {
        try OpsConsole.Page(
            PageHead("付款", section: "付款"), service: .billing, viewer: Viewer(request, desk.forms),
            path: Paths.billing
        ) {
            StateNote.empty("还没有录入这一年的合同。")
        }
    }

    private func schedule(_ file: YearFile) -> DataTable {
        DataTable(
            "四次付款", [.title("付款"), .bare("状态"), .text("应付日"), .figure("应付"), .figure("扣款"), .figure("实付")],
            file.quarters.map { quarter in
                let figures = file.figures(quarter)
                return TableRow(
                    quarter.zh, path: Paths.quarter(quarter.description),
                    [
                        HTML([
                            Chip(file.year.stage(quarter, file.terms)).html,
                            file.isIssued(quarter) ? HTML() : span(.class("ink3 f1")) { " 预计" },
                        ]),
                        quarter.number == 4
                            ? HTML("财政批复、到位后") : file.due(quarter).map { Format.dayTime($0) } ?? HTML("待日历"),
                        HTML(Format.money(figures.base)), HTML(file.takenWords(quarter)),
                        HTML(Format.money(figures.pay)),
                    ])
            }, empty: .empty("没有付款。"))
    }

    /// From what is due to what is paid: one amount a row.
    private func lines(_ file: YearFile) -> [MoneyStatement.Line] {
        var lines = [MoneyStatement.Line("合同金额", "四个季度之和", file.terms.annual, sum: true)]
        for quarter in file.quarters where file.terms.collects(quarter) {
            lines.append(
                MoneyStatement.Line("\(quarter.zh)扣款", state(file, quarter), file.knownTotal(quarter).map { -$0 }) {
                    link(Paths.quarter(quarter.description), "按站区、月份和罚款查看")
                })
        }
        let adjusted = file.quarters.reduce(Money.zero) { $0 + file.year.adjustments(landingIn: $1) }
        if adjusted != .zero { lines.append(MoneyStatement.Line("更正", "冻结后更正的差额", adjusted)) }
        let receivable = file.quarters.last.map { file.figures($0).carryOut } ?? .zero
        if receivable != .zero { lines.append(MoneyStatement.Line("应退还", "第四次付款后仍未扣完", receivable)) }
        lines.append(MoneyStatement.Line("实付合计", "四次付款之和" + unknownWords(file), paid(file), sum: true))
        return lines
    }

    private func state(_ file: YearFile, _ quarter: Quarter) -> String {
        guard file.year.deduction(of: quarter) == nil else { return "已冻结" }
        let unknown = file.unknown(quarter).count
        return "预计，还没有冻结" + (unknown == 0 ? "" : "；\(unknown)个站区月份待考核")
    }

    /// How much of the sum still stands on nothing.
    private func unknownWords(_ file: YearFile) -> String {
        let open = file.quarters.filter { file.terms.collects($0) }.reduce(0) { $0 + file.unknown($1).count }
        return open == 0 ? "" : "；还有\(open)个站区月份待考核，扣款未计入"
    }

    private func paid(_ file: YearFile) -> Money { file.quarters.reduce(.zero) { $0 + file.figures($1).pay } }

    /// The same total by the other way: what is due, less what is taken off, plus what was corrected.
    private func ledgerSum(_ file: YearFile) -> Money {
        let taken = file.quarters.filter { file.terms.collects($0) }.reduce(Money.zero) {
            $0 + file.deduction($1).total
        }
        let adjusted = file.quarters.reduce(Money.zero) { $0 + file.year.adjustments(landingIn: $1) }
        let left = file.quarters.last.map { file.figures($0).carryOut } ?? .zero
        return file.terms.annual - taken + adjusted + left
    }

    private func finding(_ file: YearFile) -> String {
        let open = file.quarters.reduce(0) { $0 + file.year.missing($1, file.terms).count }
        let words = "全年应付 \(Format.money(file.terms.annual))，预计实付 \(Format.money(paid(file)))。"
        return open == 0 ? words : words + "还有\(open)张考核表没有冻结，按已知得分预计。"
    }

    @HTMLBuilder private func fines(_ file: YearFile) -> HTML {
        if !file.year.fines.isEmpty { FineTable(caption: "罚款", fines: file.year.fines) }
    }
}
