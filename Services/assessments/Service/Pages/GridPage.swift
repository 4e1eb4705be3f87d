import AssessmentsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// `/assessments/`: the year's sheets by site and month, and what is to be done about last month's.
struct GridPage: Sendable {
    let desk: AssessmentsDesk

    func show(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let today = desk.clock.now().day
        let year = try request.number("year", in: 2020...2099, default: YearMonth(today).year)
        guard let first = YearMonth(year: year, month: 1), let last = YearMonth(year: year, month: 12) else {
            throw Problem.notFound
        }
        let (rows, known) = try await desk.store.read { db in
            (try SheetRow.between(first, last, db), try SheetRow.firstMonth(db))
        }
        // Before the first month anybody knows of there was no contract to judge by.
        let begin = known ?? YearMonth(today)
        let sites = SiteCode.contractOrder.filter { identity.mayAct(at: $0) }
        let head = PageHead("月度考核", section: "\(year)年") {
            (begin.year...max(begin.year, today.year)).filter { $0 != year }.map {
                link("/assessments/?year=\($0)", "\($0)年")
            }
            link(Paths.staffing, "驻场岗位")
            link(Paths.roster, "值班表")
        }
        return try OpsConsole.Page(
            head, service: .assessments, viewer: Viewer(request, desk.forms), path: Paths.assessments
        ) {
            toDo(rows.filter { identity.mayAct(at: $0.site) && $0.status != "frozen" && $0.month < YearMonth(today) })
            grid(year, sites, rows, from: begin, before: YearMonth(today))
            p(.class("ink2 f2")) { "数字是得分，颜色越深越低；“评”待评分，“认”有证据待认定，带“预”的还没有冻结。" }
        }.response(to: request)
    }

    /// Half years: side by side on a desk, one below the other on a phone, where twelve columns would be cut off.
    ///
    /// - Parameters:
    ///   - begin: the first month there is anything to judge.
    ///   - now: the month that is not over.
    private func grid(
        _ year: Int, _ sites: [SiteCode], _ rows: [SheetRow], from begin: YearMonth, before now: YearMonth
    ) -> HTML {
        let bySheet = Dictionary(uniqueKeysWithValues: rows.map { ($0.sheet, $0) })
        return div(.class("halves")) {
            [("上半年", 1...6), ("下半年", 7...12)].map { name, numbers in
                let months = numbers.compactMap { YearMonth(year: year, month: $0) }
                return Matrix(
                    "\(year)年\(name)各站考核得分", corner: "站区", heads: months.map { "\($0.month)月" },
                    sites.map { site in
                        Matrix.Line(
                            site.shortNameZH,
                            months.map { month in
                                let key = SheetKey(site: site, month: month)
                                return Self.cell(key, bySheet[key.id], isOver: begin <= month && month < now)
                            })
                    })
            }
        }
    }

    @HTMLBuilder private func toDo(_ rows: [SheetRow]) -> HTML {
        if !rows.isEmpty {
            DataTable(
                "还没有冻结的考核表",
                [.title("考核表"), .bare("状态"), .figure("得分"), .figure("待认定"), .figure("异议")],
                rows.map { row in
                    TableRow(
                        "\(row.site.shortNameZH) \(Format.month(row.month))", path: Paths.sheet(row.site, row.month),
                        [
                            Chip(.sheet(row.status)).html,
                            Format.orNone(row.score.map { Format.score($0) }),
                            HTML(Format.count(row.undecided)), HTML(Format.count(row.openObjections)),
                        ])
                }, empty: .empty("上月的考核表都已冻结。"))
        }
    }

    private static func cell(_ key: SheetKey, _ row: SheetRow?, isOver: Bool) -> Matrix.Cell {
        let path = Paths.sheet(key.site, key.month)
        guard let row else { return isOver ? .value("评", heat: 0, path: path) : .unknown }
        guard let score = row.score else {
            return .value(row.undecided > 0 ? "认\(row.undecided)" : "评", heat: row.undecided > 0 ? 2 : 1, path: path)
        }
        let text = score == .full ? "100" : Format.score(score)
        // The blank lets a narrow column put the mark below the figure.
        return .value(row.status == "frozen" ? text : text + " 预", heat: heat(score), path: path)
    }

    /// Deeper needs more attention: the steps of the deduction's rate.
    private static func heat(_ score: Score) -> Int {
        switch score.tenths {
        case 900...: 0
        case 850..<900: 1
        case 800..<850: 2
        case 700..<800: 3
        case 600..<700: 4
        default: 5
        }
    }
}
