import AssessmentsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// From working day 8 on, freezes published sheets whose window is over and whose objections are ruled.
struct SheetFreezer: Sendable {
    let store: Store

    var work: Work {
        Work.every(10 * 60_000, "sheet-freezer") { now in try await step(now) }
    }

    func step(_ now: Timestamp) async throws {
        let due = try await store.read { db in
            guard let timetable = try db.workCalendar().map(SheetTimetable.init) else { return [SheetKey]() }
            return try SheetRow.ripe(now, db).map { SheetKey(site: $0.site, month: $0.month) }
                .filter { key in (try? timetable.freeze(key.month)).map { now >= $0 } ?? false }
        }
        for key in due { try await freeze(key, now) }
    }

    private func freeze(_ key: SheetKey, _ now: Timestamp) async throws {
        try await store.perform(.own("freeze:\(key):\(now.rawValue)", by: .assessments, now: now)) { tx in
            // Somebody may have frozen or reopened it since it was listed.
            guard let sheet = try tx.state(SheetDecider.self, key), case .published = sheet.status else { return }
            try tx.execute(SheetDecider.self, key, try Freezing.command(key, tx), site: key.site)
        }
    }
}
