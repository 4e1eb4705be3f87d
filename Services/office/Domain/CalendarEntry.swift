public import Foundation
public import OpsContracts
public import OpsDomain

/// A working calendar's publications. The content of a command is a `CalendarPublished` whose version is not read:
/// the decision numbers it, so that two people cannot publish the same version.
public enum CalendarEntry: Decider {
    public typealias State = CalendarPublished
    public typealias Command = CalendarPublished

    public enum Event: DomainEvent {
        case published(CalendarPublished)

        public var fact: any FactContract {
            switch self {
            case .published(let fact): fact
            }
        }

        public init?(type: FactType, data: Data) throws {
            guard type == CalendarPublished.type else { return nil }
            self = .published(try ContractCoding.decode(CalendarPublished.self, from: data))
        }
    }

    public static let kind = "calendar"
    public static let shape = 1

    public static func decide(
        _ command: CalendarPublished, _ calendar: CalendarPublished?, at now: Timestamp
    ) throws(Rejection) -> [Event] {
        try CalendarRules.check(command)
        var next = command
        next.version = calendar?.version ?? 1
        if next == calendar { return [] }
        next.version = (calendar?.version ?? 0) + 1
        if let calendar, let lost = calendar.years.first(where: { !next.years.contains($0) }), !next.years.isEmpty {
            throw .invalid(
                "years", zh: "已导入的\(lost)年不能去掉，时限按它算过。", en: "Year \(lost) was loaded; due times depend on it.")
        }
        return [.published(next)]
    }

    public static func evolve(_ calendar: CalendarPublished?, _ event: Event) -> CalendarPublished {
        switch event {
        case .published(let fact): fact
        }
    }
}
