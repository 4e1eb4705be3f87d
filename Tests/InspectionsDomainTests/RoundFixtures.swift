import InspectionsDomain
import OpsContracts
import OpsDomain

/// 2026-02-13, a Friday, at a local time.
func at(_ hour: Int, _ minute: Int = 0) -> Timestamp {
    Timestamp(LocalTime(Day(ordinal: 20_497), hour: hour, minute: minute))
}

let worker = AccountID("qh-1")
let other = AccountID("qh-2")
let lead = AccountID("qh-lead")

let checks = [
    CheckItem(code: "TEMP", text: "机房温度", unit: "℃", low: decimal("21"), high: decimal("25")),
    CheckItem(code: "WATER", text: "无漏水，地面干燥"),
]

let planned = RoundPlanned(
    round: RoundID("QH-ROOM-D-20260213"), plan: PlanID("QH-ROOM-D"), planVersion: 1, site: .qh, name: "清河机房日检",
    category: .room, frequency: .daily, item: ItemID("QH-ROOM"), items: checks, opensAt: at(8), dueAt: at(12),
    day: Day(ordinal: 20_497), basis: .contractual)

let good = [
    Reading(code: "TEMP", outcome: .normal, value: decimal("23.5")), Reading(code: "WATER", outcome: .normal),
]

func decimal(_ text: String) -> DecimalReading? { DecimalReading(rawValue: text) }

func round(_ status: Round.Status) -> Round { Round(planned: planned, status: status) }

func outcome(_ command: RoundCommand, _ state: Round?, at now: Timestamp) -> String {
    do {
        let events = try Round.decide(command, state, at: now)
        return events.isEmpty ? "nothing" : events.map(name).joined(separator: "+")
    } catch {
        return "!" + error.code
    }
}

private func name(_ event: RoundEvent) -> String {
    switch event {
    case .planned: "planned"
    case .started: "started"
    case .completed(let fact): fact.late ? "late" : "completed"
    case .missed: "missed"
    case .skipped: "skipped"
    }
}

func refusal(of readings: [Reading]) -> Rejection? {
    do {
        _ = try ChecklistRules(checks).checked(readings)
        return nil
    } catch {
        return error
    }
}
