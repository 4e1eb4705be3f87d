import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer
import TicketsDomain

/// 时限规则: what holds now, by policy and version.
struct PoliciesPage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard

    func show(_ request: Request) async throws -> Response {
        let policies = try await desk.store.read { try PolicyBook.current($0) }
        return Page("时限规则", service: .tickets, viewer: try Viewer(request, forms), path: "/tickets/policies") {
            (policies.isEmpty ? [.standard] : policies).map { card($0).html }
        }.response(to: request)
    }

    private func card(_ policy: SLAPolicyPublished) -> Card {
        Card("\(policy.name) 第\(policy.version)版") {
            p(.class("ink2")) {
                let sites = policy.sites.isEmpty ? "全部站区" : policy.sites.map(\.shortNameZH).joined(separator: "、")
                "\(policy.basis.zh) · \(sites) · 自动关闭 \(policy.autoCloseDays)个工作日"
            }
            DataTable(
                "时限", [.text("等级"), .text("计时"), .text("受理"), .text("到场"), .text("临时恢复"), .text("解决"), .text("初报")],
                policy.rows.map { row in
                    TableRow(
                        row.priority.zh,
                        [
                            HTML(row.clock.zh), limit(row.respond, row.clock), arrival(row),
                            limit(row.workaround, row.clock),
                            limit(row.resolve, row.clock), limit(row.report, row.clock),
                        ])
                }, empty: .empty("没有时限。"))
        }
    }

    private func arrival(_ row: SLARow) -> HTML {
        guard let off = row.arriveOff else { return limit(row.arrive, row.clock) }
        return HTML { [limit(row.arrive, row.clock), HTML(" / 工作时间外 "), limit(off, row.clock)] }
    }

    private func limit(_ seconds: Int64?, _ clock: ServiceClock) -> HTML {
        guard let seconds else { return Format.noneHTML }
        return HTML(
            clock == .working && seconds >= 28_800
                ? Format.workingTime(seconds: Int(seconds)) : Format.duration(seconds: Int(seconds)))
    }
}
