import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// 隐患: open ones by the day they must be rectified, or the cleared ones.
struct FindingListPage: Sendable {
    let desk: InspectionDesk

    func show(_ request: Request) async throws -> Response {
        let now = desk.clock.now()
        let (site, allowed) = (try request.chosenSite(), try request.requireIdentity().sites)
        let open = request.query.text("state") != "cleared"
        let cursor = try request.cursor(FindingCursor.self)
        let rows = try await desk.store.read {
            try $0.findings(site: site, allowed: allowed, open: open, after: cursor, limit: 50)
        }
        let next =
            rows.count > 50
            ? try Cursor.encode(FindingCursor(dueAt: rows[49].dueAt, finding: rows[49].finding)) : nil
        let mayRaise = request.identity?.has([.engineer, .siteLead]) == true
        let head = PageHead(
            "隐患", back: NamedLink("巡检", Paths.myRounds),
            actions: mayRaise ? [.open("报隐患", InspectionPages.newFinding)] : [])
        let suffix = site.map { "site=\($0)" } ?? ""
        let (openPath, clearedPath) = (
            InspectionPages.findings + (suffix.isEmpty ? "" : "?" + suffix),
            InspectionPages.findings + "?state=cleared" + (suffix.isEmpty ? "" : "&" + suffix)
        )
        let current = open ? openPath : clearedPath
        let page = OpsConsole.Page(
            head, service: .inspections, viewer: try Viewer(request, desk.forms), path: InspectionPages.findings
        ) {
            Tabs("隐患", [NamedLink("未销项", openPath), NamedLink("已销项", clearedPath)], current: current)
            FindingTable.table(Array(rows.prefix(50)), now, empty: .empty(open ? "没有未销项的隐患。" : "没有已销项的隐患。"))
            Paging(next: next.map { current + (current.contains("?") ? "&" : "?") + "cursor=\($0)" })
        }
        return page.response(to: request)
    }
}

/// Findings as a table on a desk and cards on a phone.
enum FindingTable {
    static func table(_ findings: [FindingRow], _ now: Timestamp, empty: StateNote) -> DataTable {
        DataTable(
            "隐患", [.text("编号"), .title("内容"), .bare("状态"), .text("程度"), .text("站区"), .text("整改期限")],
            findings.map { line($0, now) }, empty: empty)
    }

    private static func line(_ row: FindingRow, _ now: Timestamp) -> TableRow {
        let isLate = row.isLate(at: now)
        return TableRow(
            row.finding.rawValue, path: Paths.finding(row.finding), urgency: isLate ? .late : .none,
            [
                HTML(row.title),
                Layout.cluster { HTML([Chip(row.status).html, isLate ? Chip(ChipState.late).html : HTML()]) },
                HTML(row.severity.zh), HTML(row.site.shortNameZH),
                Format.deadlineTime(row.dueAt, now: now),
            ])
    }
}
