import Foundation
import OpsContracts
import OpsDomain
import OpsServer

/// A round as the API lists it.
struct DemoRound: Decodable, Sendable {
    struct Check: Decodable, Sendable {
        var code: String
        var text: String
        var unit: String?
        var low: String?
        var high: String?
    }
    var round: String
    var site: SiteCode
    var name: String
    var item: ItemID?
    var frequency: PlanFrequency
    var status: String
    var opensAt: Timestamp
    var dueAt: Timestamp
    var items: [Check]
}

/// Rounds: nearly all in time, a few late, missed or released, with readings that are somebody's day.
extension DemoPlay {
    func planRounds(on day: Day) async throws {
        struct Page: Decodable, Sendable {
            var items: [DemoRound]
            var next: String?
        }
        var cursor = ""
        repeat {
            let page = try await desk.get(
                "office", "/api/inspections/v1/rounds?day=\(day)&limit=200\(cursor)", Page.self)
            for round in page.items where round.status == "planned" { plan(round, on: day) }
            cursor = page.next.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
    }

    private func plan(_ round: DemoRound, on day: Day) {
        let dice = chance.number(0...999)
        let latest = round.frequency == .daily ? 175 : 470
        let moment = at(day, 8, 40) + chance.minutes(0...latest)
        let walker = engineer(round.site)
        switch dice {
        case 0..<7: return  // forgotten: the sweep states it
        case 7..<16:
            agenda.plan(round.dueAt + -chance.minutes(10...40)) { play in
                try await play.desk.post(walker, "/api/inspections/v1/rounds/\(round.round)/start")
                play.agenda.plan(round.dueAt + play.chance.minutes(15...90)) { try await $0.walk(round, walker) }
            }
        case 16..<22:
            agenda.plan(moment) {
                try await $0.desk.post(
                    DemoPlay.lead(round.site), "/api/inspections/v1/rounds/\(round.round)/skip",
                    ["reason": "重要活动期间机房封闭，经站区同意跳过"])
            }
        default:
            agenda.plan(moment) { play in
                guard play.chance.happens(300) else { return try await play.walk(round, walker) }
                try await play.desk.post(walker, "/api/inspections/v1/rounds/\(round.round)/start")
                play.agenda.plan(play.now + play.chance.minutes(4...14)) { try await $0.walk(round, walker) }
            }
        }
    }

    private func walk(_ round: DemoRound, _ walker: String) async throws {
        let bad = chance.happens(20) ? chance.number(0...max(0, round.items.count - 1)) : -1
        var readings: [JSONValue] = []
        var faulty: (code: String, text: String, isFault: Bool)?
        for (index, check) in round.items.enumerated() {
            var reading: [String: JSONValue] = ["code": .text(check.code), "outcome": "normal"]
            if check.unit != nil { reading["value"] = .text(value(check)) }
            if index == bad {
                let isFault = chance.happens(500)
                reading["outcome"] = "abnormal"
                reading["note"] = .text("\(check.text)：现场发现异常，已拍照留存")
                reading["fault"] = .flag(isFault)
                reading["severity"] = .text(isFault ? "medium" : chance.pick(["low", "medium", "low"], else: "low"))
                faulty = (check.code, check.text, isFault)
            }
            readings.append(.object(reading))
        }
        try await desk.post(
            walker, "/api/inspections/v1/rounds/\(round.round)/complete", ["readings": .list(readings)])
        guard let faulty else { return }
        let finding = "\(round.round)-\(faulty.code)"
        if faulty.isFault {
            try await followTicket(finding, round)
        } else {
            try later(working: 240...1_900) { try await $0.rectify(finding, at: round.site, walker) }
        }
    }

    /// Between the limits where there are limits, as instruments show it: one decimal, none for counts.
    private func value(_ check: DemoRound.Check) -> String {
        let (low, high) = (check.low.flatMap { Double($0) }, check.high.flatMap { Double($0) })
        let part = Double(chance.number(120...880)) / 1_000
        let value =
            switch (low, high) {
            case (let low?, let high?): low + (high - low) * part
            case (let low?, nil): check.unit == "%" ? low + (100 - low) * part : low + 8 * part
            case (nil, let high?): high * (0.25 + part * 0.6)
            case (nil, nil): 20 * part
            }
        let isCount = ["天", "个", "次", "部", "台", "秒", "路"].contains(check.unit)
        return String(format: isCount ? "%.0f" : "%.1f", value)
    }

    private struct Finding: Decodable, Sendable {
        var status: String
        var ticket: String?
    }

    /// A fault found on a round opens its ticket by itself.
    private func followTicket(_ finding: String, _ round: DemoRound) async throws {
        try await fleet.settle()
        let found = try await desk.get("office", "/api/inspections/v1/findings/\(finding)", Finding.self)
        guard let ticket = found.ticket else { throw CommandFailure("the finding \(finding) opened no ticket") }
        let item = (items[round.site] ?? []).first { $0.item == round.item }
        let known = item.map { DemoStory.faults(of: $0.category) } ?? []
        var story = chance.pick(known.filter { $0.priorityCase == nil }, else: DemoStory.requests[0])
        (story.kind, story.impact, story.urgency) = (.incident, .single, .medium)
        try await adopt(ticket: ticket, story, at: round.site)
    }

    private func rectify(_ finding: String, at site: SiteCode, _ walker: String) async throws {
        let path = "/api/inspections/v1/findings/\(finding)"
        let measure = chance.pick(["已紧固并重新贴标签", "已清洁，复测正常", "已调整参数并观察两天", "已补齐登记"], else: "已处理")
        try await desk.post(walker, "\(path)/rectify", ["measure": .text(measure)])
        let passes = chance.happens(850)
        try later(working: 120...900) { play in
            try await play.desk.post(
                DemoPlay.lead(site), "\(path)/retest",
                passes ? ["passed": true] : ["passed": false, "reason": "复查时仍有同样现象，重新整改"])
            if !passes { try play.later(working: 240...900) { try await $0.rectify(finding, at: site, walker) } }
        }
    }
}
