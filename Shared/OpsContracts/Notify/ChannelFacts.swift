/// A way to reach people, as it is from now on. Subject `channel/<id>`; address and secret are sealed.
public struct ChannelConfigured: FactContract {
    public static let type: FactType = "notify.channel-configured.v1"

    public var channel: ChannelID
    public var kind: ChannelKind
    public var name: String
    /// The sites it serves. Empty: all.
    public var sites: [SiteCode]
    /// When it keeps still; P1 and P2 go out all the same. Nil: never still.
    public var quiet: QuietHours?

    public init(channel: ChannelID, kind: ChannelKind, name: String, sites: [SiteCode], quiet: QuietHours? = nil) {
        self.channel = channel
        self.kind = kind
        self.name = name
        self.sites = sites
        self.quiet = quiet
    }
}

public struct ChannelEnabled: FactContract {
    public static let type: FactType = "notify.channel-enabled.v1"

    public var channel: ChannelID

    public init(channel: ChannelID) { self.channel = channel }
}

/// Nothing more goes out: by hand, or because the other side says the key is dead (企业微信 93000).
public struct ChannelDisabled: FactContract {
    public static let type: FactType = "notify.channel-disabled.v1"

    public var channel: ChannelID
    public var reason: String

    public init(channel: ChannelID, reason: String) {
        self.channel = channel
        self.reason = reason
    }
}

/// A span of local time, `"22:00"` to `"07:00"`; it may cross midnight, and equal ends mean the whole day.
public struct QuietHours: Codable, Hashable, Sendable {
    public var from: String
    public var to: String

    public init(from: String, to: String) {
        self.from = from
        self.to = to
    }
}

/// How a channel speaks. An open set.
public struct ChannelKind: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A 企业微信 group bot.
    public static let wecom = ChannelKind(rawValue: "wecom")
    public static let smtp = ChannelKind(rawValue: "smtp")
    /// A signed POST to somebody's own system (Standard Webhooks).
    public static let webhook = ChannelKind(rawValue: "webhook")
    public static let dingtalk = ChannelKind(rawValue: "dingtalk")
    public static let feishu = ChannelKind(rawValue: "feishu")

    public static let all: [ChannelKind] = [.wecom, .smtp, .webhook, .dingtalk, .feishu]

    public var zh: String {
        switch self {
        case .wecom: "企业微信群机器人"
        case .smtp: "电子邮件"
        case .webhook: "签名回调"
        case .dingtalk: "钉钉群机器人"
        case .feishu: "飞书群机器人"
        default: rawValue
        }
    }
}
