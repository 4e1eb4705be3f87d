public import Foundation
public import OpsContracts
public import OpsDomain

/// Who is on duty at a site on a day. One side proposes, the other agrees (R85); only what both agreed binds anybody.
/// The subject is `roster/<site>-<day>`.
public struct Roster: Codable, Sendable, Equatable {
    public internal(set) var proposed: [DutyShift: DutyProposed] = [:]
    public internal(set) var agreed: [DutyShift: DutyAgreed] = [:]

    public init() {}
}

extension DutyShift: CodingKeyRepresentable {}

public enum RosterCommand: Sendable {
    /// Replaces an open proposal for the shift.
    case propose(DutyProposed)
    /// - Parameter phoneMasked: of the person on duty, where the directory knows it.
    case agree(DutyShift, party: Party, by: AccountID, phoneMasked: String?)
}

public enum RosterEvent: DomainEvent {
    case proposed(DutyProposed)
    case agreed(DutyAgreed)

    public var fact: any FactContract {
        switch self {
        case .proposed(let fact): fact
        case .agreed(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case DutyProposed.type: self = .proposed(try ContractCoding.decode(DutyProposed.self, from: data))
        case DutyAgreed.type: self = .agreed(try ContractCoding.decode(DutyAgreed.self, from: data))
        default: return nil
        }
    }
}

public enum RosterDecider: Decider {
    public typealias State = Roster
    public typealias Command = RosterCommand
    public typealias Event = RosterEvent

    public static let kind = "roster"
    public static let shape = 1

    public static func decide(
        _ command: RosterCommand, _ state: Roster?, at now: Timestamp
    ) throws(Rejection) -> [RosterEvent] {
        let roster = state ?? Roster()
        switch command {
        case .propose(let fact):
            guard DutyShift.all.contains(fact.shift) else {
                throw .invalid("shift", zh: "班次只能是白班或夜班。", en: "Unknown shift: \(fact.shift).")
            }
            if roster.proposed[fact.shift] == fact { return [] }
            if let agreed = roster.agreed[fact.shift], agreed.account == fact.account { return [] }
            return [.proposed(fact)]
        case .agree(let shift, let party, let by, let phone):
            guard let open = roster.proposed[shift] else {
                if roster.agreed[shift] != nil { return [] }
                throw Rejection(
                    .conflict, "nothing-proposed", zh: "\(shift.zh)还没有人选。先提出人选。",
                    en: "Nobody is proposed for the shift.")
            }
            guard open.party != party else {
                throw Rejection(
                    .conflict, "other-party-agrees", zh: "人选由\(party.zh)提出，要由\(party.other.zh)同意。",
                    en: "The other side has to agree.")
            }
            let (site, supplier) = party == .site ? (by, open.by) : (open.by, by)
            return [
                .agreed(
                    DutyAgreed(
                        site: open.site, day: open.day, shift: shift, post: open.post, account: open.account,
                        phoneMasked: phone, agreedBySite: site, agreedBySupplier: supplier))
            ]
        }
    }

    public static func evolve(_ state: Roster?, _ event: RosterEvent) -> Roster {
        var roster = state ?? Roster()
        switch event {
        case .proposed(let fact): roster.proposed[fact.shift] = fact
        case .agreed(let fact):
            roster.proposed[fact.shift] = nil
            roster.agreed[fact.shift] = fact
        }
        return roster
    }
}
