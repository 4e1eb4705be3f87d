import OpsContracts

/// Clocks, lists, timelines: what tickets and rounds are made of.
extension Gallery {
    private static let (hour, minute): (Int64, Int64) = (3_600_000, 60_000)

    static func clocks(_ now: Timestamp) -> HTML {
        both("时限") {
            SLAClock(
                "解决", allowed: 8 * 3600, used: 2300, due: .at(now + 7 * hour + 22 * minute),
                phase: .counting(stops: now + 90 * minute, resumes: now + 3 * hour), now: now)
            SLAClock(
                "解决", allowed: 8 * 3600, used: 8 * 3600 - 5520, due: .at(now + 92 * minute),
                phase: .counting(stops: nil, resumes: nil), pauses: [9000], now: now
            ) {
                FactList([
                    ("09:00—12:00", "3工时"), ("12:00—13:00", "午休，不计"), ("13:00—16:28", "3工时28分"), ("日历", "2026年第1版"),
                ])
            }
            SLAClock(
                "临时恢复", allowed: 3600, used: 3600 - 570, due: .at(now + 570_000),
                phase: .counting(stops: nil, resumes: nil), now: now)
            SLAClock(
                "到场", allowed: 1800, used: 2280, due: .at(now + -8 * minute),
                phase: .counting(stops: nil, resumes: nil), now: now)
            SLAClock(
                "解决", allowed: 7200, used: 14_000, due: .at(now + -2 * hour),
                phase: .counting(stops: nil, resumes: nil), now: now)
            SLAClock(
                "解决", allowed: 28_800, used: 9000, due: .none,
                phase: .paused(reason: "等待网络点位", since: now + -135 * minute), now: now)
            SLAClock(
                "解决", allowed: 28_800, used: 14_400, due: .at(now + 20 * hour), phase: .offHours(until: now + 2 * hour),
                now: now)
            SLAClock("受理", allowed: 900, used: 660, due: .none, phase: .met(at: now + -27 * minute), now: now)
            SLAClock("到场", allowed: 1800, used: 3900, due: .none, phase: .met(at: now + -9 * minute), now: now)
            SLAClock("报告", allowed: 1, used: 0, due: .none, phase: .notApplicable(why: "只用于一级、二级"), now: now)
            SLAClock(
                "解决", allowed: 1, used: 0, due: .unknown(year: 2027), phase: .awaitingCalendar(year: 2027), now: now)
        }
    }

    static func list(_ now: Timestamp) -> HTML {
        let late = SLAClock(
            "到场", allowed: 1800, used: 2280, due: .at(now + -8 * minute), phase: .counting(stops: nil, resumes: nil),
            now: now)
        let near = SLAClock(
            "解决", allowed: 28_800, used: 23_280, due: .at(now + 92 * minute),
            phase: .counting(stops: nil, resumes: nil), now: now)
        let paused = SLAClock(
            "解决", allowed: 28_800, used: 9000, due: .none, phase: .paused(reason: "等待网络点位", since: now + -135 * minute),
            now: now)
        let rows = [
            row("XZ-20260213-0007", .p2, .dispatched, "指挥中心LED大屏黑屏", "西站 · 4层大厅", late),
            row("XZ-20260213-0005", .p3, .working, "分中心办公室电脑无法接入政务外网", "西站", near),
            row("XZ-20260212-0011", .p4, .suspended, "新装打印机，等待网络点位", "西站", paused),
            row(
                "BJZ-20260213-0001", .p1, .new, "四十个字的标题四十个字的标题四十个字的标题四十个字的标题四十个字的标题四十个字",
                "北京站 · SN000111222333444555666777888999AAABBBCCCDDDEEEFFF000111", late),
        ]
        return section(.class("stack")) {
            h2 { "列表" }
            DataTable(
                "待办工单 4",
                [
                    .text("编号").sorted(by: Paths.queue + "?sort=no"), .bare("等级、状态"), .title("标题"), .text("地点"),
                    .bare("时限").sorted(by: Paths.queue + "?sort=due", .ascending),
                ], rows, empty: .empty("今天没有待办工单。"), part: "queue")
        }
    }

    private static func row(
        _ number: String, _ priority: Priority, _ state: ChipState, _ title: String, _ place: String, _ clock: SLAClock
    ) -> TableRow {
        TableRow(
            number, path: Paths.ticket(TicketID(number)), urgency: clock.urgency,
            [
                HTML { div(.class("cluster")) { HTML([PriorityMark(priority).html, Chip(state).html]) } }, HTML(title),
                HTML(place), clock.html,
            ])
    }

    static func story(_ now: Timestamp) -> HTML {
        both("记录") {
            Rail("进度", ["新建", "已受理", "已派单", "到场", "处理", "解决", "关闭"].map { Rail.Stop($0) }, current: 3)
            Timeline(
                [
                    .init(.state, at: now + -5 * minute, actor: "调度", verb: "派单") { p { "→ 驻场工程师 XZ-1" } },
                    .init(.internal, at: now + -6 * minute, actor: "驻场工程师 XZ-1", verb: "处理记录") {
                        p { "备件在丰台，要40分钟。" }
                    },
                    .init(.open, at: now + -8 * minute, actor: "驻场工程师 XZ-1", verb: "答复") { p { "正在路上。" } },
                    .init(.state, at: now + -2 * hour, actor: "驻场工程师 XZ-1", verb: "受理"),
                    .init(.system, at: now + -30 * hour, actor: "系统", verb: "时限") { p { "按春运保障安排减半" } },
                ], now: now, earlier: Paths.gallery)
            FactList([
                ("报修人", HTML { ["值班室 ", Format.phone("010-63981234", full: false)] }),
                ("手机", HTML { ["张** ", Format.phone("13800138000", full: true)] }),
                ("质保", "至2026年9月"), ("序列号", Format.noneHTML),
            ])
        }
    }
}
