public import OpsContracts

/// Keeps a channel that is down from being called for every message in turn.
public struct Breaker: Codable, Equatable, Sendable {
    public private(set) var failures: Int
    /// While it lies ahead nothing is sent; afterwards one message tries.
    public private(set) var openUntil: Timestamp?

    public static let threshold = 5
    /// One minute after the fifth failure, doubled with each more, at most half an hour.
    static let firstPause: Int64 = 60_000
    static let longestPause: Int64 = 30 * 60_000

    public init(failures: Int = 0, openUntil: Timestamp? = nil) {
        self.failures = failures
        self.openUntil = openUntil
    }

    public enum State: String, Codable, Sendable {
        case closed, open
        /// The pause is over; the next message decides.
        case trying
    }

    public func state(at now: Timestamp) -> State {
        guard let openUntil else { return .closed }
        return now < openUntil ? .open : .trying
    }

    /// The clock was set back by so many milliseconds: the pause stays as long as it was to be.
    public mutating func setBack(by milliseconds: Int64) { openUntil = openUntil.map { $0 + -milliseconds } }

    public mutating func succeed() { self = Breaker() }

    public mutating func fail(at now: Timestamp) {
        failures += 1
        guard failures >= Self.threshold else { return }
        let doublings = min(failures - Self.threshold, 16)
        openUntil = now + min(Self.firstPause << Int64(doublings), Self.longestPause)
    }
}
