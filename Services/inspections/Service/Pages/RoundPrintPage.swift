import InspectionsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// 日常巡检记录 on paper (R54): what was to be checked, what was found, who signs.
struct RoundPrintPage: Sendable {
    let desk: InspectionDesk

    func show(_ request: Request) async throws -> Response {
        let row = try await desk.round(request, try request.parameter("round"))
        let (item, person) = try await desk.store.read { db in
            (
                try row.item.flatMap { try db.itemName($0) },
                try row.person.map { try db.names(of: [$0])[$0] ?? $0.rawValue }
            )
        }
        let viewer = try Viewer(request, desk.forms)
        let head = PageHead(
            "日常巡检记录", bar: row.round.rawValue, section: row.name, back: NamedLink(row.name, Paths.round(row.round)))
        return OpsConsole.Page(head, service: .inspections, viewer: viewer, path: Paths.round(row.round)) {
            FactList(facts(row, item, person))
            div(.class("list scroll"), .tabindex(0), .role("region"), .aria("label", "检查项")) {
                table(.class("wide")) {
                    thead {
                        tr { ["序号", "检查内容", "正常范围", "读数", "结果", "情况"].map { name in th(.scope("col")) { name } } }
                    }
                    tbody { row.items.enumerated().map { line($0 + 1, $1, row) } }
                }
            }
            Signatures(["巡检人", "站区信息科"])
            PrintFoot("日常巡检记录", at: desk.clock.now(), by: viewer.name)
        }.response(to: request)
    }

    private func facts(_ row: RoundRow, _ item: String?, _ person: String?) -> [(String, HTML)] {
        [
            ("编号", HTML(row.round.rawValue)), ("站区", HTML(row.site.nameZH)), ("任务", HTML(row.name)),
            ("设备", Format.orNone(item ?? row.item?.rawValue)), ("应检", HTML(Format.full(row.dueAt))),
            ("状态", HTML(row.status.zh)), ("依据", HTML(row.basis.zh)),
            ("巡检人", Format.orNone(person)),
            (
                "完成",
                Format.orNone(row.status == .completed || row.status == .late ? row.at.map { Format.full($0) } : nil)
            ),
        ]
    }

    private func line(_ number: Int, _ item: CheckItem, _ row: RoundRow) -> HTML {
        let reading = row.readings.first { $0.code == item.code }
        return tr {
            td { String(number) }
            th(.scope("row")) { item.text }
            td { Format.orNone(item.limitsZH) }
            td { Format.orNone(reading?.value.map { "\($0)\(reading?.unit ?? "")" }) }
            td { Format.orNone(reading?.outcome.zh) }
            td { Format.orNone(reading?.note) }
        }
    }
}
