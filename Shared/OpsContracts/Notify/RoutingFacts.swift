/// What goes out where, as it is from now on. Subject `notify-rule/<id>`.
public struct NotifyRulePublished: FactContract {
    public static let type: FactType = "notify.rule-published.v1"

    public var rule: NotifyRuleID
    public var notice: NoticeKind
    /// The least urgent priority it still speaks of; nil: every one, and what has no priority.
    public var minimumPriority: Priority?
    public var channel: ChannelID
    /// Empty: all.
    public var sites: [SiteCode]
    /// Whom it addresses: a mail goes to them, a bot names them in its group.
    public var audience: [Audience]

    public init(
        rule: NotifyRuleID, notice: NoticeKind, minimumPriority: Priority?, channel: ChannelID, sites: [SiteCode],
        audience: [Audience]
    ) {
        self.rule = rule
        self.notice = notice
        self.minimumPriority = minimumPriority
        self.channel = channel
        self.sites = sites
        self.audience = audience
    }
}

public struct NotifyRuleWithdrawn: FactContract {
    public static let type: FactType = "notify.rule-withdrawn.v1"

    public var rule: NotifyRuleID

    public init(rule: NotifyRuleID) { self.rule = rule }
}

/// A person's routes were set; the addresses are sealed. Subject `contact/<account>`.
public struct ContactSet: FactContract {
    public static let type: FactType = "notify.contact-set.v1"

    public var account: AccountID
    /// The routes that have an address now.
    public var routes: [ContactRoute]

    public init(account: AccountID, routes: [ContactRoute]) {
        self.account = account
        self.routes = routes
    }
}

/// A kind of address. An open set.
public struct ContactRoute: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let mail = ContactRoute(rawValue: "mail")
    public static let mobile = ContactRoute(rawValue: "mobile")
    /// The user id within the 企业微信 of the organisation.
    public static let wecom = ContactRoute(rawValue: "wecom")

    public var zh: String {
        switch self {
        case .mail: "邮箱"
        case .mobile: "手机"
        case .wecom: "企业微信"
        default: rawValue
        }
    }
}

/// Whom a rule addresses. An open set.
public struct Audience: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let dutyEngineer = Audience(rawValue: "duty-engineer")
    public static let siteLeads = Audience(rawValue: "site-leads")
    public static let centralOffice = Audience(rawValue: "central-office")
    public static let supplier = Audience(rawValue: "supplier")
    public static let finance = Audience(rawValue: "finance")

    public static let all: [Audience] = [.dutyEngineer, .siteLeads, .centralOffice, .supplier, .finance]

    public var zh: String {
        switch self {
        case .dutyEngineer: "值班工程师"
        case .siteLeads: "站区信息科长"
        case .centralOffice: "管委会信息处"
        case .supplier: "供应商项目经理"
        case .finance: "财务"
        default: rawValue
        }
    }
}

/// What a message is about: a family of facts, or `tickets.major` for what both sides must hear at once (R48).
/// An open set.
public struct NoticeKind: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let ticketOpened = NoticeKind(rawValue: "tickets.ticket-opened")
    public static let major = NoticeKind(rawValue: "tickets.major")
    public static let targetBreached = NoticeKind(rawValue: "tickets.target-breached")
    public static let ticketClosed = NoticeKind(rawValue: "tickets.ticket-closed")
    public static let roundMissed = NoticeKind(rawValue: "inspections.round-missed")
    public static let sheetPublished = NoticeKind(rawValue: "assessments.sheet-published")
    public static let statementIssued = NoticeKind(rawValue: "billing.statement-issued")
    public static let paymentMade = NoticeKind(rawValue: "billing.payment-made")

    /// Several messages in one; no rule names it.
    public static let digest = NoticeKind(rawValue: "notify.digest")
    /// Says that a channel works; no rule names it.
    public static let test = NoticeKind(rawValue: "notify.test")

    /// What a rule may name.
    public static let all: [NoticeKind] = [
        .ticketOpened, .major, .targetBreached, .ticketClosed, .roundMissed, .sheetPublished, .statementIssued,
        .paymentMade,
    ]

    public var zh: String {
        switch self {
        case .ticketOpened: "新工单"
        case .major: "重大故障"
        case .targetBreached: "工单超时"
        case .ticketClosed: "工单关闭"
        case .roundMissed: "巡检超期"
        case .sheetPublished: "考核表发布"
        case .statementIssued: "结算单"
        case .paymentMade: "付款"
        case .digest: "消息汇总"
        case .test: "测试消息"
        default: rawValue
        }
    }
}
