import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// What the quarter comes to: the sheets, then the second payment.
extension Journey {
    /// Rules every sheet of the quarter, publishes, lets the objection window pass, freezes.
    func freezeTheQuarter() async throws {
        try await fleet.advance(to: OpsSystem.at("2026-04-03 09:00:00"), step: 43_200_000)
        for site in SiteCode.contractOrder {
            for month in ["2026-01", "2026-02", "2026-03"] { try await score(site, month) }
        }
        let xz = try ok(try await office.get("/api/assessments/v1/sheets/XZ/2026-01"), "XZ")
        #expect(xz["score"] as? Int == 980)
        let qh = try ok(try await office.get("/api/assessments/v1/sheets/QH/2026-01"), "QH")
        #expect(qh["score"] as? Int == 850)
        try await fleet.advance(to: OpsSystem.at("2026-04-13 09:00:00"), step: 43_200_000)
        for site in SiteCode.contractOrder {
            for month in ["2026-01", "2026-02", "2026-03"] {
                let sheet = try ok(try await office.get("/api/assessments/v1/sheets/\(site)/\(month)"), "sheet")
                if sheet["status"] as? String != "frozen" {
                    try ok(
                        try await office.post("/api/assessments/v1/sheets/\(site)/\(month)/freeze"),
                        "freeze \(site) \(month)")
                }
            }
        }
        try await fleet.settle()
    }

    private func score(_ site: SiteCode, _ month: String) async throws {
        let path = "/api/assessments/v1/sheets/\(site)/\(month)"
        let judge = lead(site)
        if try ok(try await judge.get(path), "sheet")["status"] as? String == "frozen" { return }
        try await rule(site, month)
        try ok(try await judge.post("\(path)/score", "{}"), "score \(site) \(month)")
        try ok(try await judge.post("\(path)/publish"), "publish \(site) \(month)")
    }

    /// Rounds of the plans that were switched off on the first morning are nobody's fault; the rest is owed.
    /// - Parameter owed: false leaves what is owed to somebody else.
    func rule(_ site: SiteCode, _ month: String, owed: Bool = true) async throws {
        let path = "/api/assessments/v1/sheets/\(site)/\(month)"
        let judge = lead(site)
        let sheet = try ok(try await judge.get(path), "sheet")
        for piece in sheet["evidence"] as? [[String: Any]] ?? [] where piece["ruling"] as? String == "proposed" {
            let id = try #require(piece["evidence"] as? String)
            let subject = (piece["cause"] as? [String: Any])?["subject"] as? String ?? ""
            let isOwed = !subject.hasPrefix("round/") || subject.hasPrefix("round/QH-ROOM-D-")
            if isOwed, !owed { continue }
            try ok(
                try await judge.post(
                    "\(path)/evidence/\(id)/rule",
                    isOwed ? #"{"upheld":true}"# : #"{"upheld":false,"reason":"计划当日已停用"}"#), "rule")
        }
    }

    /// 清河 January 85.0 → 500 bp of ￥16,333.33 = ￥816.67 off the second payment.
    func checkPayment() async throws {
        try ok(try await finance.post("/api/billing/v1/quarters/2026-q1/freeze-deduction"), "freeze deduction")
        let issued = try ok(try await finance.post("/api/billing/v1/quarters/2026-q2/issue"), "issue")
        let pay = (issued["pay"] as? NSNumber)?.int64Value ?? -1
        #expect(pay == 70_000_000 - 81_667)
        try await fleet.settle()
        let quarter = try ok(try await finance.get("/api/billing/v1/quarters/2026-q1"), "quarter")
        #expect(String(describing: quarter).contains("81667"))
    }
}
