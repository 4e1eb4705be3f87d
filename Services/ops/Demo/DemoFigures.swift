import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite
import OpsServer

/// What was played, counted in the logs themselves.
enum DemoFigures {
    private static let rows: [(String, [String])] = [
        ("tickets opened", ["tickets.ticket-opened"]), ("tickets closed", ["tickets.ticket-closed"]),
        ("targets missed", ["tickets.target-breached"]), ("parts replaced", ["tickets.part-replaced"]),
        ("tickets reopened", ["tickets.ticket-reopened"]), ("tickets cancelled", ["tickets.ticket-cancelled"]),
        ("rounds planned", ["inspections.round-planned"]), ("rounds done", ["inspections.round-completed"]),
        ("rounds missed", ["inspections.round-missed"]), ("findings raised", ["inspections.finding-raised"]),
        ("findings cleared", ["inspections.finding-cleared"]), ("sheets frozen", ["assessments.sheet-frozen"]),
        ("objections ruled", ["assessments.objection-ruled"]), ("duty agreed", ["assessments.duty-agreed"]),
        ("ledger corrections", ["assets.item-corrected"]), ("payments made", ["billing.payment-made"]),
    ]

    /// A line per figure, ready to print.
    static func table(_ fleet: Fleet) async throws -> String {
        var counts: [String: Int64] = [:]
        var facts: Int64 = 0
        for member in fleet.members {
            let types = try await member.store.read { db in
                try db.rows("SELECT type, count(*) FROM log GROUP BY type ORDER BY type", []) {
                    ($0.text(0), $0.int(1) as Int64)
                }
            }
            for (type, count) in types {
                counts[FactType(rawValue: type).family, default: 0] += count
                facts += count
            }
        }
        let lines = rows.map { name, families in
            "  \(name.padding(toLength: 20, withPad: " ", startingAt: 0))\(families.compactMap { counts[$0] }.reduce(0, +))"
        }
        return (lines + ["  facts in all        \(facts)"]).joined(separator: "\n")
    }
}
