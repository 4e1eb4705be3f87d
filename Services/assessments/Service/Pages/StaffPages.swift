import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// `/assessments/staffing`: the posts the contract asks for against the people who hold them.
struct StaffingPage: Sendable {
    let desk: AssessmentsDesk

    func show(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let rows = try await desk.store.read { try PostRow.all($0) }.filter { identity.mayAct(at: $0.site) }
        let filled = rows.filter { $0.account != nil }.count
        let head = PageHead("驻场岗位", section: "考核", back: NamedLink("月度考核", Paths.assessments)) {
            span { "在岗 \(filled)，岗位 \(rows.count)，合同至少14人" }
        }
        return try OpsConsole.Page(
            head, service: .assessments, viewer: Viewer(request, desk.forms), path: Paths.staffing
        ) {
            DataTable(
                "岗位与人员", [.title("岗位"), .text("站区"), .text("类型"), .text("人员"), .text("到岗")],
                rows.map { row in
                    TableRow(
                        row.post.rawValue, urgency: row.account == nil ? .late : .none,
                        [
                            HTML(row.site.shortNameZH), HTML(row.role.zh),
                            row.name.map { HTML($0) } ?? Chip(ChipState(.late, "缺岗")).html,
                            row.since.map { Format.dayTime($0) } ?? Format.noneHTML,
                        ])
                }, empty: .empty("还没有岗位。"))
        }.response(to: request)
    }
}

/// `/assessments/roster`: two weeks of duty, as agreed and as proposed.
struct RosterPage: Sendable {
    let desk: AssessmentsDesk

    func show(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let today = desk.clock.now().day
        let chosen = request.query.text("site").flatMap { SiteCode(rawValue: $0) }
        let sites = SiteCode.contractOrder.filter { identity.mayAct(at: $0) }
        let (rows, names) = try await desk.store.read { db in
            let rows = try DutyRow.between(today, today.adding(days: 13), db)
                .filter { identity.mayAct(at: $0.site) && (chosen == nil || $0.site == chosen) }
            return (rows, try db.names(of: rows.map(\.account)))
        }
        let party = AssessmentsRights.party(identity)
        let mayAgree = identity.has([.siteLead, .office, .supplier])
        let keys = FormKeys(request, desk.forms)
        let head = PageHead("值班表", section: "考核", back: NamedLink("月度考核", Paths.assessments)) {
            span { "双方同意才生效" }
        }
        return try OpsConsole.Page(
            head, service: .assessments, viewer: Viewer(request, desk.forms), path: Paths.roster,
            sites: SiteSwitch(Paths.roster, sites, chosen: chosen)
        ) {
            DataTable(
                "未来两周值班", [.title("日期"), .text("站区"), .text("班次"), .text("值班人"), .bare("状态"), .bare("操作")],
                rows.prefix(200).map { row in
                    let mayAgreeTo = mayAgree && !row.agreed && row.party != party
                    return Self.line(row, names, keys: mayAgreeTo ? keys : nil)
                }, empty: .empty("未来两周还没有值班安排。"))
        }.response(to: request)
    }

    /// - Parameter keys: for the button; nil where there is nothing to agree to.
    private static func line(_ row: DutyRow, _ names: [AccountID: String], keys: FormKeys?) -> TableRow {
        let who = [row.post?.rawValue, names[row.account] ?? row.account.rawValue].compactMap(\.self)
        let path = "/assessments/roster/\(row.site)/\(row.day)/\(row.shift)/agree"
        return TableRow(
            Format.monthDay(row.day),
            [
                HTML(row.site.shortNameZH), HTML(row.shift.zh), HTML(who.joined(separator: " · ")),
                Chip(row.agreed ? ChipState(.done, "双方已同意") : ChipState(.waiting, "待同意")).html,
                keys.map { ActionBar([.post("同意", path, $0)]).html } ?? HTML(),
            ])
    }

    func agree(_ request: Request) async throws -> Response {
        let (site, day, shift) = try StaffRoutes.shift(request)
        return try await desk.agreeDuty(request, site, day, shift) { _ in .redirect303(to: Paths.roster) }
    }
}
