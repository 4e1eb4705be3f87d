import OpsContracts

extension DemoStory {
    static let byCategory: [ItemCategory: [DemoStory]] = [
        .terminal: [
            DemoStory(
                title: "#无法开机", description: "按电源键无反应，指示灯不亮。", urgency: .high, cause: (.hardware, "电源损坏"),
                work: "替换法确认电源无输出", result: "更换电源后开机正常", part: ("电源", "航嘉 GS500")),
            DemoStory(
                title: "#打印卡纸", description: "进纸后卡在定影处，反复报错。", cause: (.ageing, "搓纸轮磨损"),
                work: "清理纸路，检查搓纸轮", result: "更换搓纸轮后连续打印50页正常", part: ("搓纸轮", "RM2-5452")),
            DemoStory(
                title: "#系统蓝屏", description: "使用中蓝屏重启，每天两三次。", cause: (.software, "显卡驱动与补丁冲突"),
                work: "收集转储文件，回退驱动", result: "回退驱动后运行稳定"),
            DemoStory(
                title: "#办公软件打不开", description: "双击后无响应，文件打不开。", cause: (.software, "组件损坏"),
                work: "修复安装，核对授权", result: "软件恢复，文件可正常打开"),
        ],
        .network: [
            DemoStory(
                title: "#时断时续", description: "网页打开慢，视频会议卡顿。", impact: .system, urgency: .low,
                cause: (.network, "光模块老化，误码增多"), work: "测收光功率，更换模块", result: "链路误码归零，速率正常",
                part: ("光模块", "SFP-GE-LX")),
            DemoStory(
                title: "#中断", description: "出口不通，ping 网关超时。", impact: .system, urgency: .high,
                priorityCase: "gov-net-line-down", cause: (.carrier, "运营商光缆施工中断"),
                work: "报运营商并跟踪，临时切换备用线路", result: "运营商修复，线路恢复"),
            DemoStory(
                title: "#部分点位不通", description: "三个工位无法获取地址。", cause: (.configuration, "交换机端口划分有误"),
                work: "核对端口与登记，改正配置", result: "点位全部恢复"),
        ],
        .cctv: [
            DemoStory(
                title: "#2路离线", description: "东侧两路画面无信号。", cause: (.power, "前端电源适配器损坏"),
                work: "现场测电压，更换适配器", result: "画面恢复，录像正常", part: ("电源适配器", "DS-12V2A")),
            DemoStory(
                title: "#画面模糊", description: "夜间画面发白，看不清车牌。", cause: (.environment, "镜头积尘"),
                work: "登高清洁镜头，调焦", result: "画面清晰"),
            DemoStory(
                title: "#录像不足30天", description: "回放只能查到20天前。", impact: .system, urgency: .low,
                cause: (.hardware, "一块硬盘故障"), work: "更换硬盘并重建阵列", result: "录像天数恢复到31天",
                part: ("监控硬盘", "ST8000VX009")),
        ],
        .led: [
            DemoStory(
                title: "#黑屏", description: "屏幕全黑，指示灯亮。", impact: .system, urgency: .high,
                priorityCase: "core-system-down", cause: (.hardware, "电源模块损坏"), work: "电源模块无输出，更换",
                result: "更换电源模块后显示正常", part: ("电源模块", "MW RSP-320-5")),
            DemoStory(
                title: "#局部花屏", description: "右下角一块显示异常。", cause: (.hardware, "接收卡松动"),
                work: "重插接收卡与排线", result: "显示正常"),
        ],
        .videoConference: [
            DemoStory(
                title: "#无声音", description: "对方听不到本端声音。", impact: .system, urgency: .high,
                cause: (.configuration, "音频矩阵路由错误"), work: "核对音频路由，联调", result: "双向声音正常"),
            DemoStory(
                title: "#画面卡顿", description: "会中画面停顿数秒。", cause: (.network, "上行带宽被占用"),
                work: "限制下载流量，调整保障队列", result: "连续观察1小时无卡顿"),
        ],
        .platform: [
            DemoStory(
                title: "#登录失败", description: "提示服务不可用。", impact: .system, urgency: .medium,
                cause: (.software, "数据库连接池耗尽"), work: "重启中间件，调整连接池", result: "登录正常，已加监测"),
            DemoStory(
                title: "#查询缓慢", description: "查询一次要半分钟。", cause: (.software, "缺少索引"),
                work: "分析慢查询，补建索引", result: "查询降到2秒内"),
        ],
        .room: [
            DemoStory(
                title: "#温度偏高", description: "温度达到29℃，空调有告警。", impact: .system, urgency: .low,
                cause: (.environment, "空调滤网堵塞"), work: "清洗滤网，检查冷媒压力", result: "温度回到23℃")
        ],
        .power: [
            DemoStory(
                title: "#电池告警", description: "面板提示电池内阻偏高。", cause: (.ageing, "电池到期"),
                work: "逐节测内阻，更换2节", result: "告警消除，放电测试合格", part: ("蓄电池", "6-GFM-100"))
        ],
        .alarm: [
            DemoStory(
                title: "#按下无响应", description: "3号按钮测试无联动。", impact: .system, urgency: .high,
                priorityCase: "core-system-down", cause: (.hardware, "按钮触点氧化"), work: "更换按钮并逐点测试",
                result: "联动正常，响应6秒", part: ("报警按钮", "HO-01B"))
        ],
        .radio: [
            DemoStory(
                title: "#通话杂音", description: "通话有杂音，信号断续。", cause: (.ageing, "天线接口松动"),
                work: "更换天线，呼叫测试", result: "通话清晰", part: ("天线", "AN-800M"))
        ],
        .broadcast: [
            DemoStory(
                title: "#一区无声", description: "北侧广场无声音。", impact: .system, urgency: .medium,
                cause: (.construction, "施工挖断线缆"), work: "查找断点，重新接续", result: "广播覆盖恢复")
        ],
        .bodyCamera: [
            DemoStory(
                title: "#数据不上传", description: "插入采集站后不识别。", cause: (.hardware, "接口针脚变形"),
                work: "更换数据接口", result: "采集正常", part: ("数据接口", "DSJ-USB"))
        ],
        .attendance: [
            DemoStory(
                title: "#打卡时间不准", description: "与北京时间相差4分钟。", cause: (.configuration, "校时服务器地址有误"),
                work: "改正校时地址", result: "时间一致")
        ],
        .database: [
            DemoStory(
                title: "#昨日备份失败", description: "备份任务报空间不足。", impact: .system, urgency: .low,
                cause: (.configuration, "过期备份未清理"), work: "清理过期备份，重跑任务", result: "备份成功并抽查恢复")
        ],
    ]
}
