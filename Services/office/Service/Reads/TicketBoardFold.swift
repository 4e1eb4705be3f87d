import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// What facts do to a ticket's row; every step works on a ticket that was never heard of.
struct TicketBoardFold {
    let db: FoldDatabase

    func opened(_ fact: TicketOpened) throws {
        try stub(fact)
        try db.run(
            "UPDATE {ticket} SET priority = ?, kind = ?, title = ?, engineer = coalesce(engineer, ?), openedAt = ? WHERE no = ?",
            [fact.priority.rawValue, fact.kind.rawValue, fact.title, fact.duty, fact.openedAt, fact.ticket])
        try replace(fact.targets, fact)
        try count("opened", at: fact.site, on: fact.openedAt.day, by: 1)
    }

    func moved(_ fact: some TicketFact, to status: String, meets kinds: [TargetKind]) throws {
        try stub(fact)
        try db.run(
            "UPDATE {ticket} SET status = ?, suspended = 0 WHERE no = ? AND open = 1", [status, fact.ticket])
        try met(kinds, fact)
    }

    func met(_ kinds: [TargetKind], _ fact: some TicketFact) throws {
        for kind in kinds {
            try db.run(
                "UPDATE {ticketTarget} SET met = 1 WHERE no = ? AND target = ?", [fact.ticket, kind.rawValue])
        }
        try setNext(fact.ticket)
    }

    /// The clock stands: nothing is due until it goes on.
    func suspended(_ fact: TicketSuspended) throws {
        try stub(fact)
        try db.run(
            "UPDATE {ticket} SET status = 'suspended', suspended = 1, dueAt = NULL, dueTarget = NULL WHERE no = ?",
            [fact.ticket])
    }

    func again(_ fact: some TicketFact, status: String, targets: [TicketTarget]) throws {
        try stub(fact)
        try db.run(
            "UPDATE {ticket} SET status = ?, open = 1, suspended = 0, endedAt = NULL WHERE no = ?",
            [status, fact.ticket])
        try replace(targets, fact)
        if status == "reopened" {
            try db.run(
                "UPDATE {ticketTarget} SET met = 0 WHERE no = ? AND target = ?",
                [fact.ticket, TargetKind.resolve.rawValue])
            try setNext(fact.ticket)
        }
    }

    /// Nobody has work to do any more, though it is not closed yet: 在办 is the same here as in the queue of tickets.
    func rested(_ fact: some TicketFact, as status: String) throws {
        try stub(fact)
        try db.run(
            """
            UPDATE {ticket} SET status = ?, open = 0, suspended = 0, dueAt = NULL, dueTarget = NULL
            WHERE no = ? AND endedAt IS NULL
            """, [status, fact.ticket])
        try met(TargetKind.all, fact)
    }

    func ended(_ fact: some TicketFact, status: String, at time: Timestamp) throws {
        try stub(fact)
        try db.run(
            "UPDATE {ticket} SET status = ?, open = 0, suspended = 0, endedAt = ?, dueAt = NULL WHERE no = ?",
            [status, time, fact.ticket])
        try count("closed", at: fact.site, on: time.day, by: 1)
    }

    func breached(_ fact: some TicketFact, at time: Timestamp, by count: Int) throws {
        try stub(fact)
        try db.run(
            "UPDATE {ticket} SET breaches = max(0, breaches + ?) WHERE no = ?", [count, fact.ticket])
        try self.count("breached", at: fact.site, on: time.day, by: count)
    }

    /// The due times that now hold; what was met stays met.
    func replace(_ targets: [TicketTarget], _ fact: some TicketFact) throws {
        try stub(fact)
        for target in targets {
            let quarter = NearLimits.quarter(target.seconds)
            let isWorking = target.clock == .working
            try db.run(
                """
                INSERT INTO {ticketTarget}(no, target, due, nearAt, nearQuarter) VALUES (?,?,?,?,?)
                ON CONFLICT(no, target) DO UPDATE SET due = excluded.due, nearAt = excluded.nearAt,
                    nearQuarter = excluded.nearQuarter
                """,
                [
                    fact.ticket, target.kind.rawValue, target.due.time,
                    isWorking ? nil : target.due.time.map { $0 + -quarter }, isWorking ? quarter : nil,
                ])
            if isWorking { try db.run("INSERT OR IGNORE INTO {ticketQuarter}(quarter) VALUES (?)", [quarter]) }
        }
        try setNext(fact.ticket)
    }

    private func setNext(_ ticket: TicketID) throws {
        let next = try db.first(
            """
            SELECT due, target, nearAt, nearQuarter FROM {ticketTarget}
            WHERE no = ? AND met = 0 AND due IS NOT NULL ORDER BY due, target LIMIT 1
            """, [ticket]
        ) { row in
            (
                due: row.int(0) as Int64, target: row.text(1), nearAt: row.optionalInt(2),
                quarter: row.optionalInt(3)
            )
        }
        try db.run(
            """
            UPDATE {ticket} SET dueAt = ?, dueTarget = ?, nearAt = ?, nearQuarter = ?
            WHERE no = ? AND open = 1 AND suspended = 0
            """, [next?.due, next?.target, next?.nearAt, next?.quarter, ticket])
    }

    private func stub(_ fact: some TicketFact) throws {
        try db.run("INSERT OR IGNORE INTO {ticket}(no, site) VALUES (?,?)", [fact.ticket, fact.site])
    }

    private func count(_ what: String, at site: SiteCode, on day: Day, by count: Int) throws {
        let sql =
            switch what {
            case "opened":
                "INSERT INTO {ticketDay}(site, day, opened) VALUES (?1,?2,?3) ON CONFLICT(site, day) DO UPDATE SET opened = opened + ?3"
            case "closed":
                "INSERT INTO {ticketDay}(site, day, closed) VALUES (?1,?2,?3) ON CONFLICT(site, day) DO UPDATE SET closed = closed + ?3"
            default:
                "INSERT INTO {ticketDay}(site, day, breached) VALUES (?1,?2,?3) ON CONFLICT(site, day) DO UPDATE SET breached = breached + ?3"
            }
        try db.run(sql, [site, day, count])
    }
}
