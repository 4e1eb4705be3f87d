import Foundation
import InspectionsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// Every round with its checklist and answers, one row each.
struct Rounds: ReadModel {
    let name = "rounds"
    let shape = 1
    let tables = ["round"]
    let schema = """
        CREATE TABLE {round}(
          round TEXT PRIMARY KEY, plan TEXT NOT NULL, site TEXT NOT NULL, name TEXT NOT NULL, item TEXT,
          frequency TEXT NOT NULL, basis TEXT NOT NULL, day TEXT NOT NULL, opensAt INTEGER NOT NULL,
          dueAt INTEGER NOT NULL, missAt INTEGER NOT NULL, open INTEGER NOT NULL, status TEXT NOT NULL,
          person TEXT, at INTEGER, reason TEXT, abnormal INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL,
          items TEXT NOT NULL, readings TEXT NOT NULL DEFAULT '[]') STRICT;
        CREATE INDEX {round}_site ON {round}(site, dueAt, round);
        CREATE INDEX {round}_due ON {round}(dueAt, round);
        CREATE INDEX {round}_open ON {round}(site, dueAt) WHERE open = 1;
        CREATE INDEX {round}_miss ON {round}(missAt) WHERE open = 1;
        """
    let families: Set<String> = [
        RoundPlanned.type.family, RoundStarted.type.family, RoundCompleted.type.family, RoundMissed.type.family,
        RoundSkipped.type.family,
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        guard let event = try RoundEvent.read(fact) else { return }
        switch event {
        case .planned(let planned): try insert(planned, version: fact.version, db)
        case .started(let started):
            try db.run(
                """
                UPDATE {round} SET status = 'started', person = ?, at = ?, missAt = dueAt + ?, version = ?
                WHERE round = ?
                """, [started.by, started.at, Round.grace, fact.version, started.round])
        case .completed(let completed):
            try db.run(
                """
                UPDATE {round} SET status = ?, person = ?, at = ?, open = 0, abnormal = ?, readings = ?, version = ?
                WHERE round = ?
                """,
                [
                    (completed.late ? RoundStatus.late : .completed).rawValue, completed.by, completed.at,
                    completed.readings.filter { $0.outcome == .abnormal }.count, try text(completed.readings),
                    fact.version, completed.round,
                ])
        case .missed(let missed):
            try db.run(
                "UPDATE {round} SET status = 'missed', open = 0, version = ? WHERE round = ?",
                [fact.version, missed.round])
        case .skipped(let skipped):
            try db.run(
                "UPDATE {round} SET status = 'skipped', open = 0, person = ?, at = ?, reason = ?, version = ? WHERE round = ?",
                [skipped.approver, fact.time, skipped.reason, fact.version, skipped.round])
        }
    }

    private func insert(_ planned: RoundPlanned, version: Int64, _ db: FoldDatabase) throws {
        try db.run(
            """
            INSERT INTO {round}(round, plan, site, name, item, frequency, basis, day, opensAt, dueAt, missAt, open,
              status, version, items) VALUES (?,?,?,?,?,?,?,?,?,?,?,1,'planned',?,?)
            """,
            [
                planned.round, planned.plan, planned.site, planned.name, planned.item,
                planned.frequency.rawValue, planned.basis.rawValue, planned.day.description, planned.opensAt,
                planned.dueAt, planned.dueAt, version,
                try text(planned.items),
            ])
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try ContractCoding.encode(value), as: UTF8.self)
    }
}

/// A round's state as lists show it.
struct RoundStatus: ContractCode {
    let rawValue: String
    init(rawValue: String) { self.rawValue = rawValue }

    static let planned = Self(rawValue: "planned")
    static let started = Self(rawValue: "started")
    static let completed = Self(rawValue: "completed")
    static let late = Self(rawValue: "late")
    static let missed = Self(rawValue: "missed")
    static let skipped = Self(rawValue: "skipped")
    static let all: [RoundStatus] = [.planned, .started, .completed, .late, .missed, .skipped]

    var isOpen: Bool { self == .planned || self == .started }

    var zh: String {
        switch self {
        case .planned: "待执行"
        case .started: "执行中"
        case .completed: "已完成"
        case .late: "超期完成"
        case .missed: "超期"
        case .skipped: "跳过"
        default: rawValue
        }
    }
}
