import OpsContracts
import OpsMessaging
import OpsSQLite

/// Every ticket as the centre needs it: where, how grave, how far, what is due next.
struct TicketBoard: ReadModel {
    let name = "ticket-board"
    let shape = 4
    let tables = ["ticket", "ticketTarget", "ticketDay", "ticketQuarter"]
    let schema = """
        CREATE TABLE {ticket}(
            no TEXT PRIMARY KEY, site TEXT, priority TEXT NOT NULL DEFAULT 'p4', kind TEXT NOT NULL DEFAULT '', title TEXT,
            status TEXT NOT NULL DEFAULT 'new', open INTEGER NOT NULL DEFAULT 1, suspended INTEGER NOT NULL DEFAULT 0,
            engineer TEXT, openedAt INTEGER NOT NULL DEFAULT 0, endedAt INTEGER, dueAt INTEGER, dueTarget TEXT,
            nearAt INTEGER, nearQuarter INTEGER, breaches INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
        -- Each holds open tickets alone; the overview counts in the first and never looks at a row.
        CREATE INDEX {ticket}_open ON {ticket}(site, dueAt, no, priority, suspended, nearAt, nearQuarter)
            WHERE open = 1;
        CREATE INDEX {ticket}_due ON {ticket}(dueAt, site) WHERE open = 1 AND dueAt NOTNULL;
        CREATE INDEX {ticket}_major ON {ticket}(priority, openedAt, site) WHERE open = 1 AND priority IN ('p1', 'p2');
        CREATE TABLE {ticketTarget}(
            no TEXT NOT NULL, target TEXT NOT NULL, due INTEGER, met INTEGER NOT NULL DEFAULT 0,
            -- When its last quarter begins, or how much working time that is: one of both.
            nearAt INTEGER, nearQuarter INTEGER, PRIMARY KEY(no, target)) STRICT, WITHOUT ROWID;
        -- Every amount of working time that was ever somebody's last quarter; a handful.
        CREATE TABLE {ticketQuarter}(quarter INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE {ticketDay}(
            site TEXT NOT NULL, day TEXT NOT NULL, opened INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0,
            breached INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(site, day)) STRICT, WITHOUT ROWID;
        CREATE INDEX {ticketDay}_by_day ON {ticketDay}(day);
        """
    let families: Set<String> = [
        "tickets.ticket-opened", "tickets.ticket-accepted", "tickets.ticket-dispatched", "tickets.ticket-arrived",
        "tickets.work-started", "tickets.work-noted", "tickets.fault-reported", "tickets.ticket-suspended",
        "tickets.ticket-resumed", "tickets.ticket-escalated", "tickets.ticket-returned", "tickets.priority-changed",
        "tickets.targets-recomputed", "tickets.target-breached", "tickets.target-breach-withdrawn",
        "tickets.ticket-resolved", "tickets.ticket-confirmed", "tickets.ticket-closed", "tickets.ticket-reopened",
        "tickets.ticket-cancelled",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let fold = TicketBoardFold(db: db)
        switch fact.type.family {
        case "tickets.ticket-opened": try fold.opened(try fact.decode(TicketOpened.self))
        case "tickets.ticket-accepted":
            try fold.moved(try fact.decode(TicketAccepted.self), to: "accepted", meets: [.respond])
        case "tickets.ticket-dispatched":
            let dispatched = try fact.decode(TicketDispatched.self)
            try fold.moved(dispatched, to: "dispatched", meets: [.respond])
            try db.run("UPDATE {ticket} SET engineer = ? WHERE no = ?", [dispatched.engineer, dispatched.ticket])
        case "tickets.ticket-arrived":
            try fold.moved(try fact.decode(TicketArrived.self), to: "arrived", meets: [.respond, .arrive])
        case "tickets.work-started":
            try fold.moved(try fact.decode(WorkStarted.self), to: "working", meets: [.respond])
        case "tickets.work-noted":
            let noted = try fact.decode(WorkNoted.self)
            if noted.workaround == true { try fold.met([.workaround], noted) }
        case "tickets.fault-reported":
            let reported = try fact.decode(FaultReported.self)
            if reported.kind == .first { try fold.met([.report], reported) }
        case "tickets.ticket-suspended":
            try fold.suspended(try fact.decode(TicketSuspended.self))
        case "tickets.ticket-resumed":
            let resumed = try fact.decode(TicketResumed.self)
            try fold.again(resumed, status: "working", targets: resumed.targets)
        case "tickets.ticket-escalated":
            try fold.moved(try fact.decode(TicketEscalated.self), to: "second-line", meets: [])
        case "tickets.ticket-returned":
            try fold.moved(try fact.decode(TicketReturned.self), to: "working", meets: [])
        default: try applyClocksAndEnds(fact, fold)
        }
    }

    private func applyClocksAndEnds(_ fact: Fact, _ fold: TicketBoardFold) throws {
        switch fact.type.family {
        case "tickets.priority-changed":
            let changed = try fact.decode(PriorityChanged.self)
            try fold.replace(changed.targets, changed)
            try fold.db.run(
                "UPDATE {ticket} SET priority = ? WHERE no = ?", [changed.to.rawValue, changed.ticket])
        case "tickets.targets-recomputed":
            let recomputed = try fact.decode(TargetsRecomputed.self)
            try fold.replace(recomputed.targets, recomputed)
        case "tickets.target-breached":
            let breached = try fact.decode(TargetBreached.self)
            try fold.breached(breached, at: breached.breachedAt, by: 1)
        case "tickets.target-breach-withdrawn":
            let withdrawn = try fact.decode(TargetBreachWithdrawn.self)
            try fold.breached(withdrawn, at: withdrawn.breachedAt, by: -1)
        case "tickets.ticket-resolved":
            try fold.rested(try fact.decode(TicketResolved.self), as: "resolved")
        case "tickets.ticket-confirmed":
            try fold.rested(try fact.decode(TicketConfirmed.self), as: "confirmed")
        case "tickets.ticket-closed":
            let closed = try fact.decode(TicketClosed.self)
            try fold.ended(closed, status: "closed", at: closed.at)
        case "tickets.ticket-reopened":
            let reopened = try fact.decode(TicketReopened.self)
            try fold.again(reopened, status: "reopened", targets: reopened.targets)
        default:
            let cancelled = try fact.decode(TicketCancelled.self)
            try fold.ended(cancelled, status: "cancelled", at: cancelled.at)
        }
    }
}
