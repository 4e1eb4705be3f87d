import Foundation
import OpsContracts
import OpsDomain
import Testing
import TicketsDomain

/// Gives commands to one ticket and keeps what came of it.
struct Desk {
    var ticket: Ticket?
    var facts: [TicketEvent] = []
    var terms = ServiceTerms(policy: .agreed, calendar: .cn)

    @discardableResult
    mutating func give(
        _ action: TicketCommand.Action, by author: Author = .engineer, at moment: String
    ) throws -> [TicketEvent] {
        let events = try TicketDecider.decide(TicketCommand(by: author, action), ticket, at: time(moment))
        ticket = TicketDecider.fold(ticket, events)
        facts += events
        return events
    }

    func refusal(_ action: TicketCommand.Action, by author: Author = .engineer, at moment: String) -> Rejection? {
        do throws(Rejection) {
            _ = try TicketDecider.decide(TicketCommand(by: author, action), ticket, at: time(moment))
            return nil
        } catch {
            return error
        }
    }

    /// A fault at the west station, open since `moment`.
    static func open(
        _ moment: String, impact: Impact = .single, urgency: Urgency = .medium, kind: TicketKind = .incident,
        terms: ServiceTerms = ServiceTerms(policy: .agreed, calendar: .cn), unverified: [Unverified] = []
    ) throws -> Desk {
        var desk = Desk(terms: terms)
        let request = OpenTicket(
            ticket: TicketID("XZ-20260213-0007"), kind: kind, site: .xz, title: "指挥中心LED大屏黑屏", description: "屏幕全黑",
            impact: impact, urgency: urgency, source: .web, duty: AccountID("wang.lei"), unverified: unverified)
        try desk.give(.open(request, terms), by: .lead, at: moment)
        return desk
    }

    mutating func work(at moment: String) throws {
        try give(.accept, at: moment)
        try give(.arrive, at: moment)
        try give(.start, at: moment)
    }

    /// Fills in what a fault record needs and resolves.
    mutating func mend(at moment: String) throws {
        try give(.note(WorkNote(text: "更换发送卡")), at: moment)
        try give(.resolve(.mended), at: moment)
    }

    func due(_ kind: TargetKind) -> String? { ticket?.target(kind)?.terms.due.time.map { $0.local.description } }
    var breaches: [TargetBreached] {
        facts.compactMap { if case .breached(let fact) = $0 { fact } else { nil } }
    }
}

/// - Parameter text: the stations' wall clock, `2026-02-13 15:50`.
func time(_ text: String) -> Timestamp { LocalTime(text).map { Timestamp($0) } ?? Timestamp(0) }

extension Author {
    static let engineer = Author(Actor(account: AccountID("wang.lei")), .supplier)
    static let lead = Author(Actor(account: AccountID("li.na")), .requester)
    static let clock = Author(Actor(service: .tickets), .system)
}

extension ResolveTicket {
    static let mended = ResolveTicket(
        cause: FaultCause(category: .hardware, text: "发送卡老化"), result: "更换后正常", asksReporter: false)
}

extension SLAPolicyPublished {
    /// The table of requirements §3.1 as both sides signed it.
    static var agreed: SLAPolicyPublished {
        var policy = standard
        (policy.version, policy.basis) = (2, .agreed)
        return policy
    }
}

extension ServiceTerms.NamedCalendar {
    static let cn = make(years: [2025, 2026], closed: cnClosed, open: cnOpen)

    static func make(
        version: Int = 1, years: [Int], closed: [String], open: [String]
    ) -> ServiceTerms.NamedCalendar? {
        let day = #"["09:00-12:00","13:00-18:00"]"#
        let json = """
            {"timezone":"Asia/Shanghai","week":{"mon":\(day),"tue":\(day),"wed":\(day),"thu":\(day),"fri":\(day)},
            "closed":\(closed),"open":\(open),"openAs":"mon","years":\(years)}
            """
        let calendar = try? ContractCoding.decode(WorkCalendar.self, from: Data(json.utf8))
        return calendar.map { ServiceTerms.NamedCalendar(id: CalendarID("CN"), version: version, calendar: $0) }
    }
}

/// The days off and make-up days of 2026 that these tests touch (requirements §4).
let cnClosed =
    ["2026-01-01", "2026-01-02", "2026-01-03"] + (15...23).map { "2026-02-\($0)" }
    + (1...7).map { "2026-10-0\($0)" }
let cnOpen = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-10-10"]
