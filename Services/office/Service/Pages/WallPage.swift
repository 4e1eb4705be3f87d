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
        let head = PageHead("站区运维总览") {
            Format.day(now.day)
            view.periods.map { period in span { "重点时期：\(period.name)" } }
            asOf(view.overview, now)
        }
        return Page(head, service: .office, viewer: nil, path: "/office/wall", live: "/office/live") {
            OverviewFigures(view: view)
            div(.class("wall-parts")) {
                NineGrid("在办工单", view.overview.sites.map(Self.cell), part: "grid")
                WallList(rows: Array((view.major + view.late).uniqued().prefix(7)), now: now)
            }
        }.onWall().response(to: request)
    }

    func asOf(_ overview: Overview, _ now: Timestamp) -> HTML {
        span(.data("part", "as-of")) {
            "数据截至 "
            overview.asOf.map { Format.time($0, now: now) } ?? Format.noneHTML
        }
    }
}

/// What needs somebody now: number, site and level, without a word of the subject, for a public room.
struct WallList: Component {
    let rows: [TicketRow]
    let now: Timestamp

    var html: HTML {
        div(.class("list"), .data("part", "late")) {
            table {
                thead { tr { ["站区", "等级", "时限"].map { name in th(.scope("col")) { name } } } }
                tbody {
                    rows.map { row in
                        tr {
                            th(.scope("row")) { row.site.shortNameZH }
                            td { PriorityMark(row.priority) }
                            td { due(row) }
                        }
                    }
                    if rows.isEmpty { tr { td(.colspan(3)) { "没有超时的工单。" } } }
                }
            }
        }
    }

    private func due(_ row: TicketRow) -> String {
        guard let due = row.dueAt else { return TicketState.chip(row.status).word }
        let target = row.dueTarget?.zh ?? ""
        return due < now
            ? target + Format.over(seconds: Int((now - due) / 1000))
            : "\(target) \(Format.left(seconds: Int((due - now) / 1000)))"
    }
}

extension [TicketRow] {
    /// The first of each ticket.
    fileprivate func uniqued() -> [TicketRow] {
        var seen: Set<TicketID> = []
        return filter { seen.insert($0.ticket).inserted }
    }
}
