public import OpsContracts

/// Wrong passwords given for one account. Kept as a row: anybody can cause it, so it must not fill the log.
public struct SignInAttempts: Codable, Equatable, Sendable {
    /// Since the last right one, or since the last pause of `memory`.
    public private(set) var failures: Int
    public private(set) var lastFailure: Timestamp?

    public static let allowed = 5
    /// A lock-out lasts 15 minutes, and so does the memory of a wrong password, both in milliseconds.
    public static let memory: Int64 = 15 * 60 * 1000

    public init(failures: Int = 0, lastFailure: Timestamp? = nil) {
        self.failures = failures
        self.lastFailure = lastFailure
    }

    /// Until when no password is even looked at; nil: try.
    public func lockedUntil(at now: Timestamp) -> Timestamp? {
        guard failures >= Self.allowed, let lastFailure, now - lastFailure < Self.memory else { return nil }
        return lastFailure + Self.memory
    }

    /// An attempt while locked is not counted: whoever keeps knocking must not lock the owner out for ever.
    public mutating func fail(at now: Timestamp) {
        if lockedUntil(at: now) != nil { return }
        if let lastFailure, now - lastFailure >= Self.memory { failures = 0 }
        failures += 1
        lastFailure = now
    }

    public mutating func succeed() { self = SignInAttempts() }
}
