public import OpsContracts

extension RoundCompleted {
    /// One finding for each abnormal reading. The ids derive from round and item, so that telling it twice raises it
    /// once.
    public func findings(planned: RoundPlanned) -> [FindingDraft] {
        readings.compactMap { reading in
            guard reading.outcome == .abnormal, let finding = FindingID(rawValue: "\(round)-\(reading.code)") else {
                return nil
            }
            let check = planned.items.first { $0.code == reading.code }
            let what = check?.text ?? reading.code
            let value = reading.value.map { " \($0)\(reading.unit ?? "")" } ?? "：异常"
            return FindingDraft(
                finding: finding, site: site, round: round, plan: plan, item: planned.item, title: what + value,
                detail: reading.note ?? what, severity: reading.severity ?? .medium, fault: reading.fault ?? false,
                by: by)
        }
    }
}
