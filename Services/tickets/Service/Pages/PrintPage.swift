import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// 维修单: the fault record under the contract's own headings (R49), for signing.
struct PrintPage: Sendable {
    let desk: TicketDesk

    func show(_ request: Request) async throws -> Response {
        let file = try await desk.file(try request.parameter("ticket"), for: try request.requireIdentity())
        let now = desk.clock.now()
        let resolution = file.ticket.resolution
        return Page("维修单 \(file.row.ticket)", service: .tickets, viewer: nil) {
            FactList([
                ("站区", HTML(file.row.site.nameZH)), ("标题", HTML(file.row.title)),
                ("设备", Format.orNone(file.row.itemName ?? file.row.item?.rawValue)),
                ("报单时间", HTML(Format.full(file.row.openedAt))),
                ("解决时间", Format.orNone(resolution.map { Format.full($0.at) })),
            ])
            table {
                tbody {
                    line("故障等级", file.row.priority.zh)
                    line("原因", resolution?.cause.map { "\($0.category.zh)：\($0.text)" } ?? "")
                    line("处理过程", process(file))
                    line("处理结果", resolution?.result ?? "")
                    line("维修更换部件型号", file.parts.map { "\($0.part) \($0.model)" }.joined(separator: "；"))
                    line("序列号", file.parts.map { "新 \($0.newSerial) 旧 \($0.oldSerial ?? "—")" }.joined(separator: "；"))
                }
            }
            Signatures(["工程师", "使用人", "站区信息科"])
            PrintFoot("维修单", at: now, by: request.identity?.name ?? "")
        }.response(to: request)
    }

    private func line(_ name: String, _ value: String) -> HTML {
        tr {
            th(.scope("row")) { name }
            td { value.isEmpty ? Format.noneHTML : HTML(value) }
        }
    }

    private func process(_ file: TicketFile) -> String {
        file.entries.compactMap { entry in
            if case .noted(let note) = entry.event { "\(Format.narrow(entry.at)) \(note.text)" } else { nil }
        }.joined(separator: "；")
    }
}
