import OpsContracts

/// Something that happens at a site, from the first words to the last.
struct DemoStory: Sendable {
    var kind: TicketKind = .incident
    /// `#` stands for the item's name.
    var title: String
    var description: String
    var impact: Impact = .single
    var urgency: Urgency = .medium
    var priorityCase: String?
    var cause: (CauseCategory, String) = (.noFault, "按需办理")
    var work: String
    var result: String
    /// Name and model of a part that is changed.
    var part: (String, String)?

    /// What breaks, by category of the ledger.
    static func faults(of category: ItemCategory) -> [DemoStory] { byCategory[category] ?? [] }

    static let requests: [DemoStory] = [
        DemoStory(
            kind: .serviceRequest, title: "新入职人员开通办公终端", description: "下周一报到，需要计算机、邮箱和打印权限。", urgency: .low,
            work: "安装办公软件、杀毒软件，加入打印组", result: "终端已交付，本人试用正常"),
        DemoStory(
            kind: .serviceRequest, title: "办公室搬迁，移机2台", description: "从二层搬到三层，网络和打印机一并移动。", urgency: .low,
            work: "移机、跳线、测试网络与打印", result: "两台终端已移到新工位，网络正常"),
        DemoStory(
            kind: .consulting, title: "电子公文系统使用培训", description: "新版公文流转步骤不熟悉，希望现场讲一次。", urgency: .low,
            work: "现场讲解收文、发文、归档，6人参加", result: "培训完成，签到表已归档"),
        DemoStory(
            kind: .consulting, title: "表格汇总公式咨询", description: "多表汇总总数对不上，请协助查看。", urgency: .low,
            work: "电话指导，远程查看后改正引用范围", result: "汇总数与明细一致"),
        DemoStory(
            kind: .change, title: "#补丁升级", description: "按安全通告升级到新版本，准备回退方案。", urgency: .low,
            work: "备份后在停机窗口升级，验证主要功能", result: "升级完成，回退包保留30天"),
        DemoStory(
            kind: .meetingSupport, title: "视频会议保障", description: "下午全市视频调度会，提前调试并全程值守。", urgency: .medium,
            work: "提前30分钟联调音视频，会中值守", result: "会议正常结束，无中断"),
        DemoStory(
            kind: .assignedTask, title: "统计在用终端数量", description: "按处室统计在用、备用终端，本周内报送。", urgency: .low,
            work: "与台账逐项核对，补录2台", result: "统计表已报送"),
        DemoStory(
            kind: .cabling, title: "新增信息点4个", description: "值班室改造，增加4个网络点位。", urgency: .low,
            work: "敷设线缆、打标签、测试链路", result: "4个点位测试通过，标签已登记"),
        DemoStory(
            kind: .onboarding, title: "新增设备测试列装", description: "新到设备入场测试，合格后纳入运维范围。", urgency: .low,
            work: "通电自检、功能测试、登记台账", result: "测试合格，已列装"),
    ]

    /// Grave ones, each once in the quarter at a place and time of its own.
    static let majors: [DemoStory] = [
        DemoStory(
            title: "办公网络全部中断", description: "所有办公终端无法访问政务网和互联网。", impact: .site, urgency: .high,
            priorityCase: "office-offline", cause: (.power, "弱电间供电跳闸，核心交换机断电"),
            work: "恢复供电，核查核心交换机启动状态", result: "网络恢复，已加装告警"),
        DemoStory(
            title: "指挥中心系统大面积不可访问", description: "多个业务系统同时打不开，指挥大厅受影响。", impact: .site, urgency: .high,
            priorityCase: "mass-outage", cause: (.hardware, "存储控制器故障，自动切换未成功"),
            work: "手动切换到备用控制器，逐个系统验证", result: "系统全部恢复，更换故障控制器",
            part: ("存储控制器", "HD5300-CTL")),
        DemoStory(
            title: "终端感染病毒告警", description: "杀毒平台报多台终端同一病毒，疑似横向传播。", impact: .site, urgency: .high,
            priorityCase: "security-breach", cause: (.security, "外来移动介质带入，未查杀"),
            work: "隔离终端，全网查杀，核查外联记录", result: "未发现数据外传，已清除并通报"),
    ]
}
