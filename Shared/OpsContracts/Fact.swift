public import Foundation

/// One row of a service's log, and what travels on the bus: an envelope around the JSON bytes of one contract.
///
/// `data` is stored once and published and hashed as stored; it is never re-encoded. The hash is defined in
/// docs/log-format.md.
public struct Fact: Sendable, Equatable {
    /// 1, 2, 3 … without gap, assigned by the writer.
    public var seq: Int64
    /// A UUIDv7.
    public var id: String
    public var type: FactType
    /// What it happened to: `ticket/XZ-20260213-0007`.
    public var subject: String
    /// 1, 2, 3 … within the subject.
    public var version: Int64
    /// Nil where the fact concerns no single site.
    public var site: SiteCode?
    /// Never earlier than the fact before it; nothing is ordered by it.
    public var time: Timestamp
    public var actor: Actor
    /// The command that caused it; `command` and `n` are unique together.
    public var command: String
    /// 0, 1, 2 … within the command.
    public var n: Int
    public var correlation: String
    /// The id of the fact that caused the command, where one did.
    public var causation: String?
    /// 0 for a person's command, the cause's + 1 for a reaction's.
    public var hops: Int
    public var traceparent: String?
    public var data: Data
    /// Hex SHA-256 of salt and sealed bytes; nil where nothing is sealed.
    public var sealedDigest: String?
    /// The hash of the fact before it; 64 zeros for the first.
    public var prev: String
    public var hash: String
    /// Set where this process stated the fact itself, or a neighbour in it did.
    public var known = KnownFact()

    public init(
        seq: Int64, id: String, type: FactType, subject: String, version: Int64, site: SiteCode?, time: Timestamp,
        actor: Actor, command: String, n: Int, correlation: String, causation: String?, hops: Int,
        traceparent: String?, data: Data, sealedDigest: String?, prev: String, hash: String
    ) {
        self.seq = seq
        self.id = id
        self.type = type
        self.subject = subject
        self.version = version
        self.site = site
        self.time = time
        self.actor = actor
        self.command = command
        self.n = n
        self.correlation = correlation
        self.causation = causation
        self.hops = hops
        self.traceparent = traceparent
        self.data = data
        self.sealedDigest = sealedDigest
        self.prev = prev
        self.hash = hash
    }

    public static let noHash = String(repeating: "0", count: 64)

    /// - Throws: `DecodingError` where the bytes are not this contract.
    public func decode<F: FactContract>(_ contract: F.Type) throws -> F {
        if let known = known.contract as? F { return known }
        return try ContractCoding.decode(contract, from: data)
    }
}

/// Who did it: an account, a service (`service/inspections`), or the supplier's own monitoring. JSON is the string.
public struct Actor: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(account: AccountID) { rawValue = "account/\(account)" }
    public init(service: ServiceName) { rawValue = "service/\(service.rawValue)" }
    /// Somebody without an account: the public report form.
    public static let anonymous = Actor(rawValue: "anonymous")
    public var description: String { rawValue }
    /// Nil for a service or nobody.
    public var account: AccountID? {
        rawValue.hasPrefix("account/") ? AccountID(rawValue: String(rawValue.dropFirst(8))) : nil
    }
}
