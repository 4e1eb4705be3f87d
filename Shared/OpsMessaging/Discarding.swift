import Foundation
public import OpsContracts
import OpsDomain

/// Decides nothing but that giving up a parked fact needs a reason, and is stated.
enum Discarding: Decider {
    struct State: Codable, Sendable, Equatable {
        var reason: String
    }

    enum Event: DomainEvent {
        case discarded(ParkedFactDiscarded)

        var fact: any FactContract {
            switch self {
            case .discarded(let fact): fact
            }
        }

        init?(type: FactType, data: Data) throws {
            guard type == ParkedFactDiscarded.type else { return nil }
            self = .discarded(try ContractCoding.decode(ParkedFactDiscarded.self, from: data))
        }
    }

    static let kind = "parked"
    static let shape = 1

    static func decide(_ command: ParkedFactDiscarded, _ state: State?, at now: Timestamp) throws(Rejection) -> [Event]
    {
        let reason = command.reason.filter { !$0.isWhitespace }
        guard (4...500).contains(reason.count) else {
            throw .invalid("reason", zh: "写明丢弃的理由，4～500 字。", en: "Give the reason for discarding, 4 to 500 characters.")
        }
        guard state == nil else { return [] }
        return [Event.discarded(command)]
    }

    static func evolve(_ state: State?, _ event: Event) -> State {
        switch event {
        case .discarded(let fact): State(reason: fact.reason)
        }
    }
}

extension Store {
    /// Gives one parked fact up, with a fact of its own that says why. Facts that waited behind it can then be retried.
    /// - Throws: `Rejection` without a reason, or where nothing is parked under that number.
    public func discardParked(source: Topic, seq: Int64, reason: String, by actor: Actor) async throws {
        let now = clock.now()
        let context = CommandContext(
            command: "own:discard:\(source):\(seq):\(now.rawValue)", actor: actor, now: now,
            correlation: "discard-\(source)-\(seq)")
        try await perform(context) { transaction in
            let parked = try ParkedFacts.list(transaction.connection, source: source).first { $0.seq == seq }
            guard let parked else { throw Rejection.missing("停放的事实", "\(source) \(seq)") }
            let fact = ParkedFactDiscarded(
                source: source, seq: seq, about: parked.subject, factType: FactType(rawValue: parked.type),
                reason: reason)
            try transaction.execute(Discarding.self, "\(source)/\(seq)/\(now.rawValue)", fact, site: nil)
            try ParkedFacts.remove(seq, of: source, transaction.connection)
        }
    }
}
