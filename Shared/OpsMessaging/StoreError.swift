public import OpsContracts

/// Why a store does not take a command now. Nothing was written.
public enum StoreError: Error, Equatable, Sendable {
    /// The disk is full, locked or failing: try again later (503).
    case unavailable(String)
    /// The store waits for its own topic's tail before it takes commands (503).
    case notAccepting(String)
    /// Another process holds the store's lock file.
    case locked(path: String)
    /// The log holds a type this binary does not know: it is older than the data.
    case unknownTypeInLog(FactType, seq: Int64)
    /// A newer binary has migrated this store.
    case newerSchema(found: Int, known: Int)
    /// `If-Match` named another version than the subject's.
    case staleVersion(expected: Int64, actual: Int64)
    /// The same Idempotency-Key came with another body.
    case keyReused
    /// Data of a fact above 256 KiB.
    case tooLarge(bytes: Int)
    /// The store file belongs to another service's topic.
    case wrongTopic(found: String, expected: Topic)
}
