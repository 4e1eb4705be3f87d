public import OpsContracts

/// Where one message to one channel stands. A row, not a fact.
public enum DeliveryStatus: String, Codable, CaseIterable, Sendable {
    /// Waits for its time.
    case pending
    /// Committed before the call, so that a crash in the middle is known as one.
    case sending
    case delivered
    case retrying
    /// `notAfter` passed before it could go.
    case expired
    /// Given up; a person retries or discards it.
    case dead
    /// Outcome unknown and not urgent: it goes into the next digest instead of going out twice.
    case digest
    case discarded

    /// Shown on screen (console.md §3.3).
    public var zh: String {
        switch self {
        case .pending: "待发"
        case .sending: "发送中"
        case .delivered: "已送达"
        case .retrying: "重试中"
        case .expired: "已过期"
        case .dead: "死信"
        case .digest: "并入汇总"
        case .discarded: "已丢弃"
        }
    }

    /// Nothing more happens by itself.
    public var isFinal: Bool {
        switch self {
        case .delivered, .expired, .dead, .digest, .discarded: true
        case .pending, .sending, .retrying: false
        }
    }
}

/// What is to happen to a delivery next.
public struct DeliveryStep: Equatable, Sendable {
    public var status: DeliveryStatus
    /// When it is tried (again); nil where it is not.
    public var dueAt: Timestamp?
    /// The next attempt carries the mark 重发: it may arrive twice.
    public var resend: Bool
    public var note: String?

    public init(_ status: DeliveryStatus, dueAt: Timestamp? = nil, resend: Bool = false, note: String? = nil) {
        self.status = status
        self.dueAt = dueAt
        self.resend = resend
        self.note = note
    }
}

/// When a failed attempt is made again.
public struct RetrySchedule: Equatable, Sendable {
    /// Milliseconds after the 1st, 2nd, … failed attempt; behind the last the message is dead.
    public var pauses: [Int64]

    /// 1, 5, 30 minutes, 2, 8, 24 hours (requirements §5.4).
    public static let patient = RetrySchedule(pauses: [1, 5, 30, 120, 480, 1440].map { $0 * 60_000 })
    /// A bot's busy answer: at most three more, soon (requirements §5.1).
    public static let bot = RetrySchedule(pauses: [10_000, 60_000, 300_000])

    public static func of(_ kind: ChannelKind) -> RetrySchedule {
        [.wecom, .dingtalk, .feishu].contains(kind) ? .bot : .patient
    }
}

public struct Delivery: Equatable, Sendable {
    public var priority: Priority?
    /// Past this moment it is of no use to anybody.
    public var notAfter: Timestamp
    /// Attempts made, the one being judged included.
    public var attempts: Int
    public var resend: Bool

    public init(priority: Priority?, notAfter: Timestamp, attempts: Int, resend: Bool) {
        self.priority = priority
        self.notAfter = notAfter
        self.attempts = attempts
        self.resend = resend
    }

    /// Before a call: send now, or not at all any more.
    public func expired(at now: Timestamp) -> Bool { now > notAfter }

    /// After a call.
    public func step(after outcome: Outcome, _ schedule: RetrySchedule, at now: Timestamp) -> DeliveryStep {
        switch outcome {
        case .delivered: DeliveryStep(.delivered, resend: resend)
        case .wait(let milliseconds, let why): again(at: now + milliseconds, resend: resend, why)
        case .refused(let why): retry(schedule, at: now, resend: resend, why)
        case .permanent(let why), .channelDead(let why): DeliveryStep(.dead, resend: resend, note: why)
        case .unknown(let why): afterUnknown(schedule, at: now, why)
        }
    }

    /// A row found in `sending` when the service starts: the process died between the commit and the answer.
    public func stepAfterCrash(_ schedule: RetrySchedule, at now: Timestamp) -> DeliveryStep {
        priority?.isMajor == true
            ? again(at: now, resend: true, "发送时服务中断") : DeliveryStep(.digest, note: "发送时服务中断")
    }

    private func afterUnknown(_ schedule: RetrySchedule, at now: Timestamp, _ why: String) -> DeliveryStep {
        guard priority?.isMajor == true else { return DeliveryStep(.digest, resend: resend, note: why) }
        return retry(schedule, at: now, resend: true, why)
    }

    private func retry(
        _ schedule: RetrySchedule, at now: Timestamp, resend: Bool, _ why: String
    ) -> DeliveryStep {
        guard attempts >= 1, attempts <= schedule.pauses.count else {
            return DeliveryStep(.dead, resend: resend, note: why)
        }
        return again(at: now + schedule.pauses[attempts - 1], resend: resend, why)
    }

    private func again(at due: Timestamp, resend: Bool, _ why: String) -> DeliveryStep {
        due > notAfter
            ? DeliveryStep(.expired, resend: resend, note: why)
            : DeliveryStep(.retrying, dueAt: due, resend: resend, note: why)
    }
}
