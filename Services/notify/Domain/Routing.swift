public import Foundation
public import OpsContracts
public import OpsDomain

/// One rule of who gets what.
public struct NotifyRule: Codable, Equatable, Sendable {
    public var published: NotifyRulePublished?
}

public enum NotifyRuleCommand: Equatable, Sendable {
    case publish(NotifyRulePublished)
    case withdraw
}

public enum NotifyRuleEvent: DomainEvent {
    case published(NotifyRulePublished)
    case withdrawn(NotifyRuleWithdrawn)

    public var fact: any FactContract {
        switch self {
        case .published(let fact): fact
        case .withdrawn(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case NotifyRulePublished.type:
            self = .published(try ContractCoding.decode(NotifyRulePublished.self, from: data))
        case NotifyRuleWithdrawn.type:
            self = .withdrawn(try ContractCoding.decode(NotifyRuleWithdrawn.self, from: data))
        default: return nil
        }
    }
}

extension NotifyRule: Decider {
    public typealias State = NotifyRule
    public typealias Command = NotifyRuleCommand
    public typealias Event = NotifyRuleEvent

    public static let kind = "notify-rule"
    public static let shape = 1

    public static func decide(
        _ command: NotifyRuleCommand, _ rule: NotifyRule?, at now: Timestamp
    ) throws(Rejection) -> [NotifyRuleEvent] {
        switch command {
        case .publish(let fact):
            guard NoticeKind.all.contains(fact.notice) else {
                throw .invalid("notice", zh: "没有“\(fact.notice)”这种消息。", en: "No such kind of message.")
            }
            guard Set(fact.audience).count == fact.audience.count else {
                throw .invalid("audience", zh: "接收人各选一次。", en: "Name each audience once.")
            }
            if let unknown = fact.audience.first(where: { !Audience.all.contains($0) }) {
                throw .invalid("audience", zh: "没有“\(unknown)”这种接收人。", en: "No such audience.")
            }
            if let priority = fact.minimumPriority, !Priority.all.contains(priority) {
                throw .invalid("minimumPriority", zh: "没有“\(priority)”这个等级。", en: "No such priority.")
            }
            return rule?.published == fact ? [] : [.published(fact)]
        case .withdraw:
            guard let fact = rule?.published else { return [] }
            return [.withdrawn(NotifyRuleWithdrawn(rule: fact.rule))]
        }
    }

    public static func evolve(_ rule: NotifyRule?, _ event: NotifyRuleEvent) -> NotifyRule {
        switch event {
        case .published(let fact): NotifyRule(published: fact)
        case .withdrawn: NotifyRule(published: nil)
        }
    }
}

extension NotifyRulePublished {
    /// Whether a message goes where this rule says. What has no priority passes any minimum.
    public func wants(_ kind: NoticeKind, _ priority: Priority?, at site: SiteCode?) -> Bool {
        guard notice == kind else { return false }
        if let site, !sites.isEmpty, !sites.contains(site) { return false }
        guard let minimumPriority, let priority else { return true }
        return priority <= minimumPriority
    }
}

/// A person's routes; the addresses are sealed.
public enum Contact: Decider {
    public typealias State = ContactSet
    /// A set with new addresses beside it is always a fact: what is sealed cannot be compared.
    public typealias Command = ContactSet

    public enum Event: DomainEvent {
        case set(ContactSet)

        public var fact: any FactContract {
            switch self {
            case .set(let fact): fact
            }
        }

        public init?(type: FactType, data: Data) throws {
            guard type == ContactSet.type else { return nil }
            self = .set(try ContractCoding.decode(ContactSet.self, from: data))
        }
    }

    public static let kind = "contact"
    public static let shape = 1

    public static func decide(
        _ command: ContactSet, _ contact: ContactSet?, at now: Timestamp
    ) throws(Rejection) -> [Event] { [.set(command)] }

    public static func evolve(_ contact: ContactSet?, _ event: Event) -> ContactSet {
        switch event {
        case .set(let fact): fact
        }
    }
}
