public import OpsContracts

/// The plans a new installation starts with: frequencies and limits of requirements section 3.3, all of it
/// configuration. Contractual are rooms at 机关 and everything at 南站, 北站 and 清河; the rest is our default.
public enum DefaultPlans {
    public static let all: [PlanPublished] = duties.flatMap(plans(of:))

    /// One thing that is inspected at one site.
    struct Duty {
        var site: SiteCode
        /// The middle of the plan's number: `ROOM`, or `RM1` where a site has several.
        var code: String
        /// What stands before 日检 in the plan's name.
        var name: String
        var subject: InspectionSubject
        var item: String
        /// The clause that asks for inspections; nil where none does.
        var clause: String?
        /// Nothing to do while the devices are sealed; the site switches it on.
        var active = true
    }

    private static func plans(of duty: Duty) -> [PlanPublished] {
        PlanFrequency.all.compactMap { frequency in
            let items = duty.subject.checklist(frequency)
            guard !items.isEmpty, let letter = frequency.rawValue.uppercased().first else { return nil }
            return PlanPublished(
                plan: PlanID("\(duty.site)-\(duty.code)-\(letter)"), version: 0, site: duty.site,
                name: "\(duty.name)\(frequency.zh)", category: duty.subject.category, frequency: frequency,
                windowFrom: "08:00", windowTo: frequency == .daily ? "12:00" : "18:00", items: items,
                item: ItemID(duty.item), basis: duty.clause == nil ? .default : .contractual, clause: duty.clause,
                mode: .hot, active: duty.active)
        }
    }

