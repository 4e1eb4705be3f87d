public import OpsContracts

/// Every component in every state and both themes: the living half of docs/console.md, served at `/office/gallery`.
public enum Gallery {
    /// - Parameter now: the sample data lie around it.
    public static func page(_ viewer: Viewer, now: Timestamp) -> Page {
        let head = PageHead(
            "组件", section: "图样", back: NamedLink("我的", Paths.me),
            actions: [
                .post("受理", "/office/gallery", keys), .open("转派", "/office/gallery"), .open("挂起", "/office/gallery"),
                .open("取消", "/office/gallery", grave: true),
            ]
        ) {
            PriorityMark(.p2)
            Chip(.dispatched)
            "西站 · 数据截至 "
            Format.time(now, now: now)
        }
        return Page(
            head, service: .office, viewer: viewer, path: Paths.gallery,
            flash: Flash("已受理 XZ-20260213-0007。", link: NamedLink("看工单", Paths.queue)),
            sites: SiteSwitch(Paths.gallery, SiteCode.contractOrder, chosen: .xz)
        ) {
            states
            clocks(now)
            list(now)
            controls
            forms
            photos
            story(now)
            figures(now)
            assessment
            money
            changes(now)
        }
    }

    static let keys = FormKeys(key: "sample", token: "sample", etag: "7")

    /// The same in both themes, whatever the viewer's is.
    static func both(_ title: String, @HTMLBuilder _ content: () -> HTML) -> HTML {
        let sample = content()
        return section(.class("stack")) {
            h2 { title }
            div(.class("switcher")) {
                ["light", "dark"].map { theme in
                    div(.class("card theme"), .data("theme", theme)) { div(.class("stack")) { sample } }
                }
            }
        }
    }

    private static var states: HTML {
        HTML {
            both("状态") {
                Tone.allCases.map { tone in
                    div(.class("cluster")) {
                        ChipState.all.filter { $0.tone == tone }.map { Chip($0) }
                    }
                }
                div(.class("cluster")) { Chip(ChipState(unknown: "newer-state")) }
                div(.class("cluster")) { Priority.all.map { PriorityMark($0) } }
            }
            both("没有内容时") {
                StateNote.empty("今天没有待办工单。", action: NamedLink("报单", Paths.newTicket))
                StateNote.emptyByFilter(["西站", "超时"], of: "工单", clear: Paths.queue)
                StateNote.failed("台账", number: "7F3K", retry: Paths.gallery)
                StateNote.notNow("挂起中：先“恢复”，再“解决”。")
                StateNote.stale(since: "17:03")
                DoorList(
                    [
                        .init("西站 指挥中心LED大屏黑屏", Paths.queue, chip: ChipState(.late, "超时")) { "到场超时 8分钟" },
                        .init("南站 光缆，等待运营商", Paths.queue, chip: .suspended) { "2天4小时" },
                    ], empty: "没有需要处理的事。")
                Flash("已派单给驻场工程师 XZ-1。")
                Flash("没有保存：网络中断。内容还在本页，请再点“提交”。", .failed)
                Flash("此单已由他人受理。可以“转派”或“关注”。", .notice)
            }
        }
    }

    private static var controls: HTML {
        section(.class("stack")) {
            h2 { "筛选、分页" }
            Filters(
                Paths.gallery,
                [
                    .text("q", "编号、设备、文字", "大屏", kind: .search),
                    .select(
                        "site", "站区",
                        [Choice("", "全部")] + SiteCode.contractOrder.map { Choice($0.rawValue, $0.shortNameZH) }),
                    .select("state", "状态", [Choice("", "全部"), Choice("open", "在办")]),
                ], more: [.select("priority", "等级", Priority.all.map { Choice($0.rawValue, $0.zh) })],
                applied: [
                    Filters.Applied("西站", without: Paths.gallery), Filters.Applied("超时", without: Paths.gallery),
                ], total: Format.count(1200, upTo: 1000), ignored: ["site=ZZ"])
            Tabs(
                "记录",
                [
                    NamedLink("全部", Paths.gallery), NamedLink("处理", Paths.gallery + "?tab=work"),
                    NamedLink("公开", Paths.gallery + "?tab=open"),
                ], current: Paths.gallery)
            Paging(first: Paths.gallery, previous: Paths.gallery, next: Paths.gallery)
        }
    }

    private static var photos: HTML {
        let digest = String(repeating: "0", count: 64)
        return HTML {
            CommandForm(Paths.gallery, keys, verb: "提交", files: true) {
                PhotoField("p1", file: "f1", upload: nil)
                PhotoField("p2", file: "f2", upload: nil, kept: [Photo(digest, address: nil)])
                PhotoField("p3", file: "f3", upload: nil, error: "照片应为JPEG、PNG或WebP。请另选一张，或用手机拍照。")
            }
            both("照片") {
                ul(.class("shots")) {
                    ["待上传", "上传中 40%", "已上传", "随表单上传", "不是能用的照片，请另选"].map { PhotoField.sample($0) }
                    PhotoField.sample("没传上，", retry: true)
                }
                PhotoRow(
                    [Photo(digest, address: nil), Photo(digest, address: nil, isThere: false)], when: "2月13日 16:31")
            }
        }
    }

    private static var forms: HTML {
        let errors = [
            FieldError("phone", "手机号应为11位数字，现在是10位。"), FieldError("serial", "填写更换部件的新序列号；看不清就选“看不清”。"),
        ]
        return section(.class("stack")) {
            h2 { "表单" }
            CommandForm(
                Paths.gallery, keys, verb: "解决", back: NamedLink("返回", Paths.gallery), draft: "gallery", errors: errors
            ) {
                Field.text("phone", "手机", "1380000123", kind: .phone, error: errors["phone"])
                Field.text("temperature", "温度", "23.5", kind: .decimal, hint: "正常 21～25℃", unit: "℃")
                Field.area("result", "处理结果", "更换电源模块\n<script>不会运行</script>", hint: "报修人会看到")
                Field.select("cause", "原因", [Choice("hardware", "硬件"), Choice("network", "网络")], chosen: "network")
                Field.text("serial", "新序列号", error: errors["serial"], max: 60)
                Field.radios(
                    "visible", "可见范围", [Choice("internal", "内部"), Choice("open", "公开", hint: "报修人可见")],
                    chosen: "internal", across: true)
                Field.checks(
                    "parts", "更换部件", [Choice("power", "电源"), Choice("fan", "风扇")], chosen: ["power"], optional: true)
            }
            Checklist(
                Paths.gallery, answerPath: Paths.gallery, keys, round: "gallery",
                [
                    .init(
                        "T01", "UPS输入电压", range: "210～230V", unit: "V", answer: .init(outcome: "normal", value: "221")),
                    .init("T02", "大屏有无坏点", error: "选“正常”“异常”或“不适用”。"),
                ])
            ThemePick(Paths.gallery, keys, current: .system)
            ConfirmStep(
                Paths.gallery, keys, verb: "冻结", back: Paths.gallery,
                [("站区", "西站"), ("月份", "2026年1月"), ("得分", "87.5"), ("之后", "不能再改，更正走下一版"), ("通知", "供应商项目经理、财务")])
        }
    }
}
