/// The nine tones every state machine of every service maps onto (console.md §3.3).
public enum Tone: String, CaseIterable, Sendable {
    case todo, step, moving, waiting, handed, done, closed, late, void

    var hue: String {
        switch self {
        case .todo, .step, .moving: "blue"
        case .waiting: "amber"
        case .handed: "violet"
        case .done: "green"
        case .closed, .void: "grey"
        case .late: "red"
        }
    }

    var glyph: Glyph {
        switch self {
        case .todo: .todo
        case .step: .half
        case .moving: .moving
        case .waiting: .waiting
        case .handed: .handed
        case .done: .done
        case .closed: .closed
        case .late: .late
        case .void: .void
        }
    }
}

/// A state as a chip shows it: tone, glyph and word together, so none can be forgotten.
public struct ChipState: Sendable, Equatable {
    public let tone: Tone?
    public let glyph: Glyph
    public let word: String

    public init(_ tone: Tone, _ word: String, glyph: Glyph? = nil) {
        self.tone = tone
        self.glyph = glyph ?? tone.glyph
        self.word = word
    }

    /// A state this version does not know: a grey ring and the raw word.
    public init(unknown word: String) {
        tone = nil
        glyph = .unknown
        self.word = word
    }
}

extension ChipState {
    // Tickets
    public static let new = ChipState(.todo, "新建")
    public static let accepted = ChipState(.step, "已受理", glyph: .quarter)
    public static let dispatched = ChipState(.step, "已派单", glyph: .half)
    public static let arrived = ChipState(.step, "已到场", glyph: .threeQuarters)
    public static let working = ChipState(.moving, "处理中")
    public static let suspended = ChipState(.waiting, "挂起")
    public static let reopened = ChipState(.waiting, "重开", glyph: .reopened)
    public static let secondLine = ChipState(.handed, "已转二线")
    public static let resolved = ChipState(.done, "已解决")
    public static let awaitingConfirmation = ChipState(.done, "待确认", glyph: .confirming)
    public static let ticketClosed = ChipState(.closed, "已关闭")
    public static let cancelled = ChipState(.void, "已取消")
    // Rounds, findings, campaigns
    public static let pending = ChipState(.todo, "待执行")
    public static let running = ChipState(.moving, "执行中")
    public static let completed = ChipState(.done, "已完成")
    public static let overdue = ChipState(.late, "超期")
    public static let skipped = ChipState(.void, "跳过")
    public static let toRectify = ChipState(.todo, "待整改")
    public static let rectifying = ChipState(.moving, "整改中")
    public static let toRetest = ChipState(.waiting, "待复查")
    public static let cleared = ChipState(.done, "已销项")
    // Sheets
    public static let draft = ChipState(.todo, "草稿")
    public static let published = ChipState(.moving, "已发布")
    public static let objected = ChipState(.waiting, "异议中")
    public static let frozen = ChipState(.closed, "已冻结", glyph: .frozen)
    // Payments
    public static let planned = ChipState(.todo, "计划")
    public static let scored = ChipState(.step, "已评分", glyph: .quarter)
    public static let deductionFixed = ChipState(.step, "扣款已定", glyph: .half)
    public static let approved = ChipState(.step, "已审批", glyph: .threeQuarters)
    public static let awaitingFiscal = ChipState(.waiting, "待批复")
    public static let awaitingFunds = ChipState(.waiting, "待财政资金")
    public static let paid = ChipState(.done, "已支付")
    public static let settled = ChipState(.closed, "已清算")
    // Deliveries of messages
    public static let queued = ChipState(.todo, "待发")
    public static let sending = ChipState(.moving, "发送中")
    public static let retrying = ChipState(.waiting, "重试中")
    public static let delivered = ChipState(.done, "已送达")
    public static let dead = ChipState(.late, "死信")
    public static let discarded = ChipState(.void, "已丢弃")
    // Deliverables and things with a due day
    public static let late = ChipState(.late, "逾期")
    /// Three quarters of the time allowed are over.
    public static let near = ChipState(.waiting, "临近", glyph: .near)
    public static let voided = ChipState(.void, "作废")
    // Assets
    public static let spare = ChipState(.todo, "备用")
    public static let repair = ChipState(.moving, "维修")
    public static let sealed = ChipState(.waiting, "封存")
    public static let toRetire = ChipState(.waiting, "待报废")
    public static let handedOver = ChipState(.handed, "移交")
    public static let inUse = ChipState(.done, "在用")
    public static let retired = ChipState(.void, "已报废")

    /// All of the above, for the gallery and for the test that holds their uniqueness.
    public static let all: [ChipState] = [
        .new, .accepted, .dispatched, .arrived, .working, .suspended, .reopened, .secondLine, .resolved,
        .awaitingConfirmation, .ticketClosed, .cancelled, .pending, .running, .completed, .overdue, .skipped,
        .toRectify, .rectifying, .toRetest, .cleared, .draft, .published, .objected, .frozen, .planned, .scored,
        .deductionFixed, .approved, .awaitingFiscal, .awaitingFunds, .paid, .settled, .queued, .sending, .retrying,
        .delivered, .dead, .discarded, .late, .near, .voided, .spare, .repair, .sealed, .toRetire, .handedOver, .inUse,
        .retired,
    ]
}
