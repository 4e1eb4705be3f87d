import AssessmentsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// 月度考核表 on paper: the points item by item, what they were taken off for, and who signs.
struct SheetPrintPage: Sendable {
    let desk: AssessmentsDesk

    func show(_ request: Request) async throws -> Response {
        let file = try await desk.file(request)
        let viewer = try Viewer(request, desk.forms)
        let path = Paths.sheet(file.key.site, file.key.month)
        let head = PageHead("月度考核表", section: file.key.zh, back: NamedLink("\(file.key.zh)考核", path))
        return OpsConsole.Page(head, service: .assessments, viewer: viewer, path: path) {
            FactList(facts(file))
            items(file)
            evidence(file)
            objections(file)
            Signatures(["站区信息科", "供应商项目经理", "管委会信息处"])
            PrintFoot("月度考核表", at: desk.clock.now(), by: viewer.name)
        }.response(to: request)
    }

    private func facts(_ file: SheetFile) -> [(String, HTML)] {
        var state = Chip(file.status).html.plainText
        if case .frozen(let at) = file.status { state += " \(Format.full(at))" } else { state += "，得分为预计" }
        let scoring = file.sheet?.scoring
        var facts: [(String, HTML)] = [
            ("站区", HTML(file.key.site.nameZH)), ("月份", HTML(Format.month(file.key.month))),
            ("版次", HTML("第\(file.sheet?.version ?? 1)版")), ("状态", HTML(state)),
            ("得分", Format.num(Format.score(scoring?.score ?? file.preview.score))),
        ]
        if let veto = scoring?.veto {
            facts.append(("一票否决", HTML("\(veto.zh)，封顶 \(Format.score(scoring?.vetoCap ?? .full))")))
        }
        if !file.hasPosts { facts.append(("说明", HTML("无驻场岗位，出勤项不计，其余折算到100"))) }
        return facts
    }

    private func items(_ file: SheetFile) -> HTML {
        let names = Dictionary(file.rules.items.map { ($0.code, $0.name) }) { first, _ in first }
        return sheet("评分", ["代码", "项目"], ["满分", "扣分", "得分"]) {
            file.items.map { item in
                tr {
                    th(.scope("row")) { item.code.rawValue }
                    td { names[item.code] ?? item.code.zh }
                    [item.full, item.deducted, item.full - item.deducted].map { tenths in
                        td(.class("num")) { Format.tenths(tenths) }
                    }
                }
            }
        }
    }

    @HTMLBuilder private func evidence(_ file: SheetFile) -> HTML {
        let counted = (file.sheet?.evidence ?? []).filter { $0.counts && $0.ruling != .withdrawn }
        if !counted.isEmpty {
            h2 { "扣分依据" }
            sheet("扣分依据", ["日期", "代码", "事由", "认定"], ["扣分"]) {
                counted.map { piece in
                    tr {
                        th(.scope("row")) { Format.dayTime(piece.fact.occurredAt.day, omitting: file.key.month.year) }
                        td { piece.fact.item.rawValue }
                        td { "\(piece.fact.rule.zh)\(piece.fact.note.map { "：\($0)" } ?? "")" }
                        td { Self.words(piece.ruling) }
                        // What was not upheld takes nothing off, and a signed form must not read as if it did.
                        td(.class("num")) {
                            piece.ruling == .rejected ? Format.noneHTML : HTML(Format.tenths(piece.fact.tenths))
                        }
                    }
                }
            }
        }
    }

    @HTMLBuilder private func objections(_ file: SheetFile) -> HTML {
        let all = file.sheet?.objections ?? []
        if !all.isEmpty {
            h2 { "异议" }
            sheet("异议", ["序号", "异议", "答复"], []) {
                all.map { objection in
                    tr {
                        th(.scope("row")) { "第\(objection.number)条" }
                        td { objection.text }
                        td { objection.granted.map { $0 ? "成立" : "不成立" } ?? "未答复" }
                    }
                }
            }
        }
    }

    private func sheet(
        _ name: String, _ heads: [String], _ figures: [String], @HTMLBuilder _ rows: () -> HTML
    ) -> HTML {
        div(.class("list scroll"), .tabindex(0), .role("region"), .aria("label", name)) {
            table(.class("wide")) {
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

    /// Under 认定 a proposal reads as what is still to be done about it.
    private static func words(_ ruling: Sheet.Ruling) -> String { ruling == .proposed ? "待认定" : ruling.zh }
}
