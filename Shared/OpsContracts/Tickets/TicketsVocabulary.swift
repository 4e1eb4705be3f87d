/// What kind of work a ticket is.
public struct TicketKind: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let incident = TicketKind(rawValue: "incident")
    public static let serviceRequest = TicketKind(rawValue: "service-request")
    public static let consulting = TicketKind(rawValue: "consulting")
    public static let change = TicketKind(rawValue: "change")
    public static let meetingSupport = TicketKind(rawValue: "meeting-support")
    public static let assignedTask = TicketKind(rawValue: "assigned-task")
    public static let cabling = TicketKind(rawValue: "cabling")
    public static let onboarding = TicketKind(rawValue: "onboarding")
    public static let all: [TicketKind] = [
        .incident, .serviceRequest, .consulting, .change, .meetingSupport, .assignedTask, .cabling, .onboarding,
    ]

    public var zh: String {
        switch self {
        case .incident: "故障"
        case .serviceRequest: "服务请求"
        case .consulting: "咨询培训"
        case .change: "变更升级"
        case .meetingSupport: "会议保障"
        case .assignedTask: "指定任务"
        case .cabling: "综合布线"
        case .onboarding: "新增列装"
        default: rawValue
        }
    }
}

/// How a ticket came in.
public struct TicketSource: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let web = TicketSource(rawValue: "web")
    public static let phone = TicketSource(rawValue: "phone")
    public static let inspection = TicketSource(rawValue: "inspection")
    public static let monitoring = TicketSource(rawValue: "monitoring")
    public static let all: [TicketSource] = [.web, .phone, .inspection, .monitoring]

    public var zh: String {
        switch self {
        case .web: "网页"
        case .phone: "电话"
        case .inspection: "巡检"
        case .monitoring: "监控"
        default: rawValue
        }
    }
}

/// How a target counts its time.
public struct ServiceClock: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let always = ServiceClock(rawValue: "7x24")
    /// Working time of the site's calendar.
    public static let working = ServiceClock(rawValue: "5x8")
    public static let all: [ServiceClock] = [.always, .working]

    public var zh: String {
        switch self {
        case .always: "7×24"
        case .working: "5×8"
        default: rawValue
        }
    }
}

/// Why a ticket's clock may stand still: these four and no other (requirements §3.1 c).
public struct PendingReason: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let user = PendingReason(rawValue: "user")
    public static let carrier = PendingReason(rawValue: "carrier")
    public static let parts = PendingReason(rawValue: "parts")
    public static let maintenanceWindow = PendingReason(rawValue: "maintenance-window")
    public static let all: [PendingReason] = [.user, .carrier, .parts, .maintenanceWindow]

    public var zh: String {
        switch self {
        case .user: "等待用户"
        case .carrier: "等待运营商"
        case .parts: "等待备件"
        case .maintenanceWindow: "等待停机窗口"
        default: rawValue
        }
    }
}

/// What a fault came from, for statistics; the words beside it say the rest.
public struct CauseCategory: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let hardware = CauseCategory(rawValue: "hardware")
    public static let software = CauseCategory(rawValue: "software")
    public static let network = CauseCategory(rawValue: "network")
    public static let carrier = CauseCategory(rawValue: "carrier")
    public static let power = CauseCategory(rawValue: "power")
    public static let environment = CauseCategory(rawValue: "environment")
    public static let configuration = CauseCategory(rawValue: "configuration")
    public static let operation = CauseCategory(rawValue: "operation")
    public static let security = CauseCategory(rawValue: "security")
    public static let construction = CauseCategory(rawValue: "construction")
    public static let ageing = CauseCategory(rawValue: "ageing")
    public static let noFault = CauseCategory(rawValue: "no-fault")
    public static let other = CauseCategory(rawValue: "other")
    public static let all: [CauseCategory] = [
        .hardware, .software, .network, .carrier, .power, .environment, .configuration, .operation, .security,
        .construction, .ageing, .noFault, .other,
    ]

    public var zh: String {
        switch self {
        case .hardware: "硬件故障"
        case .software: "软件故障"
        case .network: "网络线路"
        case .carrier: "运营商"
        case .power: "供电"
        case .environment: "环境"
        case .configuration: "配置"
        case .operation: "操作使用"
        case .security: "网络安全"
        case .construction: "施工破坏"
        case .ageing: "老化"
        case .noFault: "未见异常"
        case .other: "其他"
        default: rawValue
        }
    }
}

/// The reports a major fault owes (R48).
public struct FaultReportKind: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let verbal = FaultReportKind(rawValue: "verbal")
    public static let first = FaultReportKind(rawValue: "first")
    public static let rootCause = FaultReportKind(rawValue: "root-cause")
    public static let all: [FaultReportKind] = [.verbal, .first, .rootCause]

    public var zh: String {
        switch self {
        case .verbal: "口头报告"
        case .first: "书面初报"
        case .rootCause: "原因分析"
        default: rawValue
        }
    }
}

/// Why a level changed.
public struct PriorityChangeCause: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let requested = PriorityChangeCause(rawValue: "requested")
    public static let verified = PriorityChangeCause(rawValue: "verified")
    /// Resolution was overdue: one level up, once (requirements §3.1 a).
    public static let overdue = PriorityChangeCause(rawValue: "overdue")
    public static let all: [PriorityChangeCause] = [.requested, .verified, .overdue]

    public var zh: String {
        switch self {
        case .requested: "人工调整"
        case .verified: "核定"
        case .overdue: "超时升级"
        default: rawValue
        }
    }
}

/// How the second line is reached (R87).
public struct ExpertChannel: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let phone = ExpertChannel(rawValue: "phone")
    public static let mail = ExpertChannel(rawValue: "mail")
    public static let remote = ExpertChannel(rawValue: "remote")
    public static let onSite = ExpertChannel(rawValue: "on-site")
    public static let all: [ExpertChannel] = [.phone, .mail, .remote, .onSite]

    public var zh: String {
        switch self {
        case .phone: "电话"
        case .mail: "邮件"
        case .remote: "远程"
        case .onSite: "现场"
        default: rawValue
        }
    }
}

/// Something about a ticket that was taken over unchecked: the reporter's guess, or a link no replica knew.
public struct Unverified: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let priority = Unverified(rawValue: "priority")
    public static let item = Unverified(rawValue: "item")
    public static let unit = Unverified(rawValue: "unit")
    public static let all: [Unverified] = [.priority, .item, .unit]

    public var zh: String {
        switch self {
        case .priority: "等级待核定"
        case .item: "设备待核对"
        case .unit: "单位待核对"
        default: rawValue
        }
    }
}
