import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

extension OfficePages {
    func system(_ request: Request) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let figures = try await SystemFigures.load(store)
        let now = clock.now()
        return Page("系统", service: .office, viewer: viewer, path: Paths.system) {
            warnings(figures, now)
            DataTable(
                "数据来源", [.title("服务"), .figure("已读到"), .text("最后一条")],
                figures.feeds.map { source in
                    TableRow(
                        Self.name(source.service),
                        [
                            Format.num(Format.count(Int(source.seq))),
                            source.lastFactAt.map { Format.time($0, now: now) } ?? Format.noneHTML,
                        ])
                }, empty: .empty("没有数据来源。"))
            DataTable(
                "停放的事实", [.title("对象"), .text("来源"), .figure("序号"), .text("原因")],
                figures.parked.prefix(50).map { fact in
                    TableRow(
                        RecordWords.thing(fact.subject),
                        [
                            HTML(RecordWords.source(Topic(rawValue: fact.source))), Format.num(String(fact.seq)),
                            HTML(Self.parkedReason(fact.reason)),
                        ])
                }, empty: .empty("没有停放的事实。"))
            div(.class("cluster")) {
                link(Paths.audit, "审计", .class("btn"))
                link(Self.calendarPath, "工作日历", .class("btn"))
                link(Paths.gallery, "图样", .class("btn"))
            }
        }.response(to: request)
    }

    private func warnings(_ figures: SystemFigures, _ now: Timestamp) -> HTML {
        let year = now.day.year
        return HTML {
            if !figures.loadedYears.contains(year) {
                Flash("\(year)年日历未导入，工作时间不能计算。", .failed, link: NamedLink("工作日历", Self.calendarPath)).html
            }
            if now.day.month == 12, !figures.loadedYears.contains(year + 1) {
                Flash("\(year + 1)年日历未导入。", .notice, link: NamedLink("工作日历", Self.calendarPath)).html
            }
            if figures.unreadable > 0 {
                Flash("有\(figures.unreadable)条记录不能读取。", .notice).html
            }
        }
    }

    private static func parkedReason(_ name: String) -> String {
        switch name {
        case "failed": "处理失败"
        case "unknown-version": "版本不认识"
        case "too-many-hops": "循环触发"
        case "foreign": "站区不归此来源"
        case "waiting": "等前一条处理完"
        default: name
        }
    }

    static func name(_ service: String) -> String {
        ServiceName(rawValue: service).map { OwnedService($0).zh } ?? service
    }
}
