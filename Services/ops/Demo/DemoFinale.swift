import OpsContracts
import OpsDomain
import OpsServer

/// The last day leaves something open in every state, with limits that run out soon.
extension DemoPlay {
    func planFinale() {
        let end = plan.until
        guard end - plan.from > 2 * 86_400_000 else { return }
        let yesterday = (try? calendar.workingDay(before: end.day)) ?? end.day
        stage(at(yesterday, 10, 55), .nz, .terminal, to: ["accept", "arrive", "start"])
        stage(at(yesterday, 9, 20), .bz, .videoConference, to: ["accept", "arrive", "start"], isGrave: false)
        stage(
            end + -460 * 60_000, .bjz, .led, to: ["accept", "arrive", "start", "workaround", "report"], isGrave: true)
        stage(end + -70 * 60_000, .jg, .terminal, to: ["accept", "arrive", "start", "suspend"])
        stage(end + -65 * 60_000, .cg, .platform, to: ["accept", "arrive", "start", "escalate"])
        stage(end + -60 * 60_000, .qh, .terminal, to: ["accept", "arrive", "start", "note", "resolve"])
        stage(end + -58 * 60_000, .cy, .terminal, to: ["accept", "arrive", "start", "note", "ask"])
        stage(end + -55 * 60_000, .ft, .terminal, to: ["accept", "arrive", "start", "note", "resolve", "reopen"])
        stage(end + -40 * 60_000, .xz, .cctv, to: ["accept", "arrive"])
        stage(end + -35 * 60_000, .xz, .terminal, to: ["accept", "dispatch"])
        stage(end + -30 * 60_000, .jg, .network, to: ["accept"])
        stage(end + -12 * 60_000, .xz, .led, to: [], isGrave: true)
        stage(end + -9 * 60_000, .nz, .network, to: [])
        stage(end + -50 * 60_000, .bz, .terminal, to: ["cancel"])
    }

    /// Opens a fault at a moment and brings it as far as said, a few minutes a step.
    private func stage(
        _ moment: Timestamp, _ site: SiteCode, _ category: ItemCategory, to verbs: [String], isGrave: Bool = false
    ) {
        agenda.plan(moment) { play in
            let item = (play.items[site] ?? []).first { $0.category == category }
            let stories = DemoStory.faults(of: category)
            guard let ordinary = stories.first(where: { ($0.priorityCase != nil) == isGrave }) ?? stories.first else {
                return
            }
            var story = ordinary
            if !isGrave { (story.impact, story.urgency, story.priorityCase) = (.single, .medium, nil) }
            let job = try await play.open(story, at: site, item: item, isLed: false)
            try play.step(job, verbs[...])
        }
    }

    private func step(_ job: DemoJob, _ verbs: ArraySlice<String>) throws {
        guard let verb = verbs.first else { return }
        agenda.plan(now + chance.minutes(2...7)) { play in
            let next = try await play.take(job, verb)
            try play.step(next, verbs.dropFirst())
        }
    }

    private func take(_ job: DemoJob, _ verb: String) async throws -> DemoJob {
        let (category, words) = job.story.cause
        let ending: [String: JSONValue] = [
            "causeCategory": .text(category.rawValue), "causeText": .text(words), "result": .text(job.story.result),
        ]
        switch verb {
        case "dispatch":
            let other = Self.team(job.site).first { $0 != job.engineer } ?? job.engineer
            return try await act(job, verb, as: Self.lead(job.site), ["engineer": .text(other)])
        case "note": return try await act(job, verb, ["text": .text(job.story.work)])
        case "workaround":
            return try await act(job, "note", ["text": "切换备用信号，先恢复下半屏显示", "isWorkaround": true])
        case "report":
            return try await act(
                job, verb, ["kind": "first", "to": "管委会信息处", "text": .text("\(job.story.title)：\(job.story.work)")])
        case "suspend":
            return try await act(job, verb, ["reason": "parts", "note": "备件已订，预计明天到货"])
        case "escalate":
            return try await act(job, verb, ["channel": "remote", "text": "现场已初查，请二线远程协助"])
        case "resolve": return try await act(job, verb, .object(ending))
        case "ask": return try await act(job, "resolve", .object(ending.merging(["asksReporter": true]) { a, _ in a }))
        case "reopen": return try await act(job, verb, as: Self.lead(job.site), ["reason": "又出现同样问题"])
        case "cancel": return try await act(job, verb, as: Self.lead(job.site), ["reason": "重复报修，与前一单合并处理"])
        default: return try await act(job, verb)
        }
    }
}
