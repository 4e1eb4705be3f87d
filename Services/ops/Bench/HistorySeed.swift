import Foundation
import OfficeDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import TicketsDomain

/// Tickets played from report to close through the real decisions and folds: what a long history is copied from.
///
/// One of a hundred is still open, in every state there is, opened within the last two days; of the others one in ten was
/// withdrawn, the rest went the whole way, some over a pause or the second line.
struct HistorySeed: Sendable {
    /// So many days the seed covers; copies lie whole spans before it.
    static let days = 18
    static let dayMilliseconds: Int64 = 86_400_000
    /// Who types in what people call in: opened more than half of all tickets.
    static let hotline = AccountID("hotline")
    static func engineer(_ site: SiteCode, _ index: Int) -> AccountID {
        AccountID("eng-\(site.rawValue.lowercased())-\(index % 3)")
    }

    let tickets: Int
    let sites: [SiteCode]
    /// The end of the seed.
    let now: Timestamp

    /// The nine, then made-up ones.
    static func sites(_ count: Int) -> [SiteCode] {
        SiteCode.contractOrder.prefix(count) + (0..<max(0, count - 9)).map { SiteCode("S\($0)") }
    }

    /// Enters in the directory what start-up data have not.
    func register(in office: Store) async throws {
        for start in stride(from: 9, to: sites.count, by: 500) {
            let slice = sites[start..<min(start + 500, sites.count)]
            try await office.perform(.own("bench:sites:\(start)", by: .office, now: now)) { tx in
                for site in slice {
                    let entry = SiteRegistered(
                        site: site, name: "第\(site)站区", shortName: "\(site.rawValue.suffix(4))", hasPosts: true)
                    try tx.execute(SiteEntry.self, site, .register(entry), site: site)
                }
            }
        }
    }

    private struct Deed: Sendable {
        var at: Timestamp
        var ticket: TicketID
        var site: SiteCode
        var command: TicketCommand
    }

    /// All that happened within the same quarter of an hour is one command, and has one time.
    /// - Returns: how many facts were stated.
    func play(in store: Store) async throws -> Int64 {
        let (before, terms) = (await store.head().seq, try await terms(store))
        let deeds = self.deeds(terms)
        let slots = Dictionary(grouping: deeds) { $0.at.rawValue / 900_000 }
        for (slot, deeds) in slots.sorted(by: { $0.key < $1.key }) {
            let context = CommandContext.own("bench:\(slot)", by: .tickets, now: Timestamp(slot * 900_000))
            try await store.perform(context) { tx in
                for deed in deeds.sorted(by: { $0.at < $1.at }) {
                    try tx.execute(TicketDecider.self, deed.ticket, deed.command, site: deed.site)
                }
            }
        }
        try await sweep(Set(deeds.map(\.ticket)).sorted(), terms, store)
        return await store.head().seq - before
    }

    /// States what the open ones have missed by now.
    private func sweep(_ tickets: [TicketID], _ terms: ServiceTerms, _ store: Store) async throws {
        let context = CommandContext.own("bench:sweep", by: .tickets, now: now)
        try await store.perform(context) { tx in
            for id in tickets {
                let found = try tx.state(TicketDecider.self, id)
                guard let ticket = found, ticket.status.stage.isOpen, ticket.wakesAt.map({ $0 <= now }) ?? false
                else { continue }
                let command = TicketCommand(by: Author(Actor(service: .tickets), .system), .sweep(terms))
                try tx.execute(TicketDecider.self, id, command, site: ticket.site)
            }
        }
    }

    private func terms(_ store: Store) async throws -> ServiceTerms {
        let published = try await store.read { db in
            try db.first("SELECT published FROM {calendar} ORDER BY calendar = 'CN' DESC LIMIT 1") { $0.blob(0) }
        }
        let calendar = try published.map { try ContractCoding.decode(CalendarPublished.self, from: $0) }
        return ServiceTerms(
            policy: .standard,
            calendar: try calendar.map {
                ServiceTerms.NamedCalendar(id: $0.calendar, version: $0.version, calendar: try WorkCalendar($0))
            })
    }

