public import Foundation

/// What the process that stated a fact has in hand already, so that nobody in it decodes again what was just encoded.
///
/// Decoding JSON is most of what a live fold costs. `data` stays the truth: it is what is hashed, published and kept, and a
/// reader in another process, a rebuild or a healed log has nothing else. In debug builds every fact is decoded once
/// when it is stated and must come out equal, so the short way cannot differ from the long one.
public struct KnownFact: Sendable, Equatable {
    public var contract: (any FactContract)?
    /// The domain event around the contract; only its own service can read it.
    public var event: (any Sendable)?
    /// The aggregate after the fact, while it is folded in the transaction that stated it; it never leaves that.
    public var state: (any Sendable)?
    /// The aggregate as it is stored, where this fact is its newest.
    public var storedState: Data?

    /// Nothing is known: the fact came from a file or a broker.
    public init() {}

    /// Two facts are the same or not whatever somebody knows of them.
    public static func == (a: Self, b: Self) -> Bool { true }
}
