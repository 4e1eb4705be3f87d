public import Foundation
public import OpsContracts
public import OpsDomain

/// A site of the directory and the logs that speak for it.
public struct SiteEntry: Codable, Equatable, Sendable {
    public var registered: SiteRegistered?
    /// By service, where it is not the service's own topic.
    public var owners: [String: Topic]
}

public enum SiteCommand: Equatable, Sendable {
    case register(SiteRegistered)
    case assignOwner(SiteOwnerAssigned)
}

public enum SiteEvent: DomainEvent {
    case registered(SiteRegistered)
    case ownerAssigned(SiteOwnerAssigned)

    public var fact: any FactContract {
        switch self {
        case .registered(let fact): fact
        case .ownerAssigned(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case SiteRegistered.type: self = .registered(try ContractCoding.decode(SiteRegistered.self, from: data))
        case SiteOwnerAssigned.type:
            self = .ownerAssigned(try ContractCoding.decode(SiteOwnerAssigned.self, from: data))
        default: return nil
        }
    }
}

extension SiteEntry: Decider {
    public typealias State = SiteEntry
    public typealias Command = SiteCommand
    public typealias Event = SiteEvent

    public static let kind = "site"
    public static let shape = 1

    public static func decide(
        _ command: SiteCommand, _ site: SiteEntry?, at now: Timestamp
    ) throws(Rejection) -> [SiteEvent] {
        switch command {
        case .register(let fact):
            try Name.check(fact.name, field: "name", max: 20)
            try Name.check(fact.shortName, field: "shortName", max: 4)
            return site?.registered == fact ? [] : [.registered(fact)]
        case .assignOwner(let fact):
            guard site?.registered != nil else { throw .missing("站区", fact.site.rawValue) }
            guard fact.topic.speaks(for: fact.service) else {
                throw .invalid(
                    "topic", zh: "主题应为 ops.\(fact.service).v1 或 ops.\(fact.service).<单元>.v1。",
                    en: "The topic is ops.\(fact.service).v1 or ops.\(fact.service).<cell>.v1.")
            }
            return site?.owners[fact.service.rawValue] == fact.topic ? [] : [.ownerAssigned(fact)]
        }
    }

    public static func evolve(_ site: SiteEntry?, _ event: SiteEvent) -> SiteEntry {
        var site = site ?? SiteEntry(registered: nil, owners: [:])
        switch event {
        case .registered(let fact): site.registered = fact
        case .ownerAssigned(let fact): site.owners[fact.service.rawValue] = fact.topic
        }
        return site
    }
}

/// An organisational unit (机构).
public enum UnitEntry: Decider {
    public typealias State = UnitRegistered
    public typealias Command = UnitRegistered

    public enum Event: DomainEvent {
        case registered(UnitRegistered)

        public var fact: any FactContract {
            switch self {
            case .registered(let fact): fact
            }
        }

        public init?(type: FactType, data: Data) throws {
            guard type == UnitRegistered.type else { return nil }
            self = .registered(try ContractCoding.decode(UnitRegistered.self, from: data))
        }
    }

    public static let kind = "unit"
    public static let shape = 1

    public static func decide(
        _ command: UnitRegistered, _ unit: UnitRegistered?, at now: Timestamp
    ) throws(Rejection) -> [Event] {
        try Name.check(command.name, field: "name", max: 30)
        return unit == command ? [] : [.registered(command)]
    }

    public static func evolve(_ unit: UnitRegistered?, _ event: Event) -> UnitRegistered {
        switch event {
        case .registered(let fact): fact
        }
    }
}

enum Name {
    static func check(_ text: String, field: String, max: Int) throws(Rejection) {
        guard (1...max).contains(text.count) else {
            throw .invalid(
                field, zh: "名称应为1到\(max)个字，现在是\(text.count)个。", en: "A name has 1 to \(max) characters.")
        }
    }
}

extension Topic {
    /// `ops.tickets.v1` or, for a cell, `ops.tickets.xz.v1`.
    func speaks(for service: OwnedService) -> Bool {
        let parts = rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard (3...4).contains(parts.count), parts[0] == "ops", parts[1] == service.rawValue, parts.last == "v1" else {
            return false
        }
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        }
    }
}