    private func deeds(_ terms: ServiceTerms) -> [Deed] {
        let span = Int64(Self.days) * Self.dayMilliseconds
        // A day back, so that who closes last does not do so in the future.
        let openings = (0..<tickets).map { index -> (index: Int, at: Timestamp) in
            let isOpen = index % 100 == 0
            let back =
                isOpen
                ? Int64(index / 100 % 96) * 1_800_000
                : Self.dayMilliseconds + (span - 2 * Self.dayMilliseconds) * Int64(index) / Int64(max(1, tickets))
            return (index, now + -back)
        }
        var counts: [String: Int] = [:]
        return openings.sorted { ($0.at, $0.index) < ($1.at, $1.index) }.flatMap { index, at -> [Deed] in
            // The step of 7 spreads the open ones over all the sites.
            let site = sites[(index / 100 * 7 + index) % sites.count]
            let count = counts["\(site)\(at.day)", default: 0] + 1
            counts["\(site)\(at.day)"] = count
            let life = TicketLife(index: index, site: site, terms: terms)
            let id = TicketNumber(site: site, day: at.day, count: count).id
            return life.steps(id).map { step in
                Deed(at: at + Int64(step.minutes) * 60_000, ticket: id, site: site, command: step.command)
            }
        }
    }
}

/// What happens to one ticket, by its number alone.
private struct TicketLife {
    let index: Int
    let site: SiteCode
    let terms: ServiceTerms

    private var engineer: AccountID { HistorySeed.engineer(site, index / 9) }
    private var asked: Author {
        let opener = index % 5 < 3 ? HistorySeed.hotline : AccountID("lead-\(site.rawValue.lowercased())")
        return Author(Actor(account: opener), .requester)
    }
    private var works: Author { Author(Actor(account: engineer), .supplier) }

    func steps(_ id: TicketID) -> [(minutes: Int, command: TicketCommand)] {
        let opening = (0, TicketCommand(by: asked, .open(request(id), terms)))
        if index % 100 == 0 { return [opening] + onTheWay }
        if index % 10 == 1 {
            return [opening, (30, TicketCommand(by: asked, .cancel(reason: "重复报修", duplicateOf: nil)))]
        }
        return [opening] + whole
    }

    private func request(_ id: TicketID) -> OpenTicket {
        let impacts: [Impact] = [.single, .single, .single, .system]
        let urgencies: [Urgency] = [.medium, .high, .medium]
        return OpenTicket(
            ticket: id, kind: index % 5 == 4 ? .serviceRequest : .incident, site: site, title: "大屏黑屏 \(index)",
            description: "候车厅东侧大屏全黑，指示灯亮，重启无效。", impact: impacts[index / 7 % impacts.count],
            urgency: urgencies[index / 3 % urgencies.count], source: index % 3 == 0 ? .phone : .web, duty: engineer)
    }

    /// The first few steps and no more.
    private var onTheWay: [(minutes: Int, command: TicketCommand)] {
        let all: [(minutes: Int, command: TicketCommand)] = [
            (5, TicketCommand(by: works, .accept)), (35, TicketCommand(by: works, .arrive)),
            (40, TicketCommand(by: works, .start)),
        ]
        switch index / 100 % 7 {
        case 0, 1: return []
        case 2: return Array(all.prefix(1))
        case 3: return Array(all.prefix(2))
        case 4: return all
        case 5: return all + [(60, TicketCommand(by: works, pause))]
        default: return all + [(60, TicketCommand(by: works, secondLine))]
        }
    }

    private var pause: TicketCommand.Action { .suspend(.parts, note: "等备件", until: nil, carrierTicket: nil) }
    private var secondLine: TicketCommand.Action { .escalate(.phone, skill: nil, text: "控制卡无响应，请二线协助。") }

    private var whole: [(minutes: Int, command: TicketCommand)] {
        var steps: [(Int, TicketCommand.Action)] = [
            (5, .accept), (35, .arrive), (40, .start), (50, .note(WorkNote(text: "检查电源和控制卡，更换网线。"))),
        ]
        if index % 9 == 2 { steps += [(60, pause), (180, .resume(terms))] }
        if index % 12 == 3 { steps += [(190, secondLine), (260, .handBack(advice: "升级固件", minutes: 20))] }
        let cause = FaultCause(category: .hardware, text: "控制卡接触不良")
        steps.append((300, .resolve(ResolveTicket(cause: cause, result: "重新插接后恢复显示。"))))
        return steps.map { ($0.0, TicketCommand(by: works, $0.1)) }
            + [(400, TicketCommand(by: asked, .confirm(rating: 5, comment: nil)))]
    }
}
