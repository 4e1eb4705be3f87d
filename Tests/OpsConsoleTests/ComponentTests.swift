import Foundation
import OpsConsole
import OpsContracts
import Testing

struct ComponentTests {
    private let now = Timestamp(1_770_973_509_123)

    @Test(arguments: ChipState.all) func `every state has tone, glyph and word`(_ state: ChipState) throws {
        let tone = try #require(state.tone)
        #expect(!state.word.isEmpty)
        let chip = Chip(state).html.render()
        #expect(chip.contains("t-\(tone.rawValue)"))
        #expect(chip.contains("#g-\(state.glyph.rawValue)"))
        #expect(chip.contains("aria-hidden=\"true\""))
    }

    @Test func `no two states share a word, and nine tones have nine shapes`() {
        #expect(Set(ChipState.all.map(\.word)).count == ChipState.all.count)
        #expect(Set(ChipState.all.map { "\($0.tone?.rawValue ?? "")" }).count == Tone.allCases.count)
        let plain = Tone.allCases.map { ChipState($0, "x").glyph }
        #expect(Set(plain).count == Tone.allCases.count)
    }

    @Test func `a state nobody knows shows its raw word`() {
        #expect(Chip(ChipState(unknown: "newer")).html.plainText == "newer")
    }

    @Test func `every glyph is drawn once in the page`() {
        let page = Page("x", service: .office, viewer: nil) { "" }.render()
        for glyph in Glyph.allCases {
            #expect(page.components(separatedBy: "<symbol id=\"g-\(glyph.rawValue)\" ").count == 2)
        }
    }

    @Test(arguments: [
        (Priority.p1, "一级", "first"), (.p2, "二级", "second"), (.p3, "三级", "third"), (.p4, "四级", "fourth"),
    ])
    func `a priority is a sign and its word`(_ priority: Priority, _ word: String, _ glyph: String) {
        #expect(PriorityMark(priority).html.plainText == word)
        #expect(PriorityMark(priority).html.render().contains("#g-\(glyph)"))
    }

    private func clock(_ used: Int, _ phase: SLAClock.Phase = .counting(stops: nil, resumes: nil)) -> SLAClock {
        SLAClock("解决", allowed: 1000, used: used, due: .at(now + 3_600_000), phase: phase, now: now)
    }

    @Test func `a clock turns near at three quarters and late only after its target`() {
        #expect(clock(749).urgency == .none)
        #expect(clock(750).urgency == .near)
        #expect(clock(1000).urgency == .near)
        #expect(clock(1001).urgency == .late)
        #expect(clock(2000, .met(at: now)).urgency == .none)
    }

    @Test(
        arguments: [
            (SLAClock.Phase.counting(stops: nil, resumes: nil), 400, "解决剩 10分钟应 今天 18:05 前"),
            (.counting(stops: nil, resumes: nil), 1130, "解决超时 3分钟应 今天 18:05 前"),
            (.met(at: Timestamp(1_770_973_509_123)), 400, "解决 按时 今天 17:05"),
            (.met(at: Timestamp(1_770_973_509_123)), 1060, "解决 超时完成 今天 17:05超时 1分钟"),
            (.paused(reason: "等待备件", since: Timestamp(1_770_973_509_123 - 8_100_000)), 400, "解决 已暂停 2小时15分等待备件"),
            (.offHours(until: Timestamp(1_770_973_509_123 + 3_600_000)), 400, "解决剩 10分钟非工作时间，今天 18:05 继续"),
            (.notApplicable(why: nil), 0, "解决 不适用"), (.awaitingCalendar(year: 2027), 0, "解决 待2027年日历导入后自动计算"),
        ] as [(SLAClock.Phase, Int, String)])
    func `a clock says in words what the bar shows`(_ phase: SLAClock.Phase, _ used: Int, _ words: String) {
        #expect(clock(used, phase).html.plainText == words)
    }

    @Test func `the bar ends where counted time says, the target at 800`() {
        #expect(clock(500).html.render().contains("class=\"fill\" x=\"0\" y=\"2\" width=\"400\""))
        #expect(clock(1250).html.render().contains("class=\"fill\" x=\"0\" y=\"2\" width=\"1000\""))
        #expect(!clock(0, .notApplicable(why: nil)).html.render().contains("<svg"))
    }

    @Test func `the script learns what is left, since when and where it stops`() {
        let markup = clock(400, .counting(stops: now + 60_000, resumes: now + 3_660_000)).html.render()
        #expect(markup.contains("data-left=\"600\" data-at=\"\(now.rawValue)\""))
        #expect(markup.contains("data-stops=\"\(now.rawValue + 60_000)\" data-then=\"非工作时间，今天 18:06 继续\""))
    }

    @Test func `a table without rows says so, with rows it keeps its roles`() {
        let columns: [Column] = [.text("编号"), .figure("金额（元）")]
        #expect(DataTable("单", columns, [], empty: .empty("没有单。")).html.plainText == "没有单。")
        let table = DataTable("单", columns, [TableRow("1", path: "/tickets/1", ["<i>"])], empty: .empty("")).html
            .render()
        for role in ["table", "row", "columnheader", "rowheader", "cell"] {
            #expect(table.contains("role=\"\(role)\""))
        }
        #expect(table.contains("data-label=\"金额（元）\">&lt;i&gt;</td>"))
    }

    @Test func `a field carries its error to the control and to the summary`() {
        let errors = [FieldError("phone", "手机号应为11位数字，现在是10位。")]
        let field = Field.text("phone", "手机", "1\"2", error: errors["phone"]).html.render()
        #expect(field.contains("aria-invalid=\"true\""))
        #expect(field.contains("aria-describedby=\"f-phone-error\""))
        #expect(field.contains("value=\"1&quot;2\""))
        #expect(ErrorSummary(errors).html.render().contains("<a href=\"#f-phone\">"))
    }

    @Test func `what was typed into an area comes back with its first newline`() {
        #expect(
            Field.area("a", "文", "\n</textarea><script>").html.render().contains(
                ">\n\n&lt;/textarea&gt;&lt;script&gt;<"))
    }

    @Test func `the nine sites keep their places whatever comes`() {
        let grid = NineGrid("工单", [.init(.cg, "9", .late(1)), .init(.qh, "1", .normal)]).html.plainText
        let order = SiteCode.gridOrder.map(\.shortNameZH)
        let places = order.compactMap { grid.range(of: $0)?.lowerBound }
        #expect(places.count == 9)
        #expect(places == places.sorted())
        #expect(grid.contains("无数据"))
    }

    @Test func `none, unknown and zero look different in a matrix`() {
        let cells: [Matrix.Cell] = [.value("0", heat: 0, path: nil), .absent, .unknown]
        let matrix = Matrix("x", corner: "y", heads: ["a", "b", "c"], [.init("z", cells)]).html.render()
        #expect(
            matrix.contains("class=\"h0\"") && matrix.contains("class=\"none\"") && matrix.contains("class=\"unknown\"")
        )
    }

    @Test func `a statement whose sums differ shows both`() {
        let lines = [MoneyStatement.Line("实付", "规则", Money(fen: 100), sum: true)]
        let wrong = MoneyStatement("单", lines, frozen: true, finding: "x", ledgerSum: Money(fen: 99)).html.plainText
        #expect(wrong.contains("核对不符：合计 ￥1.00，总账 ￥0.99"))
        let right = MoneyStatement("单", lines, frozen: false, finding: "x", ledgerSum: Money(fen: 100)).html.plainText
        #expect(right.contains("合计与总账一致") && right.contains("（未冻结）"))
    }
}
