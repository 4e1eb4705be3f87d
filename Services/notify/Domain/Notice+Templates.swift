public import OpsContracts
import OpsDomain

// One template per kind; the words are those of the pages (console.md §5).

extension Notice {
    private static let hour: Int64 = 3_600_000

    /// A new ticket, or 重大故障 where its level is one or two (R48).
    public init(_ fact: TicketOpened) {
        let major = fact.priority.isMajor
        self.init(
            kind: major ? .major : .ticketOpened, site: fact.site, priority: fact.priority,
            number: fact.ticket.rawValue, title: fact.title,
            lines: [
                Line("报修", fact.openedAt.momentZH),
                fact.itemName.map { Line("设备", $0) },
                fact.description.isEmpty || fact.description == fact.title ? nil : Line("现象", fact.description),
            ].compactMap(\.self) + fact.targets.compactMap(Self.line),
            path: "/tickets/\(fact.ticket)", notAfter: fact.openedAt + (major ? 2 : 24) * Self.hour, duty: fact.duty)
        if fact.classified == true { self = redacted }
    }

    private static func line(_ target: TicketTarget) -> Line? {
        switch target.due {
        case .at(let time): Line(target.kind.zh, "\(time.momentZH)前")
        case .unknown: Line(target.kind.zh, "待日历")
        case .none: nil
        }
    }

    /// A ticket that became 重大故障 later (R48); nil where it was one before or is none now. The fact does not say whether
    /// the subject is confidential, so no words of it.
    public init?(_ fact: PriorityChanged) {
        guard fact.to.isMajor, !fact.from.isMajor else { return nil }
        self.init(
            kind: .major, site: fact.site, priority: fact.to, number: fact.ticket.rawValue, title: nil,
            lines: [Line("升级", "\(fact.from.zh) → \(fact.to.zh)")], path: "/tickets/\(fact.ticket)",
            notAfter: fact.at + 2 * Self.hour)
    }

    public init(_ fact: TargetBreached) {
        self.init(
            kind: .targetBreached, site: fact.site, priority: fact.priority, number: fact.ticket.rawValue,
            title: "\(fact.target.zh)超时", lines: [Line("应", "\(fact.breachedAt.momentZH)前")],
            path: "/tickets/\(fact.ticket)", notAfter: fact.breachedAt + 12 * Self.hour, duty: fact.duty)
    }

    /// A title is in the fact only where it is not confidential; the result of a ticket without one stays inside too.
    public init(_ fact: TicketClosed) {
        self.init(
            kind: .ticketClosed, site: fact.site, priority: fact.priority, number: fact.ticket.rawValue,
            title: fact.title,
            lines: [
                fact.cause.map { Line("原因", $0.text) }, Line("结果", fact.result),
                fact.partReplaced ? Line("部件", "已更换") : nil,
            ].compactMap(\.self),
            path: "/tickets/\(fact.ticket)", notAfter: fact.at + 24 * Self.hour)
        if fact.title == nil { self = redacted }
    }

    public init(_ fact: RoundMissed) {
        self.init(
            kind: .roundMissed, site: fact.site, priority: nil, number: fact.round.rawValue, title: fact.name,
            lines: [Line("应", "\(fact.dueAt.momentZH)前")], path: "/inspections/rounds/\(fact.round)",
            notAfter: fact.dueAt + 12 * Self.hour)
    }

    /// - Parameter at: when the fact was stated; the fact itself has no time.
    public init(_ fact: SheetPublished, at time: Timestamp) {
        self.init(
            kind: .sheetPublished, site: fact.site, priority: nil, number: fact.sheet.rawValue,
            title: "\(fact.month.year)年\(fact.month.month)月考核表",
            lines: [
                Line("得分", "\(fact.score.tenths / 10).\(fact.score.tenths % 10)"),
                Line("异议期至", fact.objectionUntil.momentZH),
            ],
            path: "/assessments/sheets/\(fact.site)/\(fact.month)", notAfter: time + 48 * Self.hour)
    }

    /// - Parameter at: when the fact was stated; the fact itself has no time.
    public init(_ fact: StatementIssued, at time: Timestamp) {
        self.init(
            kind: .statementIssued, site: nil, priority: nil, number: fact.quarter.description, title: nil,
            lines: [
                Line("应付", Yuan.text(fact.base)), Line("实付", Yuan.text(fact.pay)),
                fact.dueOn.map { Line("付款期限", "\($0.year)年\($0.month)月\($0.day)日") },
            ].compactMap(\.self),
            path: "/billing/quarters/\(fact.quarter)", notAfter: time + 72 * Self.hour)
    }

    /// - Parameter at: when the fact was stated; the fact itself has no time.
    public init(_ fact: PaymentMade, at time: Timestamp) {
        self.init(
            kind: .paymentMade, site: nil, priority: nil, number: fact.quarter.description, title: nil,
            lines: [
                Line("金额", Yuan.text(fact.amount)),
                Line("日期", "\(fact.paidOn.year)年\(fact.paidOn.month)月\(fact.paidOn.day)日"),
            ],
            path: "/billing/quarters/\(fact.quarter)", notAfter: time + 72 * Self.hour)
    }
}

/// `￥1,234.56`, always with two decimals (console.md §5).
enum Yuan {
    static func text(_ money: Money) -> String {
        let fen = money.fen.magnitude
        var yuan = String(fen / 100)
        var index = yuan.endIndex
        while let comma = yuan.index(index, offsetBy: -3, limitedBy: yuan.startIndex), comma > yuan.startIndex {
            yuan.insert(",", at: comma)
            index = comma
        }
        return (money.fen < 0 ? "−￥" : "￥") + yuan + "." + (fen % 100 < 10 ? "0" : "") + String(fen % 100)
    }
}

extension Timestamp {
    /// `2月13日 17:05`: a message may be read on another day, so it never says 今天.
    var momentZH: String { "\(local.day.month)月\(local.day.day)日 \(local.hourAndMinute)" }
}