    private static let duties: [Duty] = [
        Duty(site: .jg, code: "ROOM", name: "机关机房", subject: .room, item: "JG-ROOM", clause: "1(3)"),
        Duty(site: .jg, code: "FIRE", name: "机房消防", subject: .fire, item: "JG-FIRE"),
        Duty(site: .jg, code: "NET", name: "机关网络", subject: .network, item: "JG-INET"),
        Duty(site: .jg, code: "VC", name: "机关视频会议", subject: .videoConference, item: "JG-VC"),
        Duty(site: .jg, code: "CABLE", name: "机房线路", subject: .cable, item: "JG-LINE"),
        Duty(site: .jg, code: "TERM", name: "机关终端", subject: .terminal, item: "JG-PC"),

        Duty(site: .bjz, code: "PWR", name: "北京站UPS", subject: .power, item: "BJZ-UPS"),
        Duty(site: .bjz, code: "NET", name: "北京站网络", subject: .network, item: "BJZ-NET"),
        Duty(site: .bjz, code: "PLT", name: "综合指挥平台", subject: .platform, item: "BJZ-CMD"),
        Duty(site: .bjz, code: "CCTV", name: "北京站监控", subject: .cctv, item: "BJZ-CAM"),
        Duty(site: .bjz, code: "LED", name: "联防指挥中心大屏", subject: .display, item: "BJZ-LED"),
        Duty(site: .bjz, code: "VC", name: "北京站视频会议", subject: .videoConference, item: "BJZ-VC"),
        Duty(site: .bjz, code: "CABLE", name: "北京站光缆", subject: .cable, item: "BJZ-FIB"),
        Duty(site: .bjz, code: "TERM", name: "北京站终端", subject: .terminal, item: "BJZ-PC"),

        Duty(site: .xz, code: "RM1", name: "西天井机房", subject: .room, item: "XZ-RM1"),
        Duty(site: .xz, code: "RM2", name: "武警备勤室机房", subject: .room, item: "XZ-RM2"),
        Duty(site: .xz, code: "RM3", name: "公交总队机房", subject: .room, item: "XZ-RM3"),
        Duty(site: .xz, code: "NET", name: "西站网络", subject: .network, item: "XZ-NET"),
        Duty(site: .xz, code: "WIFI", name: "西站公共WiFi", subject: .wifi, item: "XZ-WIFI"),
        Duty(site: .xz, code: "CCTV", name: "西站监控", subject: .cctv, item: "XZ-CAM"),
        Duty(site: .xz, code: "LED", name: "指挥中心大屏", subject: .display, item: "XZ-LED1"),
        Duty(site: .xz, code: "ALM", name: "一键报警", subject: .alarm, item: "XZ-ALM"),
        Duty(site: .xz, code: "RADIO", name: "800M电台", subject: .radio, item: "XZ-800M"),
        Duty(site: .xz, code: "VC", name: "西站视频会议", subject: .videoConference, item: "XZ-VC"),
        Duty(site: .xz, code: "TEMP", name: "出站口测温", subject: .temperature, item: "XZ-TEMP", active: false),
        Duty(site: .xz, code: "CABLE", name: "西站综合布线", subject: .cable, item: "XZ-CAB"),
        Duty(site: .xz, code: "TERM", name: "西站终端", subject: .terminal, item: "XZ-PC"),

        Duty(site: .nz, code: "ROOM", name: "南站机房", subject: .room, item: "NZ-ROOM", clause: "4(3)"),
        Duty(site: .nz, code: "NET", name: "南站办公网络", subject: .network, item: "NZ-NET", clause: "4(3)"),
        Duty(site: .nz, code: "PLT", name: "综合办公平台", subject: .platform, item: "NZ-OA", clause: "4(3)"),
        Duty(site: .nz, code: "CCTV", name: "南站应急监控", subject: .cctv, item: "NZ-EM1", clause: "4(3)"),
        Duty(site: .nz, code: "DISP", name: "南站指挥调度", subject: .display, item: "NZ-DISP", clause: "4(3)"),
        Duty(site: .nz, code: "VC", name: "南站视频会议", subject: .videoConference, item: "NZ-VC", clause: "4(3)"),
        Duty(site: .nz, code: "TERM", name: "南站办公设备", subject: .terminal, item: "NZ-PC", clause: "4(3)"),

        Duty(site: .bz, code: "ROOM", name: "北站机房", subject: .room, item: "BZ-ROOM", clause: "5(1)"),
        Duty(site: .bz, code: "FIRE", name: "北站消防报警", subject: .fire, item: "BZ-FIRE", clause: "5(1)"),
        Duty(site: .bz, code: "NET", name: "北站网络", subject: .network, item: "BZ-NET", clause: "5(1)"),
        Duty(site: .bz, code: "CCTV", name: "北站高清监控", subject: .cctv, item: "BZ-CAM", clause: "5(1)"),
        Duty(site: .bz, code: "LED", name: "北站大屏与LED", subject: .display, item: "BZ-LED", clause: "5(1)"),
        Duty(site: .bz, code: "BCAST", name: "数字应急广播", subject: .display, item: "BZ-BC", clause: "5(1)"),
        Duty(site: .bz, code: "CABLE", name: "图像联网光缆", subject: .cable, item: "BZ-FIB", clause: "5(1)"),
        Duty(site: .bz, code: "VC", name: "北站视频会议", subject: .videoConference, item: "BZ-VC", clause: "5(1)"),

        Duty(site: .qh, code: "ROOM", name: "清河机房", subject: .roomWithUPS, item: "QH-ROOM", clause: "6(2)"),
        Duty(site: .qh, code: "SYS", name: "清河信息化系统", subject: .platform, item: "QH-SYS", clause: "6(2)"),
        Duty(site: .qh, code: "NET", name: "清河线路", subject: .network, item: "QH-LINE", clause: "6(2)"),
        Duty(site: .qh, code: "TERM", name: "清河设备", subject: .terminal, item: "QH-DEV", clause: "6(2)"),

        Duty(site: .cy, code: "NET", name: "朝阳站网络", subject: .network, item: "CY-INET"),
        Duty(site: .cy, code: "VC", name: "朝阳站视频会议", subject: .videoConference, item: "CY-VC"),
        Duty(site: .cy, code: "TERM", name: "朝阳站终端", subject: .terminal, item: "CY-PC"),
        Duty(site: .ft, code: "NET", name: "丰台站网络", subject: .network, item: "FT-INET"),
        Duty(site: .ft, code: "VC", name: "丰台站视频会议", subject: .videoConference, item: "FT-VC"),
        Duty(site: .ft, code: "TERM", name: "丰台站终端", subject: .terminal, item: "FT-PC"),

        Duty(site: .cg, code: "PLT", name: "可视化指挥平台", subject: .platform, item: "CG-VCMD"),
        Duty(site: .cg, code: "DB", name: "数据库与系统软件", subject: .platform, item: "CG-DB"),
        Duty(site: .cg, code: "NET", name: "大数据平台网络", subject: .network, item: "CG-FW"),
        Duty(site: .cg, code: "BODY", name: "执法记录设备", subject: .body, item: "CG-BWC"),
        Duty(site: .cg, code: "VC", name: "城管视频会议", subject: .videoConference, item: "CG-VC"),
    ]
}
