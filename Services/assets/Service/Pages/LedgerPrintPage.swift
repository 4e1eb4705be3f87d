import AssetsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// 设备台账 on paper, with the headings R55 prescribes word for word.
struct LedgerPrintPage: Sendable {
    let desk: LedgerDesk
    /// R55, in its order.
    static let headings: [ItemField] = [.name, .model, .serial, .hardware, .software, .madeOn, .warrantyTo]

    /// One item.
    func card(_ request: Request) async throws -> Response {
        let row = try await desk.item(request, try request.parameter("item"))
        return try page(request, "台账卡片 \(row.item)", [row])
    }

    /// The list as it is filtered, at most 500 items.
    func list(_ request: Request) async throws -> Response {
        let filter = try LedgerFilter(request)
        let rows = try await desk.store.read { try $0.ledger(filter, after: nil, limit: 500) }
        return try page(request, "设备台账", Array(rows.prefix(500)))
    }

    private func page(_ request: Request, _ title: String, _ rows: [ItemRow]) throws -> Response {
        let now = desk.clock.now()
        let viewer = try Viewer(request, desk.forms)
        let head = PageHead(title, section: "台账", back: NamedLink("台账", Paths.ledger)) {
            span { "打印 \(Format.full(now))" }
            span { viewer.name }
        }
        return OpsConsole.Page(head, service: .assets, viewer: viewer, path: Paths.ledger) {
            div(.class("list scroll"), .tabindex(0), .role("region"), .aria("label", title)) {
                table(.class("wide")) {
                    thead {
                        tr { (["编号", "站区"] + Self.headings.map(\.zh)).map { name in th(.scope("col")) { name } } }
                    }
                    tbody { rows.map(line) }
                }
            }
        }.response(to: request)
    }

    private func line(_ row: ItemRow) -> HTML {
        tr {
            th(.scope("row")) { row.item.rawValue }
            td { row.site.shortNameZH }
            Self.headings.map { field in td { Self.cell(field, row) } }
        }
    }

    private static func cell(_ field: ItemField, _ row: ItemRow) -> HTML {
        guard field == .warrantyTo else { return Format.orNone(row.fields[field]) }
        let words = [row.fields[.warrantyTo].map { "至\($0)" }, row.fields[.warrantyVendor]].compactMap { $0 }
        return Format.orNone(words.isEmpty ? nil : words.joined(separator: " "))
    }
}
