public import OpsContracts

/// At most `count` sends in any `window`: 20 a minute for a 企业微信 bot and a DingTalk robot.
///
/// It remembers the last sends. A bucket that refills drop by drop would let nearly 40 through in its first
/// minute, and DingTalk then blocks for ten.
public struct RateLimit: Codable, Equatable, Sendable {
    public var count: Int
    /// Milliseconds.
    public var window: Int64
    public private(set) var sent: [Timestamp] = []

    public init(count: Int, window: Int64) {
        self.count = count
        self.window = window
    }

    public static let wecom = RateLimit(count: 20, window: 60_000)

    /// When the next send may go: `now`, or the moment the oldest of the last `count` leaves the window.
    public func next(at now: Timestamp) -> Timestamp {
        guard sent.count >= count, let oldest = sent.first else { return now }
        return max(now, oldest + window)
    }

    /// - Returns: false, and nothing is counted, while the window is full.
    public mutating func take(at now: Timestamp) -> Bool {
        guard next(at: now) <= now else { return false }
        if sent.count >= count { sent.removeFirst(sent.count - count + 1) }
        sent.append(now)
        return true
    }

    /// The clock was set back: what it shows as sent later was sent by now.
    public mutating func setBack(to now: Timestamp) { sent = sent.map { min($0, now) } }

    /// The other side says the window is full although ours is not: somebody else uses the key too.
    public mutating func fill(at now: Timestamp) {
        sent = Array(repeating: now, count: count)
    }
}
