import OpsContracts
import OpsDomain
import OpsServer

/// Findings of the site itself, on the last days: one of each state is still open when the play ends.
extension DemoPlay {
    func planFindings() {
        let end = plan.until
        raise(
            end + -50 * 3_600_000, .nz, "消防通道堆放纸箱", "弱电井门前堆放纸箱，影响开门。", severity: "high",
            then: ["rectify", "fail"])
        raise(end + -26 * 3_600_000, .bz, "机柜门锁损坏", "3号机柜门锁脱落，无法锁闭。", severity: "medium", then: ["rectify"])
        raise(end + -3 * 3_600_000, .xz, "共用账号登录值班终端", "两人共用一个账号，口令贴在屏幕旁。", severity: "high", then: [])
        raise(end + -2 * 3_600_000, .qh, "线缆标签脱落", "配线架上6根线缆没有标签。", severity: "low", then: [])
    }

    private func raise(
        _ moment: Timestamp, _ site: SiteCode, _ title: String, _ detail: String, severity: String, then steps: [String]
    ) {
        guard moment > plan.from + 86_400_000 else { return }
        agenda.plan(moment) { play in
            struct Finding: Decodable, Sendable { var finding: String }
            let answer = try await play.desk.post(
                DemoPlay.lead(site), "/api/inspections/v1/findings",
                [
                    "site": .text(site.rawValue), "title": .text(title), "detail": .text(detail),
                    "severity": .text(severity), "fault": false,
                ])
            let path = "/api/inspections/v1/findings/\(try ContractCoding.decode(Finding.self, from: answer).finding)"
            for (index, step) in steps.enumerated() {
                play.later(Int64(index + 1) * 5_000_000) { play in
                    if step == "rectify" {
                        try await play.desk.post(play.engineer(site), "\(path)/rectify", ["measure": "已清理并恢复原状"])
                    } else {
                        try await play.desk.post(
                            DemoPlay.lead(site), "\(path)/retest",
                            ["passed": false, "reason": "复查时又有新的堆放，继续整改"])
                    }
                }
            }
        }
    }
}
