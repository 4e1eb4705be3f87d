public import Foundation
public import OpsContracts
public import OpsDomain

/// An inspection plan in its newest version.
public struct Plan: Codable, Sendable, Equatable {
    public var published: PlanPublished

    public init(_ published: PlanPublished) { self.published = published }
}

public enum PlanCommand: Sendable, Equatable {
    /// The version that comes in is ignored: decide counts.
    case publish(PlanPublished)
    /// Switches a duty that nobody owes off, or on again.
    case setActive(Bool)
}

public enum PlanEvent: DomainEvent {
    case published(PlanPublished)

    public var fact: any FactContract {
        switch self {
        case .published(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        guard type == PlanPublished.type else { return nil }
        self = .published(try ContractCoding.decode(PlanPublished.self, from: data))
    }
}

extension Plan: Decider {
    public typealias State = Plan
    public typealias Command = PlanCommand
    public typealias Event = PlanEvent

    public static let kind = "plan"
    public static let shape = 1

    public static func decide(
        _ command: PlanCommand, _ state: Plan?, at now: Timestamp
    ) throws(Rejection) -> [PlanEvent] {
        var next: PlanPublished
        switch command {
        case .publish(let plan): next = plan
        case .setActive(let active):
            guard let state else { throw .unknownPlan }
            next = state.published
            next.active = active
        }
        next.version = state?.published.version ?? 0
        if next == state?.published { return [] }
        try check(next, against: state?.published)
        next.version += 1
        return [.published(next)]
    }

    public static func evolve(_ state: Plan?, _ event: PlanEvent) -> Plan {
        switch event {
        case .published(let fact): Plan(fact)
        }
    }

    private static func check(_ plan: PlanPublished, against before: PlanPublished?) throws(Rejection) {
        if let before, before.site != plan.site {
            throw .invalid("site", zh: "计划不能换站区。另建一个计划。", en: "A plan stays at its site.")
        }
        guard plan.plan.rawValue.count <= 32 else {
            throw .invalid("plan", zh: "计划编号最多32个字符。", en: "A plan's number has at most 32 characters.")
        }
        if let item = plan.item, ItemID(rawValue: item.rawValue) == nil {
            throw .invalid("item", zh: "设备编号应为1到64个字母、数字、点或横线。", en: "No such item number.")
        }
        guard (plan.clause?.count ?? 0) <= 20 else {
            throw .invalid("clause", zh: "合同条款最多20字。", en: "A clause has at most 20 characters.")
        }
        guard !plan.name.isEmpty, plan.name.count <= 60 else {
            throw .invalid("name", zh: "计划名称应为1到60字。", en: "A name has 1 to 60 characters.")
        }
        guard PlanFrequency.all.contains(plan.frequency) else {
            throw .invalid("frequency", zh: "没有“\(plan.frequency)”这种频次。", en: "No such frequency.")
        }
        guard [PlanMode.hot, .cold].contains(plan.mode) else {
            throw .invalid("mode", zh: "方式应为热机或冷机。", en: "The mode is hot or cold.")
        }
        guard [Basis.contractual, .agreed, .default].contains(plan.basis) else {
            throw .invalid("basis", zh: "依据应为合同约定、双方商定或系统默认。", en: "No such basis: \(plan.basis).")
        }
        guard ItemCategory.catalogue.contains(plan.category) else {
            throw .invalid("category", zh: "类别“\(plan.category)”不在类别表中。", en: "No such category.")
        }
        guard let to = ClockTime(plan.windowTo), let from = ClockTime(plan.windowFrom ?? "00:00"), from < to else {
            throw .invalid("windowTo", zh: "时间窗应为先后两个时刻，如08:00到12:00。", en: "The window has two times, HH:MM.")
        }
        try check(plan.items)
    }

    private static func check(_ items: [CheckItem]) throws(Rejection) {
        guard (1...80).contains(items.count) else {
            throw .invalid("items", zh: "检查项应为1到80项，现在是\(items.count)项。", en: "A plan has 1 to 80 items.")
        }
        var codes: Set<String> = []
        for item in items {
            guard FindingID(rawValue: item.code) != nil, item.code.count <= 16 else {
                throw .invalid("items", zh: "检查项编号应为1到16个字母、数字或横线。", en: "Bad item code: \(item.code).")
            }
            guard codes.insert(item.code).inserted else {
                throw .invalid("items", zh: "检查项编号“\(item.code)”重复。", en: "Item code twice: \(item.code).")
            }
            guard !item.text.isEmpty, item.text.count <= 120 else {
                throw .invalid("items", zh: "检查内容应为1到120字。", en: "An item has 1 to 120 characters.")
            }
            guard (item.unit ?? "x").isEmpty == false, (item.unit?.count ?? 0) <= 12 else {
                throw .invalid("items", zh: "“\(item.text)”的单位应为1到12字。", en: "Bad unit: \(item.code).")
            }
            if let low = item.low, let high = item.high, high < low {
                throw .invalid("items", zh: "“\(item.text)”的下限高于上限。", en: "Limits crossed: \(item.code).")
            }
            if item.unit == nil, item.low != nil || item.high != nil {
                throw .invalid("items", zh: "“\(item.text)”有限值，要写单位。", en: "Limits need a unit: \(item.code).")
            }
        }
    }
}

extension Rejection {
    static let unknownPlan = Rejection(
        .missing, "not-found", zh: "没有找到这个巡检计划，或你的账号不能查看。", en: "No such plan, or not yours to see.")
}
