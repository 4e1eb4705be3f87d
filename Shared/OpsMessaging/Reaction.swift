public import OpsContracts

/// What a service does of its own because of a fact: commands to its own aggregates, rows for its senders.
public struct Reaction: Sendable {
    public enum Start: Sendable {
        /// Every fact since the beginning counts.
        case beginning
        /// Only facts after this service first met the source: nobody wants last year's messages.
        case now
    }

    /// Unique in the service and never changed: the commands it leads to derive from it.
    public var name: String
    public var families: Set<String>
    public var from: Start
    /// Runs in the transaction that stores the position. `transaction.context` is already the reaction's command. It
    /// aims at a state and does nothing where that holds. A thrown error parks the fact.
    public var perform: @Sendable (Fact, WriteTransaction) throws -> Void

    public init(
        _ name: String, families: Set<String>, from: Start,
        perform: @escaping @Sendable (Fact, WriteTransaction) throws -> Void
    ) {
        self.name = name
        self.families = families
        self.from = from
        self.perform = perform
    }
}
