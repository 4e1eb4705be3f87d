public import Foundation
public import OpsContracts
public import OpsDomain

/// The time limits and the level matrix, by version.
public enum SLAPolicyDecider: Decider {
    public static let kind = "sla-policy"
    public static let shape = 1

    public struct State: Codable, Sendable, Equatable {
        public var version: Int
    }

    /// Publishes the next version; its `version` and `at` are set here.
    public struct Command: Sendable {
        public var policy: SLAPolicyPublished

        public init(_ policy: SLAPolicyPublished) { self.policy = policy }
    }

    public struct Event: DomainEvent {
        public var published: SLAPolicyPublished
        public var fact: any FactContract { published }

        public init(published: SLAPolicyPublished) { self.published = published }

        public init?(type: FactType, data: Data) throws {
            guard type == SLAPolicyPublished.type else { return nil }
            published = try ContractCoding.decode(SLAPolicyPublished.self, from: data)
        }
    }

    public static func decide(
        _ command: Command, _ state: State?, at now: Timestamp
    ) throws(Rejection) -> [Event] {
        var policy = command.policy
        try check(policy)
        policy.version = (state?.version ?? 0) + 1
        policy.at = now
        return [Event(published: policy)]
    }

    public static func evolve(_ state: State?, _ event: Event) -> State { State(version: event.published.version) }

    private static func check(_ policy: SLAPolicyPublished) throws(Rejection) {
        for priority in Priority.all where policy.rows.filter({ $0.priority == priority }).count != 1 {
            throw .invalid("rows", zh: "每个等级要有且只有一行时限，\(priority.zh)不是。", en: "One row for \(priority), please.")
        }
        for row in policy.rows {
            let limits = [row.respond, row.arrive, row.arriveOff, row.workaround, row.resolve, row.report]
            guard limits.compactMap(\.self).allSatisfy({ $0 > 0 && $0 <= 31_536_000 }) else {
                throw .invalid("rows", zh: "\(row.priority.zh)的时限应在1秒到365天之间。", en: "Limits run from 1 s to 365 days.")
            }
        }
        for impact in Impact.all {
            for urgency in Urgency.all
            where policy.cells.filter({ $0.impact == impact && $0.urgency == urgency }).count != 1 {
                throw .invalid(
                    "cells", zh: "矩阵缺“\(impact.zh) × \(urgency.zh)”，或有两格。", en: "One cell for \(impact) × \(urgency).")
            }
        }
        guard (0...31_536_000).contains(policy.reopenSeconds), (1...60).contains(policy.autoCloseDays) else {
            throw .invalid("autoCloseDays", zh: "自动关闭应为1到60个工作日。", en: "Auto-close after 1 to 60 working days.")
        }
    }
}

extension SLAPolicyPublished {
    /// The level of a new ticket: a named case goes before the matrix; what is no fault is level four unless raised.
    public func priority(
        _ kind: TicketKind, impact: Impact, urgency: Urgency, case code: String?, site: SiteCode
    ) -> Priority {
        if let code,
            let named = cases.first(where: { $0.code == code && ($0.sites.isEmpty || $0.sites.contains(site)) })
        {
            return named.priority
        }
        guard kind == .incident else { return .p4 }
        return cells.first { $0.impact == impact && $0.urgency == urgency }?.priority ?? .p3
    }

    /// Our default until the parties agree their own: requirements §3.1.
    ///
    /// A default is shown and never scored.
    public static let standard = SLAPolicyPublished(
        policy: SLAPolicyID("standard"), version: 0, name: "默认时限", sites: [], basis: .default,
        rows: [
            SLARow(
                priority: .p1, clock: .always, respond: 900, arrive: 1800, arriveOff: 3600, workaround: 7200,
                resolve: 14_400, report: 7200),
            SLARow(
                priority: .p2, clock: .always, respond: 1800, arrive: 3600, arriveOff: 7200, workaround: 14_400,
                resolve: 28_800, report: 14_400),
            SLARow(priority: .p3, clock: .working, respond: 1800, arrive: 7200, resolve: 28_800),
            SLARow(priority: .p4, clock: .working, respond: 7200, resolve: 86_400),
        ],
        cells: [
            PriorityCell(impact: .site, urgency: .high, priority: .p1),
            PriorityCell(impact: .site, urgency: .medium, priority: .p2),
            PriorityCell(impact: .site, urgency: .low, priority: .p3),
            PriorityCell(impact: .system, urgency: .high, priority: .p2),
            PriorityCell(impact: .system, urgency: .medium, priority: .p2),
            PriorityCell(impact: .system, urgency: .low, priority: .p3),
            PriorityCell(impact: .single, urgency: .high, priority: .p3),
            PriorityCell(impact: .single, urgency: .medium, priority: .p3),
            PriorityCell(impact: .single, urgency: .low, priority: .p4),
        ],
        cases: [
            PriorityCase(code: "site-network-down", name: "全站网络、机房或指挥中心瘫痪", priority: .p1, sites: []),
            PriorityCase(code: "office-offline", name: "办公全部断网", priority: .p1, sites: []),
            PriorityCase(code: "mass-outage", name: "大面积不可访问", priority: .p1, sites: []),
            PriorityCase(code: "security-breach", name: "网络安全事件", priority: .p1, sites: []),
            PriorityCase(code: "live-meeting-down", name: "应急视频会议中断", priority: .p1, sites: []),
            PriorityCase(code: "core-system-down", name: "核心系统中断（综合指挥、一键报警、广播、视频会议、指挥中心大屏）", priority: .p2, sites: []),
            PriorityCase(code: "gov-net-line-down", name: "政务网一条线路中断", priority: .p2, sites: []),
            PriorityCase(code: "cctv-20-percent", name: "监控系统20%以上离线", priority: .p2, sites: []),
            PriorityCase(code: "urgent-repair", name: "办公设备抢修", priority: .p3, sites: [.bz]),
        ],
        reopenSeconds: 259_200, autoCloseDays: 3, at: Timestamp(0))
}
