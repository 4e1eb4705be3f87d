import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// Plays the days one after the other: what is due at a moment is done at that moment, by whose job it is.
///
/// Everything is done in one row and every fact is read by everybody before time moves on, so that nothing but the seed
/// decides what happens.
actor DemoPlay {
    let plan: DemoPlan
    let fleet: Fleet
    let clock: ManualClock
    let desk: DemoDesk
    let sink: DemoSink
    let calendar: WorkCalendar
    var chance: DemoChance
    var agenda = DemoAgenda()
    /// The ledger by site, as the API lists it.
    var items: [SiteCode: [DemoItem]] = [:]
    /// Sheets of past months that are frozen.
    var frozen = 0
    private var worked: Timestamp

    /// The services do their clocked work (sweeps, sending, planning) every so often: half an hour by day, two by night.
    private static let pace: Int64 = 1_800_000

    init(_ plan: DemoPlan, _ fleet: Fleet, _ clock: ManualClock, _ sink: DemoSink) async throws {
        (self.plan, self.fleet, self.clock, self.sink) = (plan, fleet, clock, sink)
        desk = DemoDesk(fleet, clock)
        chance = DemoChance(seed: plan.seed)
        worked = clock.now()
        struct Calendars: Decodable, Sendable { var items: [CalendarPublished] }
        try await fleet.settle()
        let known = try await desk.get("office", "/api/office/v1/calendars", Calendars.self).items
        guard let published = known.first else { throw CommandFailure("the start-up data has no calendar") }
        calendar = try WorkCalendar(published)
    }

    func run() async throws {
        try await prepare()
        var day = plan.from.day
        while day <= plan.until.day {
            let morning = day
            agenda.plan(at(day, 7, 35)) { try await $0.begin(morning) }
            day = day.adding(days: 1)
        }
        planFinale()
        planFindings()
        var week = plan.from.day
        while let next = agenda.next, next < plan.until, let deed = agenda.take() {
            try Task.checkCancellation()
            try await moveOn(to: max(next, clock.now()))
            try await deed(self)
            if clock.now().day >= week.adding(days: 7) {
                week = clock.now().day
                say("  \(week): \(await desk.count) requests so far")
            }
        }
        try await moveOn(to: plan.until)
        try await fleet.doWork()
    }

    /// Each step waits until every fact is read; at the pace above the services also do their own work.
    private func moveOn(to moment: Timestamp) async throws {
        while true {
            let pace = (7...20).contains(worked.local.hour) ? Self.pace : 4 * Self.pace
            guard worked + pace <= moment else { break }
            try await fleet.settle()
            clock.advance(to: worked + pace)
            try await fleet.doWork()
            worked = worked + pace
        }
        if clock.now() < moment {
            try await fleet.settle()
            clock.advance(to: moment)
        }
    }

    /// Before the first day: the time limits both sides agreed on, the channels, the contract's first payment.
    private func prepare() async throws {
        try await desk.pointChannels(to: sink)
        try await agreeOnLimits()
        try await readLedger()
        planLedgerWork()
        planMoney()
        planSheets()
        planGatewayTrouble()
    }

    /// What a day brings.
    private func begin(_ day: Day) async throws {
        if day.weekday == 1 || day == plan.from.day { try await agreeOnDuty(from: day.adding(days: 7)) }
        let isWorking = try calendar.isWorkingDay(day)
        for site in SiteCode.contractOrder { planTickets(at: site, on: day, isWorking) }
        if isWorking {
            try await planRounds(on: day)
            planAttendance(on: day)
        }
    }

    // What every part of the play needs.

    var now: Timestamp { clock.now() }

    func at(_ day: Day, _ hour: Int, _ minute: Int = 0) -> Timestamp {
        LocalZone.shanghai.timestamp(LocalTime(day, hour: hour, minute: minute))
    }

    func later(_ milliseconds: Int64, _ deed: @escaping DemoAgenda.Deed) {
        agenda.plan(now + milliseconds, deed)
    }

    /// After so many working minutes: nobody comes back to a printer at night.
    func later(working minutes: ClosedRange<Int>, _ deed: @escaping DemoAgenda.Deed) throws {
        agenda.plan(try calendar.add(chance.minutes(minutes), to: now), deed)
    }

    static func lead(_ site: SiteCode) -> String { "\(site.rawValue.lowercased())-lead" }

    /// The engineers of a site; those of 机关 also serve 大数据.
    static func team(_ site: SiteCode) -> [String] {
        switch site {
        case .jg, .cg: ["jg-1", "jg-2"]
        case .xz: ["xz-1", "xz-2", "xz-3"]
        case .bjz, .nz, .bz: ["1", "2"].map { "\(site.rawValue.lowercased())-\($0)" }
        default: ["\(site.rawValue.lowercased())-1"]
        }
    }

    func engineer(_ site: SiteCode) -> String { chance.pick(Self.team(site), else: "jg-1") }

    /// Our own default limits are shown and never scored; here both sides have signed them.
    private func agreeOnLimits() async throws {
        struct Policies: Decodable, Sendable { var items: [SLAPolicyPublished] }
        let known = try await desk.get("office", "/api/tickets/v1/sla-policies", Policies.self).items
        guard var policy = known.first else { throw CommandFailure("the start-up data has no time limits") }
        policy.basis = .agreed
        policy.name = "双方约定时限（样例）"
        let body = try ContractCoding.encode(policy)
        try await desk.post(
            "office", "/api/tickets/v1/sla-policies", try ContractCoding.decode(JSONValue.self, from: body))
    }

    /// The supplier proposes the next week's duty, the site agrees; the first two weeks came with the start-up data.
    private func agreeOnDuty(from first: Day) async throws {
        for site in SiteCode.contractOrder {
            let team = Self.team(site)
            for offset in 0..<7 {
                let day = first.adding(days: offset)
                for (index, shift) in DutyShift.all.enumerated() {
                    let account = team[(day.ordinal + index) % team.count]
                    try await desk.post(
                        "supplier", "/api/assessments/v1/duty",
                        [
                            "site": .text(site.rawValue), "day": .text("\(day)"), "shift": .text(shift.rawValue),
                            "post": .text(account.uppercased()), "account": .text(account),
                        ])
                    try await desk.post(
                        Self.lead(site), "/api/assessments/v1/duty/\(site)/\(day)/\(shift.rawValue)/agree")
                }
            }
        }
    }

    /// One afternoon the mail gateway does not answer: waiting, trying again and giving up have something to show.
    private func planGatewayTrouble() {
        let day = plan.from.day.adding(days: 25)
        agenda.plan(at(day, 14)) { $0.sink.setGateway(isDown: true) }
        agenda.plan(at(day, 16)) { $0.sink.setGateway(isDown: false) }
    }
}
