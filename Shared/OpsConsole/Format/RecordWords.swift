public import OpsContracts

/// What logs and their things are called on screen: people read 工单 where machines read `ops.tickets.v1`.
public enum RecordWords {
    /// 工单 for `ops.tickets.v1`; a topic this version does not know as it is.
    public static func source(_ topic: Topic) -> String {
        ServiceName.allCases.first { $0.topic == topic }.map { OwnedService($0).zh } ?? topic.rawValue
    }

    /// 工单 XZ-20260213-0007 for `ticket/XZ-20260213-0007`; a kind this version does not know as it is.
    ///
    /// - Parameter name: what people call it; nil for its number.
    public static func thing(_ subject: String, called name: String? = nil) -> String {
        let parts = subject.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = kinds[parts[0]] else { return subject }
        return "\(kind) \(name ?? (parts[0] == "site" ? SiteCode(parts[1]).nameZH : parts[1]))"
    }

    private static let kinds = [
        "ticket": "工单", "sla-policy": "时限规则", "item": "设备", "plan": "巡检计划", "round": "巡检任务", "finding": "隐患",
        "sheet": "考核表", "post": "岗位", "roster": "值班", "score-rules": "考核规则", "contract": "合同", "channel": "通道",
        "notify-rule": "消息规则", "contact": "联络方式", "delivery": "消息", "account": "账号", "site": "站区", "unit": "机构",
        "calendar": "工作日历", "period": "重点时期", "signing-key": "签名密钥",
    ]
}
