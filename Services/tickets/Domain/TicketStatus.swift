public import OpsContracts

/// Where a ticket stands, with what only holds there.
public enum TicketStatus: Codable, Sendable, Equatable {
    case new
    case accepted
    case dispatched
    case arrived
    case working
    case pending(PendingReason, since: Timestamp)
    case secondLine(since: Timestamp)
    case resolved(at: Timestamp)
    case awaitingConfirmation(since: Timestamp)
    case closed(at: Timestamp)
    case cancelled(at: Timestamp)
    /// Not over after all; whoever takes it goes on from here.
    case reopened(at: Timestamp)

    public var stage: Stage {
        switch self {
        case .new: .new
        case .accepted: .accepted
        case .dispatched: .dispatched
        case .arrived: .arrived
        case .working: .working
        case .pending: .pending
        case .secondLine: .secondLine
        case .resolved: .resolved
        case .awaitingConfirmation: .awaitingConfirmation
        case .closed: .closed
        case .cancelled: .cancelled
        case .reopened: .reopened
        }
    }

    /// A status by its name alone: what lists store and filter by.
    public enum Stage: String, CaseIterable, Codable, Sendable {
        case new, accepted, dispatched, arrived, working, pending
        case secondLine = "second-line"
        case resolved
        case awaitingConfirmation = "awaiting-confirmation"
        case closed, cancelled, reopened

        public var zh: String {
            switch self {
            case .new: "新建"
            case .accepted: "已受理"
            case .dispatched: "已派单"
            case .arrived: "已到场"
            case .working: "处理中"
            case .pending: "挂起"
            case .secondLine: "已转二线"
            case .resolved: "已解决"
            case .awaitingConfirmation: "待确认"
            case .closed: "已关闭"
            case .cancelled: "已取消"
            case .reopened: "重开"
            }
        }

        /// Somebody still has work to do.
        public var isOpen: Bool {
            switch self {
            case .new, .accepted, .dispatched, .arrived, .working, .pending, .secondLine, .reopened: true
            case .resolved, .awaitingConfirmation, .closed, .cancelled: false
            }
        }
    }
}
