public import Foundation
public import OpsContracts

/// A state machine: what may happen (`decide`) and what it means (`evolve`). Pure, so it can be tested as a table.
public protocol Decider: Sendable {
    associatedtype State: Codable, Sendable, Equatable
    associatedtype Command: Sendable
    associatedtype Event: DomainEvent
    /// The kind of subject it decides for: `ticket`; subjects are `ticket/<id>`.
    static var kind: String { get }
    /// Raised when `State` changes its shape: stored states of another shape are folded anew from the log.
    static var shape: Int { get }
    /// - Parameter state: nil where nothing has happened to the subject yet.
    static func decide(_ command: Command, _ state: State?, at now: Timestamp) throws(Rejection) -> [Event]
    /// Total: never refuses, never validates.
    static func evolve(_ state: State?, _ event: Event) -> State
}

extension Decider {
    public static func fold(_ state: State?, _ events: [Event]) -> State? { events.reduce(state) { evolve($0, $1) } }
    public static func subject(_ id: some CustomStringConvertible) -> String { "\(kind)/\(id)" }
}

/// What `decide` returns: an enum whose cases wrap the contract structs, so that nothing is mapped twice.
public protocol DomainEvent: Sendable, Equatable {
    var fact: any FactContract { get }
    /// - Returns: nil where the type is none of this decider's.
    /// - Throws: `DecodingError` where the type is its own and the bytes are not.
    init?(type: FactType, data: Data) throws
}

extension DomainEvent {
    /// The event a fact of the own log holds; not decoded again where this process stated it.
    /// - Returns: nil where the type is none of this decider's.
    /// - Throws: `DecodingError`.
    public static func read(_ fact: Fact) throws -> Self? {
        if let known = fact.known.event as? Self { return known }
        return try Self(type: fact.type, data: fact.data)
    }
}
