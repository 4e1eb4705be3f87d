import OpsContracts
import OpsDomain
import OpsServer

/// How tickets end, and how some do not.
extension DemoPlay {
    func resolve(_ job: DemoJob) async throws {
        var job = job
        if let part = job.story.part, !job.hasBeenReopened {
            let (old, new) = (chance.number(10_000...99_999), chance.number(10_000...99_999))
            job = try await act(
                job, "replace-part",
                [
                    "part": .text(part.0), "model": .text(part.1), "oldSerial": .text("SN\(old)"),
                    "newSerial": .text("SN\(new)"),
                ])
        }
        let asks = chance.happens(550)
        let (category, words) = job.story.cause
        job = try await act(
            job, "resolve",
            [
                "causeCategory": .text(category.rawValue), "causeText": .text(words),
                "result": .text(job.story.result), "partReplaced": .flag(job.story.part != nil),
                "asksReporter": .flag(asks),
            ])
        try planEnd(job, asks)
    }

    private func planEnd(_ job: DemoJob, _ asks: Bool) throws {
        let dice = chance.number(0...999)
        let again = try calendar.add(chance.minutes(60...480), to: now)
        // After 72 hours it would be a new ticket; a festival is longer than that.
        if dice < 35, !job.hasBeenReopened, again - now < 70 * 3_600_000 {
            agenda.plan(again) { try await $0.reopen(job) }
        } else if asks, dice < 880 {
            try later(working: 10...420) { try await $0.confirm(job) }
        } else if !asks, dice < 900 {
            try later(working: 15...360) { try await $0.act(job, "close", as: Self.lead(job.site)) }
        }
        // The rest is silent: the sweep closes it after three working days.
    }

    private func confirm(_ job: DemoJob) async throws {
        let rating = chance.pick([5, 5, 5, 5, 5, 5, 4, 4, 3], else: 5)
        let words = rating == 5 ? chance.pick(["处理及时", "态度好", "很快", ""], else: "") : rating == 4 ? "基本满意" : "等得久了一些"
        switch job.asked {
        case .stranger(let secret):
            _ = try await desk.submit(
                "/tickets/s/\(secret)/confirm", [("rating", rating == 4 ? "3" : "\(rating)"), ("comment", words)])
        case .account(let account):
            try await act(job, "confirm", as: account, ["rating": .number(rating), "comment": .text(words)])
        case .lead:
            try await act(
                job, "confirm", as: Self.lead(job.site), ["rating": .number(rating), "comment": .text(words)])
        }
    }

    private func reopen(_ job: DemoJob) async throws {
        let reason = chance.pick(["又出现同样问题", "只好了一半，还有一处不行", "用了半天又坏了"], else: "又出现同样问题")
        var again: DemoJob
        if case .stranger(let secret) = job.asked {
            _ = try await desk.submit("/tickets/s/\(secret)/reopen", [("reason", reason)])
            again = job
        } else {
            again = try await act(job, "reopen", as: Self.lead(job.site), ["reason": .text(reason)])
        }
        again.hasBeenReopened = true
        let back = again
        try later(working: 8...28) { play in
            let taken = try await play.act(back, "accept")
            play.agenda.plan(try play.calendar.add(play.chance.minutes(20...90), to: play.now)) { play in
                let started = try await play.act(taken, "start")
                try await play.act(started, "note", ["text": "二次到场复查，重新处理"])
                play.agenda.plan(try play.calendar.add(play.chance.minutes(30...120), to: play.now)) {
                    try await $0.resolve(started)
                }
            }
        }
    }
}
