import Synchronization

/// What a reader, the relay or work by the clock has to say to an operator, for the log.
public struct Complaint: Sendable, Equatable {
    /// Fixed words.
    public var message: String
    /// What varies.
    public var details: [String: String]
    /// Of the fact or the command it was about; nil where it was about none.
    public var correlation: String?
}

/// Remembers which command of a piece of work failed, so that its line in the log can say so.
public final class FailedCommand: Sendable {
    @TaskLocal static var witness: FailedCommand?
    private let last = Mutex<String?>(nil)

    public init() {}

    /// The correlation of the last command that failed; nil where none did.
    public var correlation: String? { last.withLock { $0 } }

    /// Runs work whose commands this looks at.
    /// - Throws: what `work` throws.
    public func watch(_ work: () async throws -> Void) async throws {
        try await Self.$witness.withValue(self) { try await work() }
    }

    static func note(_ context: CommandContext) { witness?.last.withLock { $0 = context.correlation } }
}
