public import Foundation
public import OpsContracts
public import OpsDomain

/// The score rules as data, one version after the other. One subject: `score-rules/standard`.
public enum ScoreRulesDecider: Decider {
    public static let kind = "score-rules"
    public static let shape = 1

    public enum Command: Sendable {
        /// - Parameter version: must be the current one + 1.
        case publish(ScoreRulesPublished)
    }

    public enum Event: DomainEvent {
        case published(ScoreRulesPublished)

        public var fact: any FactContract {
            switch self {
            case .published(let fact): fact
            }
        }

        public init?(type: FactType, data: Data) throws {
            guard type == ScoreRulesPublished.type else { return nil }
            self = .published(try ContractCoding.decode(ScoreRulesPublished.self, from: data))
        }
    }

    public static func decide(
        _ command: Command, _ state: ScoreRulesPublished?, at now: Timestamp
    ) throws(Rejection) -> [Event] {
        switch command {
        case .publish(let rules):
            if rules == state { return [] }
            let next = (state?.version ?? 0) + 1
            guard rules.version == next else {
                throw Rejection(
                    .conflict, "rules-version", zh: "评分规则的下一版是第\(next)版，提交的是第\(rules.version)版。",
                    en: "The next version is \(next), not \(rules.version).", field: "version")
            }
            try check(rules)
            return [.published(rules)]
        }
    }

    public static func evolve(_ state: ScoreRulesPublished?, _ event: Event) -> ScoreRulesPublished {
        switch event {
        case .published(let rules): rules
        }
    }

    private static func check(_ rules: ScoreRulesPublished) throws(Rejection) {
        if let wrong = rules.items.first(where: { !(1...1000).contains($0.weightTenths) }) {
            throw .invalid(
                "items", zh: "“\(wrong.name.prefix(20))”的满分应大于0，最多100.0。",
                en: "\(wrong.code) weighs \(wrong.weightTenths) tenths.")
        }
        let sum = rules.items.reduce(0) { $0 + $1.weightTenths }
        guard sum == 1000 else {
            throw .invalid(
                "items", zh: "各项满分之和应为100.0，现在合计\(sum / 10).\(sum % 10)。",
                en: "The weights add up to \(sum) tenths, not 1000.")
        }
        if let wrong = rules.items.first(where: { !(1...50).contains($0.name.count) }) {
            throw .invalid(
                "items", zh: "\(wrong.code.rawValue.prefix(20))的名称应为1到50字。", en: "An item's name is too long.")
        }
        let events = rules.items.flatMap(\.rules)
        guard Set(rules.items.map(\.code)).count == rules.items.count,
            Set(events.map(\.event)).count == events.count
        else { throw .invalid("items", zh: "同一项目或同一扣分事项写了两次。", en: "An item or an event stands twice.") }
        if let wrong = events.first(where: { !(1...1000).contains($0.tenths) }) {
            throw .invalid(
                "items", zh: "“\(wrong.event.zh)”的扣分应大于0，最多100.0。", en: "\(wrong.event) deducts \(wrong.tenths) tenths."
            )
        }
        guard (0...1000).contains(rules.vetoCap.tenths) else {
            throw .invalid("vetoCap", zh: "一票否决的封顶应在0到100.0之间。", en: "The veto's cap is out of range.")
        }
    }
}
