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

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unavailable(let reason), .notAccepting(let reason): reason
        case .locked(let path):
            "\(path) is locked: another process serves these data. End it, or give this one a directory of its own."
        case .unknownTypeInLog(let type, let seq):
            "the log holds \(type) at seq \(seq), which this release does not know: install the one that wrote it, or a newer one"
        case .newerSchema(let found, let known):
            "the store has schema \(found), this release knows up to \(known): install the release that wrote it, or a newer one"
        case .staleVersion(let expected, let actual): "version \(expected) was expected, it is \(actual)"
        case .keyReused: "the same key came with another body"
        case .tooLarge(let bytes): "a fact of \(bytes) bytes is too large"
        case .wrongTopic(let found, let expected): "the store belongs to \(found), not to \(expected)"
        }
    }
}
