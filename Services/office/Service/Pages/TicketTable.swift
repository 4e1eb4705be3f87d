import OpsConsole
import OpsContracts

/// Tickets of any site as the centre lists them.
struct TicketTable: Component {
    let caption: String
    let rows: [TicketRow]
    let near: NearLimits
    let now: Timestamp
    let empty: String
    let part: String?

    init(
        _ caption: String, _ rows: [TicketRow], _ near: NearLimits, now: Timestamp, empty: String, part: String? = nil
    ) {
        (self.caption, self.rows, self.near) = (caption, rows, near)
        (self.now, self.empty, self.part) = (now, empty, part)
    }

    var html: HTML {
        DataTable(
            caption, [.text("编号"), .bare("等级"), .title("标题"), .text("站区"), .bare("状态"), .text("时限")],
            rows.map(row), empty: .empty(empty), part: part)
    }

    private func row(_ row: TicketRow) -> TableRow {
        let urgency: TableRow.Urgency = row.isLate(at: now) ? .late : near.contains(row) ? .near : .none
        return TableRow(
            row.ticket.rawValue, path: Paths.ticket(row.ticket), urgency: urgency,
            [
                PriorityMark(row.priority).html, Format.orNone(row.title), HTML(row.site.shortNameZH),
                Chip(TicketState.chip(row.status)).html,
                urgency == .near ? HTML([Chip(ChipState.near).html, " ", row.limit(at: now)]) : row.limit(at: now),
            ])
    }
}

/// 需要处理: what is late, then the major faults that are not, each once; the worst first.
struct Urgent: Component {
    let major: [TicketRow]
    let late: [TicketRow]
    let now: Timestamp

    var html: HTML {
        let known = Set(late.map(\.ticket))
        Card("需要处理 \(late.count + major.count { !known.contains($0.ticket) })", part: "late") {
            DoorList(
                late.map { door($0) } + major.filter { !known.contains($0.ticket) }.map { door($0) },
                empty: "没有超时的工单，没有重大故障。")
        }
    }

    private func door(_ row: TicketRow) -> DoorList.Door {
        DoorList.Door(
            "\(row.site.shortNameZH) \(row.title ?? row.ticket.rawValue)", Paths.ticket(row.ticket),
            chip: row.isLate(at: now) ? ChipState(.late, "超时") : TicketState.chip(row.status)
        ) {
            row.priority.zh
            " · "
            row.limit(at: now)
        }
    }
}

extension TicketRow {
    func isLate(at now: Timestamp) -> Bool { dueAt.map { $0 < now } ?? false }

    /// 到场超时 25分钟　应 今天 10:15 前.
    func limit(at now: Timestamp) -> HTML {
        guard let dueAt else { return status == "suspended" ? "已暂停" : Format.noneHTML }
        let target = dueTarget?.zh ?? ""
        return HTML {
            dueAt < now ? "\(target)\(Format.over(seconds: Int((now - dueAt) / 1000)))　应 " : "\(target) "
            Format.deadlineTime(dueAt, now: now)
        }
    }
}

/// The words of a ticket's state as this read model keeps it.
enum TicketState {
    static func chip(_ status: String) -> ChipState {
        switch status {
        case "new": .new
        case "accepted": .accepted
        case "dispatched": .dispatched
        case "arrived": .arrived
        case "working": .working
        case "suspended": .suspended
        case "second-line": .secondLine
        case "resolved": .resolved
        case "confirmed": .awaitingConfirmation
        case "reopened": .reopened
        case "closed": .ticketClosed
        case "cancelled": .cancelled
        default: ChipState(unknown: status)
        }
    }
}

/// The words of a round's state as this read model keeps it.
enum RoundState {
    static func chip(_ status: String) -> ChipState {
        switch status {
        case "planned": .pending
        case "started": .running
        case "done", "late": .completed
        case "missed": .overdue
        case "skipped": .skipped
        default: ChipState(unknown: status)
        }
    }
}

enum SheetState {
    static func chip(_ state: String) -> ChipState {
        switch state {
        case "draft": .draft
        case "published": .published
        case "objected": .objected
        case "frozen": .frozen
        default: ChipState(unknown: state)
        }
    }
}

enum PaymentState {
    static func chip(_ state: String) -> ChipState {
        switch state {
        case "issued": .deductionFixed
        case "approved": .approved
        case "fiscal-approved": .awaitingFunds
        case "funds-awaited": .awaitingFunds
        case "paid": .paid
        default: ChipState(unknown: state)
        }
    }
}
