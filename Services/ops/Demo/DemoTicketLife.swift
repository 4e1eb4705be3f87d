import OpsContracts
import OpsDomain
import OpsServer

/// How a ticket is worked on: most in time, some not; some wait, some go to the second line, some come back.
extension DemoPlay {
    /// Between now and the limit, or beyond it where it shall be missed. Levels one and two count day and night.
    func moment(_ job: DemoJob, _ target: TargetKind, _ share: ClosedRange<Int>, missed perMille: Int) throws
        -> Timestamp
    {
        let isMajor = job.priority.isMajor
        let isMissed = chance.happens(perMille)
        guard let due = job.due[target], due > now else {
            let pause = chance.minutes(isMajor ? 5...25 : 30...200)
            return isMajor ? now + pause : try calendar.add(pause, to: now)
        }
        let part = isMissed ? 1_000 : chance.share(share)
        let over = isMissed ? chance.minutes(4...55) : 0
        if isMajor { return now + (due - now) * part / 1_000 + over }
        let left = try calendar.between(now, due)
        return try calendar.add(left * part / 1_000 + over, to: now)
    }

    func planAcceptance(_ job: DemoJob) throws {
        if chance.happens(25) {
            try later(working: 5...60) { try await $0.cancel(job) }
            return
        }
        agenda.plan(try moment(job, .respond, 120...750, missed: 22)) { try await $0.accept(job) }
    }

    @discardableResult
    func act(_ job: DemoJob, _ verb: String, as account: String? = nil, _ body: JSONValue = [:]) async throws -> DemoJob
    {
        let answer = try ContractCoding.decode(
            DemoTicket.self, from: try await desk.post(account ?? job.engineer, "\(job.path)/\(verb)", body))
        var job = job
        (job.due, job.priority) = (answer.due, answer.ticket.priority)
        return job
    }

    private func cancel(_ job: DemoJob) async throws {
        let reason = chance.pick(["重复报修，与前一单合并处理", "误报，现场核实正常", "使用人自行解决"], else: "误报")
        try await act(job, "cancel", as: Self.lead(job.site), ["reason": .text(reason)])
    }

    private func accept(_ job: DemoJob) async throws {
        var job = try await setLevel(job)
        job = try await act(job, "accept")
        let other = engineer(job.site)
        if other != job.engineer, chance.happens(350) {
            job = try await act(job, "dispatch", as: Self.lead(job.site), ["engineer": .text(other)])
            job.engineer = other
        }
        if job.priority.isMajor {
            try await act(
                job, "report", ["kind": "verbal", "to": "站区信息科、管委会信息处", "text": .text("\(job.story.title)，已出发")])
        }
        let accepted = job
        let isOnSite = [.incident, .meetingSupport, .cabling, .onboarding].contains(job.story.kind)
        let next = try moment(job, .arrive, 250...800, missed: isOnSite ? 22 : 0)
        agenda.plan(next) { isOnSite ? try await $0.arrive(accepted) : try await $0.start(accepted) }
    }

    /// What came without a level gets it from the site before anybody takes it.
    private func setLevel(_ job: DemoJob) async throws -> DemoJob {
        guard job.needsLevel else { return job }
        return try await act(
            job, "change-level", as: Self.lead(job.site),
            [
                "impact": .text(job.story.impact.rawValue), "urgency": .text(job.story.urgency.rawValue),
                "reason": "站区核定等级",
            ])
    }

    private func arrive(_ job: DemoJob) async throws {
        let job = try await act(job, "arrive")
        agenda.plan(now + chance.minutes(1...6)) { try await $0.start(job) }
    }

    private func start(_ job: DemoJob) async throws {
        let job = try await act(job, "start")
        let isBig = job.priority.isMajor
        agenda.plan(isBig ? now + chance.minutes(4...20) : try calendar.add(chance.minutes(5...40), to: now)) {
            try await $0.work(job)
        }
    }

    /// The first look, then one of the ways on.
    private func work(_ job: DemoJob) async throws {
        var job = try await act(job, "note", ["text": .text(job.story.work), "isPublic": .flag(chance.happens(200))])
        if job.priority.isMajor { try await report(job) }
        let way = chance.number(0...999)
        if way < 90, job.priority != .p1 {
            let reasons: [(PendingReason, String)] =
                job.story.part == nil
                ? [(.user, "使用人外出，约定时间再来"), (.maintenanceWindow, "等待今晚停机窗口")] : [(.parts, "备件已订，等待到货")]
            let (reason, note) =
                job.story.cause.0 == .carrier
                ? (.carrier, "已报运营商，等待修复") : chance.pick(reasons, else: (.user, "等待使用人"))
            job = try await act(job, "suspend", ["reason": .text(reason.rawValue), "note": .text(note)])
            let waiting = job
            try later(working: 120...900) { play in
                let resumed = try await play.act(waiting, "resume")
                play.agenda.plan(try play.moment(resumed, .resolve, 100...500, missed: 10)) {
                    try await $0.resolve(resumed)
                }
            }
        } else if way < 150 {
            try await escalate(job)
        } else {
            let ready = job
            agenda.plan(try moment(job, .resolve, 80...640, missed: 26)) { try await $0.resolve(ready) }
        }
    }

    /// Grave faults owe a written report, and the reason afterwards.
    private func report(_ job: DemoJob) async throws {
        try await act(
            job, "report",
            ["kind": "first", "to": "管委会信息处", "text": .text("\(job.story.title)：正在处理，\(job.story.work)")])
        let closed = job
        agenda.plan(now + chance.minutes(600...1_300)) {
            try await $0.act(
                closed, "report",
                [
                    "kind": "root-cause", "to": "管委会信息处",
                    "text": .text("原因：\(closed.story.cause.1)。\(closed.story.result)"),
                ])
        }
    }

    private func escalate(_ job: DemoJob) async throws {
        let channel = chance.pick(["phone", "remote", "mail"], else: "phone")
        let job = try await act(
            job, "escalate", ["channel": .text(channel), "text": .text("现场已初查：\(job.story.work)，请二线指导")])
        let minutes = chance.number(15...90)
        try later(working: 40...240) { play in
            let back = try await play.act(
                job, "return", as: "supplier",
                ["advice": .text("建议：\(job.story.cause.1)，按方案处理"), "minutes": .number(minutes)])
            play.agenda.plan(try play.moment(back, .resolve, 100...600, missed: 20)) { try await $0.resolve(back) }
        }
    }
}
