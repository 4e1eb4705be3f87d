import BillingDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// All a quarter's deduction is made of: site-months, each with its formula and its sheet, fines, and their sum.
struct DeductionTable {
    let file: YearFile
    let quarter: Quarter

    var html: HTML {
        let (known, unknown) = lines
        let (taken, free) = (known.filter { $0.deduction != .zero }, known.filter { $0.deduction == .zero })
        return HTML {
            table("\(quarter.zh)考核扣款\(isFrozen ? "" : "（预计，未冻结）")", taken)
            if !free.isEmpty {
                fold("不扣款的站区月份（\(free.count)）") { table("不扣款的站区月份", free) }
            }
            if !unknown.isEmpty {
                fold("待考核的站区月份（\(unknown.count)）") { unknownTable(unknown) }
            }
            fines
            sum
            p(.class("ink2 f2")) { paymentWords }
            p(.class("no-print")) { link("\(Paths.quarter(quarter.description)).csv", "导出表格") }
        }
    }

    private var isFrozen: Bool { file.year.deduction(of: quarter) != nil }

    /// What nobody has scored is neither deducted nor free of deduction.
    private var lines: (known: [DeductionLine], unknown: [DeductionLine]) {
        let lines = file.deduction(quarter).lines
        let isKnown = lines.map { file.isKnown(SiteMonth(site: $0.site, month: $0.month)) }
        let marked = zip(lines, isKnown)
        return (marked.filter(\.1).map(\.0), marked.filter { !$0.1 }.map(\.0))
    }

    /// Where the quarter's deduction is taken off.
    private var paymentWords: String {
        let payment = file.quarters.first { file.terms.deducted(by: $0).contains(quarter) }
        return payment.map { "在\($0.zh)付款中扣除。" } ?? "按合同口径不在付款中扣除。"
    }

    private func table(_ caption: String, _ lines: [DeductionLine]) -> DataTable {
        DataTable(
            caption, [.title("站区、月份"), .figure("得分"), .figure("月费"), .figure("扣款率"), .figure("扣款")],
            lines.map { line in
                TableRow(
                    Self.name(line), path: Paths.sheet(line.site, line.month),
                    [
                        HTML(Format.score(line.score)), HTML(Format.money(line.fee)), HTML(Format.rate(line.rateBp)),
                        amount(line),
                    ])
            }, empty: .empty("\(quarter.zh)还没有考核扣款。"))
    }

    private func unknownTable(_ lines: [DeductionLine]) -> DataTable {
        DataTable(
            "待考核的站区月份", [.title("站区、月份"), .figure("得分"), .figure("月费"), .figure("扣款")],
            lines.map { line in
                TableRow(
                    Self.name(line), path: Paths.sheet(line.site, line.month),
                    [HTML("待考核"), HTML(Format.money(line.fee)), Format.noneHTML])
            }, empty: .empty("没有待考核的站区月份。"))
    }

    private static func name(_ line: DeductionLine) -> String { "\(line.site.shortNameZH) \(line.month.month)月" }

    private func amount(_ line: DeductionLine) -> HTML {
        guard line.deduction != .zero else { return HTML(Format.money(.zero)) }
        return details(.class("fold")) {
            summary { Format.money(line.deduction) }
            p(.class("formula")) {
                "（\(Format.fen(line.fee))×\(line.rateBp.rawValue)+5,000）÷10,000 = \(Format.fen(line.deduction))"
            }
        }
    }

    @HTMLBuilder private var fines: HTML {
        let fines = file.fines(countedIn: quarter)
        if !fines.isEmpty { FineTable(caption: "\(quarter.zh)罚款", fines: fines) }
    }

    /// The rows above, added up: whoever opens a sum of the payment finds it here again.
    @HTMLBuilder private var sum: HTML {
        let sum = DeductionSum(file, quarter)
        if !sum.lines.isEmpty {
            DataTable(
                "\(quarter.zh)扣款合计\(isFrozen ? "" : "（预计，未冻结）")", [.title("项目"), .text("依据"), .figure("金额")],
                sum.lines.map { TableRow($0.name, [HTML($0.rule), HTML(Format.money($0.amount))]) },
                empty: .empty("没有扣款。"))
        }
    }
}

/// A quarter's rows added up, what the cap waives among them: the same on the screen and on paper.
struct DeductionSum {
    struct Line {
        let name: String
        let rule: String
        let amount: Money
    }

    /// None where nothing is known yet: no score and no fine.
    let lines: [Line]

    init(_ file: YearFile, _ quarter: Quarter) {
        guard let total = file.knownTotal(quarter) else {
            lines = []
            return
        }
        let (deduction, unknown) = (file.deduction(quarter), file.unknown(quarter).count)
        let raw = deduction.lines.reduce(Money.zero) { $0 + $1.deduction }
        let rule = unknown == 0 ? "各站区月份之和" : "已考核的站区月份之和，还有\(unknown)个待考核"
        let fines = Line(name: "罚款", rule: "\(file.fines(countedIn: quarter).count)笔", amount: deduction.fines)
        var rows = [Line(name: "考核扣款", rule: rule, amount: raw)]
        if deduction.waivedByCap == .zero {
            rows += [fines, Line(name: "合计", rule: "考核扣款 + 罚款", amount: total)]
        } else {
            let waived = Line(name: "上限免去", rule: "合同的考核扣款上限", amount: -deduction.waivedByCap)
            rows += [waived, fines, Line(name: "合计", rule: "考核扣款 − 上限免去 + 罚款", amount: total)]
        }
        lines = rows
    }
}

/// Fines with why they were imposed.
struct FineTable: Component {
    let caption: String
    let fines: [FineImposed]

    var html: HTML {
        DataTable(
            caption, [.title("编号"), .text("季度"), .text("站区"), .figure("金额"), .text("事由")],
            fines.map { fine in
                TableRow(
                    fine.fine.rawValue,
                    [
                        HTML(fine.quarter.zh), Format.orNone(fine.site?.shortNameZH), HTML(Format.money(fine.amount)),
                        HTML(fine.reason),
                    ])
            }, empty: .empty("没有罚款。"))
    }
}

extension YearFile {
    /// −￥1,225.00, 待考核 where nobody knows yet, 不扣款 where the payment takes nothing off by the contract.
    func takenWords(_ payment: Quarter) -> String {
        guard !terms.deducted(by: payment).isEmpty else { return "不扣款" }
        guard !isIssued(payment) else { return Format.money(-taken(payment)) }
        return knownDeduction(by: payment).map { Format.money(-$0) } ?? "待考核"
    }

    private func taken(_ payment: Quarter) -> Money {
        figures(payment).deducted.reduce(Money.zero) { $0 + $1.amount }
    }
}
