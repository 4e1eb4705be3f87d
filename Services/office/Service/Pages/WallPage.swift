import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

extension OfficePages {
    /// The big screen: no navigation, nothing to press, read from five metres.
    func wall(_ request: Request) async throws -> Response {
        let view = try await overviewView(request)
        let now = clock.now()
        return Page("站区运维总览", service: .office, viewer: nil, path: "/office/wall", live: "/office/live") {
            div(.class("wall"), .data("theme", "dark")) {
                p(.class("f4")) {
                    Format.day(now.day)
                    "　数据截至 "
                    view.overview.asOf.map { Format.time($0, now: now) } ?? Format.noneHTML
                    view.periods.map { HTML("　重点时期：\($0.name)") }
                }
                OverviewFigures(view: view)
                NineGrid("在办工单", view.overview.sites.map(Self.cell), part: "grid")
                TicketTable("超时工单", Array(view.late.prefix(5)), now: now, empty: "没有超时的工单。", part: "late")
            }
        }.response(to: request)
    }
}
