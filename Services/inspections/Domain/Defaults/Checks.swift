import OpsContracts

/// The check items by subject and frequency. Limits are defaults; sources stand in requirements section 3.3.
enum Checks {
    typealias Lists = [PlanFrequency: [CheckItem]]

    static let room: Lists = [
        .daily: roomDaily + [look("UPS", "UPS面板无告警")],
        .weekly: upsWeekly + [look("DUST", "机柜与地面无积尘")],
        .monthly: [look("LABEL", "线缆标签齐全、与台账一致"), look("SPARE", "备品备件数量与登记一致")] + upsMonthly,
        .quarterly: upsQuarterly,
    ]

    /// 清河: one resident, so the UPS is read on the daily round.
    static let roomWithUPS: Lists = [
        .daily: roomDaily + [
            number("UPS-LOAD", "UPS负载率", "%", high: 80), number("UPS-VOUT", "UPS输出电压", "V", low: 209, high: 231),
            look("UPS", "UPS面板无告警"),
        ],
        .weekly: upsWeekly + [look("DUST", "机柜与地面无积尘")],
        .monthly: room[.monthly] ?? [],
        .quarterly: upsQuarterly,
    ]

    static let power: Lists = [
        .daily: [look("PANEL", "UPS面板无告警、市电指示正常")], .weekly: upsWeekly, .monthly: upsMonthly,
        .quarterly: upsQuarterly,
    ]

    static let network: Lists = [
        .daily: [
            look("EGRESS", "互联网出口通畅"), look("GOV", "政务网通畅"), number("CPU", "核心设备CPU使用率", "%", high: 80),
            look("LINK", "上联链路指示正常，无误码告警"),
        ],
        .weekly: [look("BACKUP", "设备配置已备份"), look("LOG", "日志无异常登录和告警")],
        .monthly: [look("PORT", "端口与登记一致，闲置端口已关闭"), look("ACCT", "管理账号复核，无多余账号")],
        .quarterly: [look("FW", "固件版本复核，有无安全公告")],
    ]

    static let platform: Lists = [
        .daily: [look("SERVICE", "系统可登录，主要功能可用"), look("BACKUP", "昨日备份成功")],
        .weekly: [number("DISK", "磁盘使用率", "%", high: 85), look("SLOW", "慢查询与错误日志已查看")],
        .monthly: [look("PATCH", "补丁情况复核")],
        .quarterly: [look("RESTORE", "备份恢复测试通过")],
    ]

    static let cctv: Lists = [
        .daily: [number("ONLINE", "摄像机在线率", "%", low: 95), look("PICTURE", "抽看画面清晰、无遮挡")],
        .weekly: [number("STORE", "录像保存天数", "天", low: 30), look("CLOCK", "录像时间与北京时间一致")],
        .monthly: [look("DEVICE", "前端设备外观与固定完好"), look("NET", "传输网络无丢包告警")],
        .quarterly: [look("LENS", "镜头已清洁"), look("POWER", "前端供电正常"), look("SYNC", "校时服务正常")],
    ]

    static let display: Lists = [
        .daily: [look("POWER-ON", "开机自检通过"), look("SHOW", "显示或播放正常，无花屏、无杂音")],
        .weekly: [look("SWITCH", "信号切换正常")],
        .monthly: [number("PIXEL", "坏点数", "个", high: 10), look("BRIGHT", "亮度均匀、可调")],
        .quarterly: [look("CLEAN", "除尘清洁完成"), look("LINKAGE", "联动测试通过")],
    ]

    static let videoConference: Lists = [
        .weekly: [look("LINK", "与主会场连通，图像声音正常")],
        .monthly: [look("DRILL", "按会议流程全流程演练通过")],
    ]

    static let alarm: Lists = [
        .weekly: [number("PRESS", "抽测点位按下到响应时间", "秒", high: 10)],
        .monthly: [look("ALL", "全部点位按压测试通过")],
    ]

    static let radio: Lists = [
        .monthly: [look("BATTERY", "电池与充电正常"), look("CALL", "抽呼应答正常")],
        .quarterly: [look("COUNT", "实物与发放台账全数核对一致")],
    ]

    static let fire: Lists = [
        .daily: [look("PANEL", "消防主机面板正常，无屏蔽、无故障"), look("VISUAL", "消防通道畅通、器材在位")],
        .monthly: [look("EXT", "灭火器压力与有效期合格"), look("HOST", "主机功能测试通过")],
        .quarterly: [look("LINKAGE", "消防联动测试通过")],
    ]

    static let terminal: Lists = [
        .monthly: [look("PATCH", "抽检一成终端：系统补丁已更新"), look("AV", "抽检一成终端：杀毒软件正常")]
    ]

    static let body: Lists = [
        .weekly: [number("FREE", "存储剩余空间", "%", low: 20), look("UPLOAD", "执法数据上传正常")],
        .monthly: [look("CLOCK", "设备时间一致"), look("BATTERY", "电池续航合格")],
        .quarterly: [look("COUNT", "实物与发放台账全数核对一致")],
    ]

    static let cable: Lists = [.quarterly: [look("ROUTE", "路由完好，无外露、无破损"), look("LABEL", "标签齐全")]]

    static let wifi: Lists = [
        .daily: [number("AP", "AP在线率", "%", low: 95)],
        .monthly: [number("SPEED", "下行速率", "Mbps", low: 10), look("PORTAL", "认证页面正常")],
        .quarterly: [look("ROGUE", "非法AP扫描无发现")],
    ]

    static let temperature: Lists = [.daily: [look("ZERO", "零点校准正常")], .monthly: [look("ACCURACY", "与标准体温计比对合格")]]

    private static let roomDaily = [
        number("TEMP", "机房温度", "℃", low: 21, high: 25), number("RH", "机房湿度", "%RH", low: 40, high: 70),
        look("ALARM", "动环与设备无告警"), look("WATER", "无漏水，地面干燥"), look("DOOR", "门锁与门禁正常，出入有登记"),
    ]
    private static let upsWeekly = [
        number("UPS-VIN", "UPS输入电压", "V", low: 198, high: 242),
        number("UPS-VOUT", "UPS输出电压", "V", low: 209, high: 231), number("UPS-LOAD", "UPS负载率", "%", high: 80),
        number("UPS-BT", "电池表面温度", "℃", high: 30),
    ]
    private static let upsMonthly = [look("UPS-TERM", "UPS接线端子无松动、无发热"), look("UPS-TEST", "UPS自检通过")]
    private static let upsQuarterly = [number("UPS-DIS", "UPS放电试验后备时间", "分钟", low: 30)]

    private static func look(_ code: String, _ text: String) -> CheckItem { CheckItem(code: code, text: text) }

    private static func number(
        _ code: String, _ text: String, _ unit: String, low: Int? = nil, high: Int? = nil
    ) -> CheckItem {
        CheckItem(
            code: code, text: text, unit: unit, low: low.flatMap { DecimalReading(rawValue: String($0)) },
            high: high.flatMap { DecimalReading(rawValue: String($0)) })
    }
}
