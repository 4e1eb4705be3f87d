import OpsContracts
import OpsDomain
import OpsServer

/// The monthly score sheets: evidence, ruling, publication, objections, freeze.
extension DemoPlay {
    private struct Sheet: Decodable, Sendable {
        struct Piece: Decodable, Sendable {
            var evidence: String
            var ruling: String
            var counts: Bool
        }
        struct Objection: Decodable, Sendable {
            var objection: Int
            var granted: Bool?
        }
        var status: String
        var evidence: [Piece]
        var objections: [Objection]
        var objectionUntil: Timestamp?
    }

    private static func path(_ site: SiteCode, _ month: YearMonth) -> String {
        "/api/assessments/v1/sheets/\(site)/\(month)"
    }

    /// What the log cannot know: who came late. The site's lead writes it down on the day.
    func planAttendance(on day: Day) {
        for site in SiteCode.contractOrder where site != .cg {
            let dice = chance.number(0...999)
            guard dice < 22 else { continue }
            let (rule, note): (RuleCode, String) =
                dice < 2 ? (.absent, "缺岗半日，无人顶替") : dice < 4 ? (.misconduct, "未按规定佩戴证件") : (.lateOrEarly, "上午迟到")
            agenda.plan(at(day, 9, 10) + chance.minutes(0...30)) {
                try await $0.propose(rule, note, at: site, on: day)
            }
        }
    }

    private func propose(_ rule: RuleCode, _ note: String, at site: SiteCode, on day: Day) async throws {
        try await desk.post(
            Self.lead(site), "\(Self.path(site, YearMonth(day)))/evidence",
            ["rule": .text(rule.rawValue), "note": .text(note), "day": .text("\(day)")])
    }

    /// Every month that ends within the play; the fourth and fifth working day of the next one publish it.
    func planSheets() {
        var month = YearMonth(plan.from.day)
        while month.next.firstDay < plan.until.day {
            for (index, site) in SiteCode.contractOrder.enumerated() {
                let (month, chosen) = (month, index % 2 == 0 ? 4 : 5)
                guard let day = try? calendar.workingDay(chosen, of: month.next),
                    let early = try? calendar.workingDay(2, of: month.next)
                else { continue }
                agenda.plan(at(early, 14, 5 * index)) { try await $0.addSamples(site, month) }
                agenda.plan(at(day, 10, 5 * index)) { try await $0.publish(site, month) }
            }
            month = month.next
        }
    }

    /// The ledger's monthly sample, the reports, the complaints.
    private func addSamples(_ site: SiteCode, _ month: YearMonth) async throws {
        let last = month.next.firstDay.adding(days: -1)
        for (rule, note, perMille) in [
            (RuleCode.sampleMismatch, "抽查10项，1项序列号与实物不符", 400), (.reportLate, "月报迟交1天", 200),
            (.satisfactionLow, "满意度94%", 150), (.complaintUpheld, "投诉等待过久，属实", 60),
            (.recordIncomplete, "一次巡检记录缺照片", 200),
        ] where chance.happens(perMille) {
            try await propose(rule, note, at: site, on: last)
        }
    }

    private func publish(_ site: SiteCode, _ month: YearMonth) async throws {
        let (path, judge) = (Self.path(site, month), Self.lead(site))
        let sheet = try await desk.get(judge, path, Sheet.self)
        for piece in sheet.evidence where piece.ruling == "proposed" {
            let isUpheld = !chance.happens(120)
            try await desk.post(
                judge, "\(path)/evidence/\(piece.evidence)/rule",
                isUpheld ? ["upheld": true] : ["upheld": false, "reason": "站区临时封闭通道，非运维原因"])
        }
        try await desk.post(judge, "\(path)/score")
        let answer = try ContractCoding.decode(Sheet.self, from: try await desk.post(judge, "\(path)/publish"))
        if let until = answer.objectionUntil {
            try planObjection(site, month, until)
            agenda.plan(until + 9 * 3_600_000 + chance.minutes(0...50)) { try await $0.freeze(site, month) }
        }
    }

    private func planObjection(_ site: SiteCode, _ month: YearMonth, _ until: Timestamp) throws {
        guard chance.happens(380) else { return }
        let (path, granted) = (Self.path(site, month), chance.happens(450))
        try later(working: 60...500) { play in
            let sheet = try await play.desk.get("supplier", path, Sheet.self)
            guard let piece = sheet.evidence.first(where: { $0.ruling == "upheld" && $0.counts }), play.now < until
            else {
                return
            }
            let answer = try ContractCoding.decode(
                Sheet.self,
                from: try await play.desk.post(
                    "supplier", "\(path)/object",
                    ["evidence": .text(piece.evidence), "text": "当时已电话报备，请核对通话记录后复核"]))
            guard let number = answer.objections.last?.objection else { return }
            try play.later(working: 120...420) {
                try await $0.desk.post(
                    DemoPlay.lead(site), "\(path)/objections/\(number)/rule",
                    granted
                        ? ["granted": true, "reason": "通话记录属实，不再扣分"] : ["granted": false, "reason": "无报备记录，维持原扣分"])
            }
        }
    }

    /// The office freezes what nobody objected to; the rest freezes by itself on working day 8.
    private func freeze(_ site: SiteCode, _ month: YearMonth) async throws {
        let path = Self.path(site, month)
        let sheet = try await desk.get("office", path, Sheet.self)
        guard sheet.status == "published", sheet.objections.isEmpty else { return }
        try await desk.post("office", "\(path)/freeze")
    }
}
