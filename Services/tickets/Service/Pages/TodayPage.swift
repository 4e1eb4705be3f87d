import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

/// 今日: what this person has to do, by what is due next, and the day's rounds as a strip.
struct TodayPage: Sendable {
    let desk: TicketDesk
    let forms: FormGuard
    /// Cards on the page; a quarter of them, where there are so many, for what nobody has taken.
    private static let most = 40

    private struct Contents: Sendable {
        var rows: [TicketRow]
        /// How many open ones are not shown; nil for none.
        var others: String?
        var rounds: [RoundStrip.Entry]
        var calendar: WorkCalendar?
        var places: [ItemID: String]
    }

    func show(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        // Who only reports sees what they reported themselves.
        if identity.isOnlyReporter { return .redirect303(to: Paths.reports) }
        let now = desk.clock.now()
        let contents = try await desk.store.read { try read(identity, now, $0) }
        let cards = contents.rows.map { row in
            let clock = ClockView(ticket: row.folded, calendar: contents.calendar, now: now).next
            return (
                row: row, clock: clock,
                card: TicketCard(
                    row: row, clock: clock, actions: TicketActions.actions(row, request, identity, forms, limit: 3),
                    place: row.item.flatMap { contents.places[$0] } ?? row.itemName)
            )
        }
        let late = cards.filter { $0.clock?.urgency == .late && $0.row.state != .pending }
        let pending = cards.filter { $0.row.state == .pending }
        let rest = cards.filter { $0.clock?.urgency != .late && $0.row.state != .pending }
        let today = rest.filter { ($0.row.nextDue?.time).map { $0.day <= now.day } ?? false }
        let later = rest.filter { !(($0.row.nextDue?.time).map { $0.day <= now.day } ?? false) }
        let head = PageHead("今日") {
            Format.dayTime(now.day, omitting: now.day.year)
            span { summary(identity, open: cards.count, late: late.count) }
        }
        return Page(
            head, service: .tickets, viewer: try Viewer(request, forms), path: Paths.today, live: "/tickets/live"
        ) {
            div(.class("stack"), .data("part", "today")) {
                rounds(contents.rounds, now)
                group("超时", late.map(\.card))
                group("今天到期", today.map(\.card))
                group("之后到期", later.map(\.card))
                group("挂起", pending.map(\.card))
                if cards.isEmpty { StateNote.empty("今天没有待办工单。", action: NamedLink("报单", Paths.newTicket)) }
                if let others = contents.others { p { link(Paths.queue, "本站区其他工单 \(others)") } }
            }
        }.response(to: request)
    }

    private func summary(_ identity: Identity, open: Int, late: Int) -> String {
        let place = identity.sites.sorted().map(\.shortNameZH).joined(separator: "、")
        let words: [String?] = [
            place.isEmpty ? "全部站区" : place, "待办 \(open)", late == 0 ? nil : "超时 \(late)",
        ]
        return words.compactMap(\.self).joined(separator: " · ")
    }

    private func read(_ identity: Identity, _ now: Timestamp, _ db: ReadDatabase) throws -> Contents {
        var filter = TicketFilter(reader: identity.account)
        filter.allowed = identity.sites
        let (open, next) = try TicketRow.list(filter, after: nil, limit: 100, db)
        // Their own are never hidden behind others'.
        filter.scope = .mine
        let own = try TicketRow.list(filter, after: nil, limit: Self.most, db).rows
        // What nobody has taken yet is everybody's.
        let untaken = open.filter { $0.engineer != identity.account && ($0.engineer == nil || $0.state == .new) }
        let free = Swift.max(Self.most / 4, Self.most - own.count)
        let rows = (own.prefix(Self.most - Swift.min(free, untaken.count)) + untaken.prefix(free)).sorted {
            one, other in
            let (due, dueOther) = (one.nextDue?.time ?? Timestamp(.max), other.nextDue?.time ?? Timestamp(.max))
            return due == dueOther ? one.ticket < other.ticket : due < dueOther
        }
        let shown = Set(rows.map(\.ticket))
        let others = open.count { !shown.contains($0.ticket) }
        var places: [ItemID: String] = [:]
        for item in Set(rows.compactMap(\.item)) { places[item] = try KnownItem.find(item, db)?.place }
        return Contents(
            rows: rows, others: others == 0 ? nil : next == nil ? "\(others)" : "\(others)以上",
            rounds: try identity.sites.sorted().flatMap { try RoundStrip.of(now.day, at: $0, db) },
            calendar: try desk.book.calendar(for: identity.sites.sorted().first ?? .jg, db)?.calendar, places: places)
    }

    @HTMLBuilder private func group(_ name: String, _ cards: [TicketCard]) -> HTML {
        if !cards.isEmpty {
            section(.class("stack")) {
                h2 { "\(name) \(cards.count)" }
                div(.class("grid")) { cards }
            }
        }
    }

    @HTMLBuilder private func rounds(_ rounds: [RoundStrip.Entry], _ now: Timestamp) -> HTML {
        if !rounds.isEmpty {
            let done = rounds.filter { $0.status == "completed" || $0.status == "skipped" }.count
            let next = rounds.first { $0.status == "planned" || $0.status == "started" }
            Card {
                link(Paths.myRounds, .class("cluster apart")) {
                    strong { "巡检 \(done)/\(rounds.count)" }
                    if let next {
                        span { next.name }
                        Format.deadlineTime(next.dueAt, now: now)
                    }
                }
            }
        }
    }
}
