import InspectionsDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// A finding: what was seen, who takes care of it, what has happened.
struct FindingPage: Sendable {
    let desk: InspectionDesk

    func show(_ request: Request) async throws -> Response {
        let row = try await desk.finding(request, try request.parameter("finding"))
        let now = desk.clock.now()
        let (story, returned, item) = try await desk.store.read { db in
            let story = try db.story(of: row.finding)
            let names = try db.names(of: story.compactMap(\.0.actor.account))
            return (
                story.map { Self.entry($0, $1, names) }, story.lazy.compactMap { $0.event.returned }.last,
                try row.item.flatMap { try db.itemName($0) }
            )
        }
        let page = OpsConsole.Page(
            head(request, row, now), service: .inspections, viewer: try Viewer(request, desk.forms),
            path: Paths.finding(row.finding)
        ) {
            note(row, returned)
            Card("情况") { FactList(facts(row, item, returned, now)) }
            Card("记录") { Timeline(story.reversed(), now: now) }
        }
        return page.response(to: request)
    }

    /// Who takes care of it, where that is a ticket or no longer one.
    @HTMLBuilder private func note(_ row: FindingRow, _ returned: FindingReturned?) -> HTML {
        if let ticket = row.ticket, row.status == .ticketed {
            StateNote.notNow("由工单 \(ticket) 处理，关闭工单即销项。")
        } else if let returned, row.status == .raised {
            StateNote.notNow("工单 \(returned.ticket) 已取消，不再开单。由站区“整改”，再“复查”。")
        }
    }

    private func head(_ request: Request, _ row: FindingRow, _ now: Timestamp) -> PageHead {
        let path = Paths.finding(row.finding)
        var actions: [Action] = []
        let canRectify = row.status == .raised || row.status == .reworking
        if canRectify && request.identity?.has([.engineer, .siteLead]) == true {
            actions.append(.open("整改", path + "/rectify"))
        }
        if row.status == .rectified && request.identity?.has([.siteLead, .office]) == true {
            actions.append(.open("复查", path + "/retest"))
        }
        return PageHead(
            row.title, bar: row.finding.rawValue, section: "隐患", back: NamedLink("隐患", InspectionPages.findings),
            actions: actions
        ) {
            Chip(row.status)
            if row.isLate(at: now) { Chip(ChipState.late) }
            span { row.site.nameZH }
            span { "程度 \(row.severity.zh)" }
        }
    }

    private func facts(
        _ row: FindingRow, _ item: String?, _ returned: FindingReturned?, _ now: Timestamp
    ) -> [(String, HTML)] {
        [
            ("情况", HTML(row.detail)), ("发现", Format.time(row.raisedAt, now: now)),
            ("整改期限", Format.deadlineTime(row.dueAt, now: now)),
            ("设备", row.item.map { link(Paths.item($0), item ?? $0.rawValue) } ?? Format.noneHTML),
            ("巡检", row.round.map { link(Paths.round($0), $0.rawValue) } ?? Format.noneHTML),
            ("工单", ticket(row, returned)),
        ]
    }

    /// A cancelled ticket is not followed by another: then nothing is waited for.
    @HTMLBuilder private func ticket(_ row: FindingRow, _ returned: FindingReturned?) -> HTML {
        if let ticket = row.ticket {
            link(Paths.ticket(ticket), ticket.rawValue)
        } else if let returned {
            link(Paths.ticket(returned.ticket), returned.ticket.rawValue)
            "（已取消）"
        } else {
            row.fault && row.status == .raised ? "等待开单" : "不需要工单"
        }
    }

    private static func entry(_ fact: Fact, _ event: FindingEvent, _ names: [AccountID: String]) -> Timeline.Item {
        let (verb, text): (String, String) =
            switch event {
            case .raised(let fact): ("已上报", fact.detail)
            case .ticketed(let fact): ("已开单", fact.ticket.rawValue)
            case .returned(let fact): ("工单已取消", fact.reason)
            case .rectified(let fact): ("已整改", fact.measure)
            case .retestFailed(let fact): ("复查没有通过", fact.reason)
            case .cleared(let fact): ("已销项", fact.byTicket.map { "工单\($0)已关闭" } ?? "复查通过")
            }
        return Timeline.Item(.state, at: fact.time, actor: fact.actor.words(names), verb: verb) {
            p { text }
        }
    }
}

extension FindingEvent {
    /// Its ticket was cancelled.
    fileprivate var returned: FindingReturned? { if case .returned(let fact) = self { fact } else { nil } }
}

extension FindingRow {
    /// Open behind the day it had to be rectified by: 逾期.
    func isLate(at now: Timestamp) -> Bool { status != .cleared && dueAt < now }
}
