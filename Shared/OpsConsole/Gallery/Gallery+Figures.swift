import OpsContracts

/// Tiles, grids, sheets, statements: what leads and offices look at.
extension Gallery {
    static func figures(_ now: Timestamp) -> HTML {
        HTML {
            both("指标") {
                Tiles([
                    KPITile(
                        "在办工单", "41", path: Paths.queue, "较上周 +3",
                        spark: Sparkline("近30天每日新增", [4, 6, 2, 8, 5, 7, 9, 3, 6, 8, 12, 14, 9, 7, 8])),
                    KPITile("超时", "1", path: Paths.queue + "?state=late", "临近 2"),
                    KPITile("今日巡检", "38/44", path: Paths.myRounds, "超期 1 · 待做 5"),
                    KPITile(
                        "本月时限达成率", "96.4%", path: Paths.queue, "目标 ≥ 95.0%",
                        bullet: BulletBar("达成率96.4%，目标95.0%", value: 9640, target: 9500, scale: 10_000, band: 9000)),
                    KPITile("可用率", nil, path: Paths.overview, "监控还没有接入"),
                ])
                NineGrid(
                    "在办工单",
                    [
                        .init(.qh, "1", .normal), .init(.bz, "4", .normal), .init(.cy, "0", .normal),
                        .init(.xz, "12", .late(1)), .init(.jg, "6", .near(2)), .init(.bjz, "8", .major(1)),
                        .init(.ft, "2", .stale(since: "16:22")), .init(.nz, "5", .normal),
                    ])
            }
            both("热力表") {
                Matrix(
                    "类别 × 站区，本月故障数", corner: "类别", heads: SiteCode.contractOrder.map(\.shortNameZH),
                    [
                        .init("大屏", [0, 1, 2, 0, 1].map(cell) + [.absent, .absent, .absent, .unknown]),
                        .init("视频会议", [3, 5, 9, 14, 20, 2, 0, 1, 4].map(cell)),
                    ])
            }
        }
    }

    private static func cell(_ count: Int) -> Matrix.Cell {
        .value(String(count), heat: [0, 1, 3, 6, 10, 15].lastIndex { count >= $0 } ?? 0, path: Paths.queue)
    }

    static var assessment: HTML {
        let day = YearMonth("2026-01")?.firstDay ?? Day(ordinal: 0)
        return both("考核表") {
            Rail(
                "进度",
                [
                    .init("草稿"), .init("发布") { " 2月1日" }, .init("异议期") { " 至2月5日" }, .init("冻结"),
                ], current: 2)
            ScoreTable(
                "西站 2026年1月",
                [
                    .init("K1", "故障响应", full: 200, deducted: 0),
                    .init(
                        "K2", "处理时限", full: 250, deducted: 75,
                        evidence: [
                            .init(
                                on: day.adding(days: 8), NamedLink("XZ-20260109-0003 到场超时", Paths.queue),
                                rule: "合同附件2：二级到场超时一次扣2.5", points: 25, .upheld),
                            .init(
                                on: day.adding(days: 19), NamedLink("XZ-20260120-0001 解决超时", Paths.queue),
                                rule: "合同附件2：解决超时一次扣5.0", points: 50, .proposed,
                                actions: [.open("认定", Paths.gallery), .open("不认定", Paths.gallery)]),
                        ]),
                    .init("K3", "巡检", full: 550, deducted: 50),
                ], total: Score(tenths: 590), veto: "一票否决：泄密事件，封顶 59.0", year: 2026)
        }
    }

    static var money: HTML {
        both("结算单") {
            MoneyStatement(
                "2026年第2季度结算单",
                [
                    .init("应付", "合同第5条，四分之一", Money(fen: 70_000_000), sum: true),
                    .init("扣款", "第1季度考核扣款", Money(fen: -565_134)) {
                        p { "西站 1月 得分 87.5，低于90.0" }
                        p(.class("num")) { "(4,900,000×250+5,000)÷10,000 = 122,500分 = ￥1,225.00" }
                        link(Paths.assessments, "考核表 XZ-2026-01")
                    },
                    .init("结转", "无", .zero), .init("实付", "应付 − 扣款 − 结转", Money(fen: 69_434_866), sum: true),
                ], frozen: false, finding: "应付70.00万元，扣款0.57万元，实付69.43万元。", ledgerSum: Money(fen: 69_434_866))
            p { Format.capitals(Money(fen: 69_434_866)) }
        }
    }

    static func changes(_ now: Timestamp) -> HTML {
        HTML {
            both("变动") {
                Difference(
                    "2月13日 16:28 驻场工程师 XZ-1，手机",
                    [
                        .init("序列号", old: "SN-001", new: "SN-002"), .init("位置", old: nil, new: "4层大厅"),
                        .init("备注", old: "待换", new: nil),
                    ])
            }
            section(.class("stack")) {
                h2 { "审计" }
                AuditTable([
                    .init(
                        at: now, actor: "驻场工程师 XZ-1", fact: "受理了工单", thing: NamedLink("XZ-20260213-0007", Paths.queue),
                        hash: String(repeating: "9f3a", count: 16))
                ])
                AuditTable([], brokenAt: 4711)
            }
        }
    }
}
