public import Foundation
public import OpsContracts
public import OpsDomain

/// A special period (重点时期, requirements §3.5).
public struct Period: Codable, Equatable, Sendable {
    public var declared: PeriodDeclared
    public var cancelled: Bool
}

public enum PeriodCommand: Equatable, Sendable {
    case declare(PeriodDeclared)
    case cancel(reason: String)
}

public enum PeriodEvent: DomainEvent {
    case declared(PeriodDeclared)
    case cancelled(PeriodCancelled)

    public var fact: any FactContract {
        switch self {
        case .declared(let fact): fact
        case .cancelled(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case PeriodDeclared.type: self = .declared(try ContractCoding.decode(PeriodDeclared.self, from: data))
        case PeriodCancelled.type: self = .cancelled(try ContractCoding.decode(PeriodCancelled.self, from: data))
        default: return nil
        }
    }
}

extension Period: Decider {
    public typealias State = Period
    public typealias Command = PeriodCommand
    public typealias Event = PeriodEvent

    public static let kind = "period"
    public static let shape = 1
    /// 暑运 is 62 days, 春运 40; more than a season is a slip of the pen.
    static let longestDays = 120

    public static func decide(
        _ command: PeriodCommand, _ period: Period?, at now: Timestamp
    ) throws(Rejection) -> [PeriodEvent] {
        switch command {
        case .declare(let fact):
            try Name.check(fact.name, field: "name", max: 20)
            guard fact.from <= fact.to else {
                throw .invalid("to", zh: "结束日应不早于开始日\(fact.from)。", en: "It ends before it begins.")
            }
            guard fact.to.ordinal - fact.from.ordinal < longestDays else {
                throw .invalid("to", zh: "重点时期最长\(longestDays)天。", en: "A period has at most \(longestDays) days.")
            }
            return period == Period(declared: fact, cancelled: false) ? [] : [.declared(fact)]
        case .cancel(let reason):
            guard let period else { throw Self.noSuchPeriod }
            guard !reason.isEmpty, reason.count <= 200 else {
                throw .invalid("reason", zh: "写明取消的原因，最多200字。", en: "Say why, in at most 200 characters.")
            }
            return period.cancelled
                ? [] : [.cancelled(PeriodCancelled(period: period.declared.period, reason: reason))]
        }
    }

    private static let noSuchPeriod = Rejection(
        .missing, "not-found", zh: "没有找到这个重点时期。", en: "No such period.")

    public static func evolve(_ period: Period?, _ event: PeriodEvent) -> Period {
        switch event {
        case .declared(let fact): return Period(declared: fact, cancelled: false)
        case .cancelled(let fact):
            guard var period else {
                let unknown = PeriodDeclared(
                    period: fact.period, code: "", name: "", from: Day(ordinal: 0), to: Day(ordinal: 0),
                    confirmed: false)
                return Period(declared: unknown, cancelled: true)
            }
            period.cancelled = true
            return period
        }
    }
}
