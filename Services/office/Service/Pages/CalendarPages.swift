import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

extension OfficePages {
    static let calendarPath = "/office/calendar"

    var calendarRoutes: [Route] {
        [
            Route(.get, Self.calendarPath, .signedIn, perform: calendar),
            Route(.get, "\(Self.calendarPath)/declare", OfficeRoutes.directors) { try declarePage($0, Fields(), []) },
            Route(.post, "\(Self.calendarPath)/declare", OfficeRoutes.directors, needsKey: true, perform: declare),
        ]
    }

    private func calendar(_ request: Request) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let now = clock.now()
        let (calendars, periods) = try await store.read { (try $0.calendars(), try $0.periods()) }
        let mayDeclare = viewer.roles.contains(.office) || viewer.roles.contains(.admin)
        let head = PageHead(
            "工作日历", section: "管委会",
            actions: mayDeclare ? [.open("发布", "\(Self.calendarPath)/declare")] : [])
        return Page(head, service: .office, viewer: viewer, path: Self.calendarPath) {
            DataTable(
                "重点时期", [.title("名称"), .text("日期"), .text("站区"), .text("说明")],
                periods.map { period in
                    TableRow(
                        period.name,
                        [
                            HTML(Format.days(period.from, period.to)), HTML(Self.names(of: period.sites)),
                            HTML(
                                period.cancelled.map { "已取消：\($0)" } ?? (period.confirmed ? "已确定" : "日期为估计")),
                        ])
                }, empty: .empty("没有重点时期。"))
            calendars.map { days(of: $0, now) }
        }.response(to: request)
    }

    private func days(of calendar: CalendarPublished, _ now: Timestamp) -> HTML {
        let marked =
            (calendar.closed.map { ($0, "休") } + calendar.open.map { ($0, "班") }).sorted { $0.0 < $1.0 }
            .filter { $0.0.year >= now.day.year }
        return HTML {
            DataTable(
                "\(calendar.calendar) 第\(calendar.version)版，已导入 \(calendar.years.map { "\($0)年" }.joined(separator: "、"))",
                [.title("日期"), .text("休/班"), .text("名称")],
                marked.map { day, mark in
                    TableRow(
                        Format.day(day),
                        [HTML(mark), Format.orNone(calendar.names?[day.description])])
                }, empty: .empty("\(now.day.year)年日历未导入。"))
        }
    }

    private func declare(_ request: Request) async throws -> Response {
        let form = try request.form()
        do throws(any Error) {
            guard let code = form.text("code")?.uppercased(), let from = form.text("from").flatMap({ Day($0) }),
                let to = form.text("to").flatMap({ Day($0) }), let id = PeriodID(rawValue: "\(code)-\(from.year)")
            else { throw Rejection.invalid("from", zh: "填写代号（字母）和日期，如2026-07-01。", en: "Code and dates.") }
            let period = PeriodDeclared(
                period: id, code: code, name: form.text("name") ?? "", from: from, to: to,
                confirmed: form["confirmed"] == "yes",
                sites: form.values("sites").compactMap { SiteCode(rawValue: $0) })
            return try await store.respond(to: request) { tx in
                _ = try OfficeDesk.declare(period, tx)
                return .redirect303(to: Self.calendarPath)
            }
        } catch let rejection as Rejection {
            return try declarePage(request, form, [FieldError(rejection.field, rejection.zh)])
        }
    }

    private func declarePage(_ request: Request, _ form: Fields, _ errors: [FieldError]) throws -> Response {
        let viewer = try Viewer(request, forms)
        return Page(
            PageHead("发布重点时期", back: NamedLink("工作日历", Self.calendarPath)), service: .office, viewer: viewer,
            path: Self.calendarPath, failed: !errors.isEmpty
        ) {
            CommandForm(
                "\(Self.calendarPath)/declare", FormKeys(request, forms), verb: "发布",
                back: NamedLink("返回", Self.calendarPath), errors: errors
            ) {
                Field.text(
                    "code", "代号", form["code"] ?? "", hint: "如 CHUNYUN；同一代号同一年只有一个", error: errors["code"], max: 20)
                Field.text("name", "名称", form["name"] ?? "", error: errors["name"], max: 20)
                Field.text("from", "开始日", form["from"] ?? "", kind: .date, error: errors["from"])
                Field.text("to", "结束日", form["to"] ?? "", kind: .date, error: errors["to"])
                Field.checks(
                    "sites", "站区", SiteCode.contractOrder.map { Choice($0.rawValue, $0.shortNameZH) },
                    chosen: Set(form.values("sites")), hint: "不选为全部", optional: true)
                Field.radios(
                    "confirmed", "日期", [Choice("yes", "已确定"), Choice("no", "估计")],
                    chosen: form["confirmed"] ?? "yes", across: true)
            }
        }.response(to: request, status: errors.isEmpty ? 200 : 422)
    }
}
