import AssetsDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 台账: the list with its filters; 50 items a page.
struct LedgerListPage: Sendable {
    let desk: LedgerDesk
    private static let size = 50

    func show(_ request: Request) async throws -> Response {
        let (filter, cursor) = (try LedgerFilter(request), try request.cursor(String.self))
        let (rows, figures) = try await desk.store.read { db in
            (try db.ledger(filter, after: cursor, limit: Self.size), try db.completeness(filter.allowed))
        }
        let viewer = try Viewer(request, desk.forms)
        let mayWrite = request.identity?.has([.engineer, .siteLead, .office]) == true
        let head = PageHead("台账", actions: mayWrite ? [.open("登记", "/assets/new")] : []) {
            completeness(figures, filter)
            link("/assets/ledger.csv" + Self.query(filter), "导出")
            link("/assets/print" + Self.query(filter), "打印")
        }
        let next = rows.count > Self.size ? try Cursor.encode(rows[Self.size - 1].item.rawValue) : nil
        return OpsConsole.Page(head, service: .assets, viewer: viewer, path: Paths.ledger) {
            filters(filter, viewer)
            DataTable(
                "设备", [.text("编号"), .title("设备名称"), .text("站区"), .text("类别"), .bare("状态"), .figure("数量"), .text("缺项")],
                rows.prefix(Self.size).map(line), empty: empty(filter))
            Paging(
                first: cursor == nil ? nil : Paths.ledger + Self.query(filter),
                next: next.map { Paths.ledger + Self.query(filter, adding: [("cursor", $0)]) })
        }.response(to: request)
    }

    /// The same view as a table for Excel, at most 5 000 items.
    func export(_ request: Request) async throws -> Response {
        let filter = try LedgerFilter(request)
        let rows = try await desk.store.read { try $0.ledger(filter, after: nil, limit: 5_000) }
        let columns = ItemField.all
        let lines = rows.prefix(5_000).map { row in
            [row.item.rawValue, row.site.nameZH, row.state.zh]
                + columns.map { $0 == .category ? row.category.zh : row.fields[$0] ?? "" }
        }
        return .csv([["编号", "站区", "状态"] + columns.map(\.zh)] + lines, name: "台账")
    }

    private func line(_ row: ItemRow) -> TableRow {
        TableRow(
            row.item.rawValue, path: Paths.item(row.item),
            [
                HTML(row.name), HTML(row.site.shortNameZH), HTML(row.category.zh), Chip(row.state).html,
                row.quantity.map { Format.num("\($0) \(row.unit)") } ?? HTML("未提供"),
                HTML(row.missing == 0 ? "齐全" : "缺\(row.missing)项"),
            ])
    }

    private func completeness(_ figures: [SiteCompleteness], _ filter: LedgerFilter) -> HTML {
        let shown = figures.filter { filter.site == nil || $0.site == filter.site }
        let (mandatory, empty) = (shown.map(\.mandatory).reduce(0, +), shown.map(\.empty).reduce(0, +))
        let rate = SiteCompleteness(site: .jg, items: 0, mandatory: mandatory, empty: empty).emptyRate
        return HTML {
            span { "共 \(Format.count(shown.map(\.items).reduce(0, +))) 项" }
            link(
                Paths.ledger + Self.query(filter, adding: [("incomplete", "1")]),
                "必填项空缺 \(Format.rate(rate))")
        }
    }

    private func filters(_ filter: LedgerFilter, _ viewer: Viewer) -> Filters {
        let sites = viewer.sites.isEmpty ? SiteCode.contractOrder : viewer.sites
        let all = Choice("", "全部")
        return Filters(
            Paths.ledger,
            [
                .text("q", "编号、名称、型号", filter.words ?? "", kind: .search),
                .select(
                    "site", "站区", [all] + sites.map { Choice($0.rawValue, $0.nameZH) }, chosen: filter.site?.rawValue),
            ],
            more: [
                .select(
                    "category", "类别", [all] + ItemCategory.catalogue.map { Choice($0.rawValue, $0.zh) },
                    chosen: filter.category?.rawValue),
                .select(
                    "state", "状态", [all] + ItemState.all.map { Choice($0.rawValue, $0.zh) },
                    chosen: filter.state?.rawValue),
            ], applied: applied(filter), clear: Paths.ledger)
    }

    private func applied(_ filter: LedgerFilter) -> [Filters.Applied] {
        Self.parts(filter).map { name, value, words in
            let rest = Self.parts(filter).filter { $0.name != name }.map { ($0.name, $0.value) }
            return Filters.Applied(words, without: Paths.ledger + Self.encoded(rest))
        }
    }

    private func empty(_ filter: LedgerFilter) -> StateNote {
        let words = Self.parts(filter).map(\.words)
        return words.isEmpty ? .empty("台账还没有设备。") : .emptyByFilter(words, of: "设备", clear: Paths.ledger)
    }

    private static func parts(_ filter: LedgerFilter) -> [(name: String, value: String, words: String)] {
        [
            filter.words.map { ("q", $0, "“\($0)”") },
            filter.site.map { ("site", $0.rawValue, $0.shortNameZH) },
            filter.category.map { ("category", $0.rawValue, $0.zh) },
            filter.state.map { ("state", $0.rawValue, $0.zh) },
            filter.incomplete ? ("incomplete", "1", "有缺项") : nil,
        ].compactMap { $0 }
    }

    private static func query(_ filter: LedgerFilter, adding more: [(String, String)] = []) -> String {
        let names = Set(more.map { $0.0 })
        return encoded(parts(filter).filter { !names.contains($0.name) }.map { ($0.name, $0.value) } + more)
    }

    private static func encoded(_ pairs: [(String, String)]) -> String {
        pairs.isEmpty ? "" : "?" + Fields(pairs).encoded
    }
}
