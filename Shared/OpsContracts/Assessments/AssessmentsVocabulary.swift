/// What a post on site is for.
public struct PostRole: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let general = PostRole(rawValue: "general")
    public static let monitoring = PostRole(rawValue: "monitoring")
    public static let office = PostRole(rawValue: "office")
    public static let all: [PostRole] = [.general, .monitoring, .office]

    public var zh: String {
        switch self {
        case .general: "综合运维"
        case .monitoring: "监控"
        case .office: "办公"
        default: rawValue
        }
    }
}

/// A duty shift of a guarantee arrangement (requirements section 3.5); the hours are our default.
public struct DutyShift: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// 08:00–20:00.
    public static let day = DutyShift(rawValue: "day")
    /// 20:00–08:00 of the next day.
    public static let night = DutyShift(rawValue: "night")
    public static let all: [DutyShift] = [.day, .night]

    public var zh: String {
        switch self {
        case .day: "白班"
        case .night: "夜班"
        default: rawValue
        }
    }
}

/// One of the two that agree: the site or the supplier.
public struct Party: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let site = Party(rawValue: "site")
    public static let supplier = Party(rawValue: "supplier")

    public var zh: String {
        switch self {
        case .site: "站区"
        case .supplier: "供应商"
        default: rawValue
        }
    }

    public var other: Party { self == .site ? .supplier : .site }
}

/// An item of the score sheet, K1…K9 (requirements section 3.2).
public struct ScoreItemCode: ContractCode, Comparable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let k1 = ScoreItemCode(rawValue: "K1")
    public static let k2 = ScoreItemCode(rawValue: "K2")
    public static let k3 = ScoreItemCode(rawValue: "K3")
    public static let k4 = ScoreItemCode(rawValue: "K4")
    public static let k5 = ScoreItemCode(rawValue: "K5")
    public static let k6 = ScoreItemCode(rawValue: "K6")
    public static let k7 = ScoreItemCode(rawValue: "K7")
    public static let k8 = ScoreItemCode(rawValue: "K8")
    public static let k9 = ScoreItemCode(rawValue: "K9")

    public static let all: [ScoreItemCode] = [.k1, .k2, .k3, .k4, .k5, .k6, .k7, .k8, .k9]

    /// The name of the standard sheet; a contract's own rules may carry another.
    public var zh: String {
        switch self {
        case .k1: "出勤与纪律"
        case .k2: "响应与到场"
        case .k3: "解决与质量"
        case .k4: "巡检"
        case .k5: "台账"
        case .k6: "报告"
        case .k7: "重点时期与会议保障"
        case .k8: "满意度"
        case .k9: "安全保密正版化"
        default: rawValue
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What costs points: `response-missed`. Which item and how many points is said by the score rules.
public struct RuleCode: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let absent = RuleCode(rawValue: "absent")
    public static let lateOrEarly = RuleCode(rawValue: "late-or-early")
    public static let misconduct = RuleCode(rawValue: "misconduct")
    public static let responseMissed = RuleCode(rawValue: "response-missed")
    public static let responseMissedMajor = RuleCode(rawValue: "response-missed-major")
    public static let arrivalMissed = RuleCode(rawValue: "arrival-missed")
    public static let arrivalMissedMajor = RuleCode(rawValue: "arrival-missed-major")
    public static let resolveOverdueP1 = RuleCode(rawValue: "resolve-overdue-p1")
    public static let resolveOverdueP2 = RuleCode(rawValue: "resolve-overdue-p2")
    public static let resolveOverdue = RuleCode(rawValue: "resolve-overdue")
    public static let reopened = RuleCode(rawValue: "reopened")
    public static let roundMissed = RuleCode(rawValue: "round-missed")
    public static let roundLate = RuleCode(rawValue: "round-late")
    public static let recordIncomplete = RuleCode(rawValue: "record-incomplete")
    public static let sampleMismatch = RuleCode(rawValue: "sample-mismatch")
    public static let fieldsEmpty = RuleCode(rawValue: "fields-empty")
    public static let reportLate = RuleCode(rawValue: "report-late")
    public static let reportMissing = RuleCode(rawValue: "report-missing")
    public static let reportFalsified = RuleCode(rawValue: "report-falsified")
    public static let guaranteeFailed = RuleCode(rawValue: "guarantee-failed")
    public static let satisfactionLow = RuleCode(rawValue: "satisfaction-low")
    public static let complaintUpheld = RuleCode(rawValue: "complaint-upheld")
    public static let rectificationOverdue = RuleCode(rawValue: "rectification-overdue")
    public static let securityBreach = RuleCode(rawValue: "security-breach")

    public var zh: String { Self.words[self] ?? rawValue }

    private static let words: [RuleCode: String] = [
        .absent: "缺岗无人顶替", .lateOrEarly: "迟到或早退", .misconduct: "违反规定",
        .responseMissed: "受理超时", .responseMissedMajor: "一、二级受理超时",
        .arrivalMissed: "到场超时", .arrivalMissedMajor: "一、二级到场超时",
        .resolveOverdueP1: "一级解决超时", .resolveOverdueP2: "二级解决超时", .resolveOverdue: "三、四级解决超时",
        .reopened: "重开", .roundMissed: "巡检漏做", .roundLate: "巡检迟做", .recordIncomplete: "巡检记录不全",
        .sampleMismatch: "台账抽查不符", .fieldsEmpty: "台账必填项空缺", .reportLate: "报告迟交",
        .reportMissing: "报告缺交", .reportFalsified: "报告造假", .guaranteeFailed: "保障失败",
        .satisfactionLow: "满意度不足", .complaintUpheld: "投诉属实", .rectificationOverdue: "整改逾期",
        .securityBreach: "安全保密事件",
    ]
}

/// A one-vote veto (一票否决): it caps the month.
public struct Veto: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let secretsLeaked = Veto(rawValue: "secrets-leaked")
    public static let recordFalsified = Veto(rawValue: "record-falsified")
    public static let calloutRefused = Veto(rawValue: "callout-refused")
    public static let replacementAbsent = Veto(rawValue: "replacement-absent")
    public static let all: [Veto] = [.secretsLeaked, .recordFalsified, .calloutRefused, .replacementAbsent]

    public var zh: String {
        switch self {
        case .secretsLeaked: "泄密"
        case .recordFalsified: "伪造记录掩盖故障"
        case .calloutRefused: "拒绝一级故障出勤"
        case .replacementAbsent: "更换人员超过5个工作日未到岗"
        default: rawValue
        }
    }
}

/// A place in a service's log that a document was computed from; whoever holds it can tell a changed log.
public struct SourceHead: Codable, Sendable, Equatable {
    public var topic: Topic
    public var seq: Int64
    /// Hex SHA-256 of the fact there.
    public var hash: String

    public init(topic: Topic, seq: Int64, hash: String) {
        self.topic = topic
        self.seq = seq
        self.hash = hash
    }
}
