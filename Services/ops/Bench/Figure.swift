import Foundation
import OpsContracts

/// One line of the table.
struct Figure: Encodable, Sendable {
    var name: String
    var value: Double
    var unit: String
    /// Milliseconds, where the figure is one of many answers.
    var p50: Double?
    var p99: Double?
    /// What the same machine did bare, in the same run; nil where there is none.
    var floor: Double?
    var aim: Aim?

    init(
        _ name: String, _ value: Double, _ unit: String, p50: Double? = nil, p99: Double? = nil,
        floor: Double? = nil, aim: Aim? = nil
    ) {
        (self.name, self.value, self.unit, self.floor, self.aim) = (name, value, unit, floor, aim)
        (self.p50, self.p99) = (p50, p99)
    }

    /// Value by floor; nil without a floor, and where the floor is nothing.
    var ratio: Double? { floor.flatMap { $0 > 0 ? value / $0 : nil } }

    /// Nil without an aim; false where the aim is one of the ratio and there is no ratio.
    var isMet: Bool? {
        guard let aim else { return nil }
        guard let measured = aim.isOfRatio ? ratio : value else { return false }
        return aim.isMet(by: measured)
    }

    private enum CodingKeys: String, CodingKey { case name, value, unit, p50, p99, floor, ratio, aim, isMet }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(value, forKey: .value)
        try container.encode(unit, forKey: .unit)
        try container.encodeIfPresent(p50, forKey: .p50)
        try container.encodeIfPresent(p99, forKey: .p99)
        try container.encodeIfPresent(floor, forKey: .floor)
        try container.encodeIfPresent(ratio, forKey: .ratio)
        try container.encodeIfPresent(aim?.words, forKey: .aim)
        try container.encodeIfPresent(isMet, forKey: .isMet)
    }
}

/// What is wanted of a value, or of its ratio to the floor.
struct Aim: Sendable, Equatable {
    var isOfRatio: Bool
    var atLeast: Double?
    var atMost: Double?

    static func atLeast(_ value: Double) -> Aim { Aim(isOfRatio: false, atLeast: value) }
    static func atMost(_ value: Double) -> Aim { Aim(isOfRatio: false, atMost: value) }
    static func ratioAtLeast(_ value: Double) -> Aim { Aim(isOfRatio: true, atLeast: value) }
    static func ratioAtMost(_ value: Double) -> Aim { Aim(isOfRatio: true, atMost: value) }

    func isMet(by value: Double) -> Bool { value >= atLeast ?? -.infinity && value <= atMost ?? .infinity }

    var words: String {
        let bounds = [atLeast.map { "≥ \(BenchTable.number($0))" }, atMost.map { "≤ \(BenchTable.number($0))" }]
        return (isOfRatio ? "ratio " : "") + bounds.compactMap(\.self).joined(separator: " and ")
    }
}

/// The figures of one run, each section under its name.
struct BenchTable: Encodable, Sendable {
    struct Section: Encodable, Sendable {
        var name: String
        var figures: [Figure]
    }

    /// Cores and load average when the run began: figures of a busy machine are not those of a quiet one.
    var machine: String
    var sections: [Section] = []

    private static let heads = ["figure", "value", "unit", "p50 ms", "p99 ms", "floor", "ratio", "aim", ""]

    /// One table: every column as wide as its widest cell, numbers to the right.
    var text: String {
        var rows = [Self.heads]
        for section in sections { rows += [[section.name]] + section.figures.map(Self.cells) }
        let widths = Self.heads.indices.map { column in
            rows.filter { $0.count > 1 }.map { $0[column].count }.max() ?? 0
        }
        let lines = rows.map { row in
            row.count == 1 ? "\n\(row[0])" : Self.line(row, widths)
        }
        return ([machine] + lines).joined(separator: "\n")
    }

    private static func cells(_ figure: Figure) -> [String] {
        let verdict = figure.isMet.map { $0 ? "met" : "NOT MET" } ?? ""
        return [
            "  \(figure.name)", number(figure.value), figure.unit, figure.p50.map(number) ?? "",
            figure.p99.map(number) ?? "", figure.floor.map(number) ?? "",
            figure.ratio.map { String(format: "%.2f", $0) } ?? "", figure.aim?.words ?? "", verdict,
        ]
    }

    private static func line(_ row: [String], _ widths: [Int]) -> String {
        let isNumber: Set = [1, 3, 4, 5, 6]
        let cells = zip(row.indices, row).map { column, cell -> String in
            let space = String(repeating: " ", count: widths[column] - cell.count)
            return isNumber.contains(column) ? space + cell : cell + space
        }
        return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }

    /// Three digits that count: `0.12`, `3.4`, `56`, `1 234`.
    static func number(_ value: Double) -> String {
        let size = abs(value)
        if size >= 100 || value == value.rounded() {
            let digits = String(format: "%.0f", size)
            let groups = stride(from: digits.count, to: 0, by: -3).map { end in
                String(digits.dropLast(digits.count - end).suffix(3))
            }
            return (value < 0 ? "-" : "") + groups.reversed().joined(separator: " ")
        }
        return String(format: size >= 10 ? "%.1f" : "%.2f", value)
    }
}

/// Seconds that `body` took.
func timed(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    return (ContinuousClock.now - start) / .seconds(1)
}

/// Seconds that `body` took, without a suspension.
func timedNow(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
}

extension [Double] {
    /// The smallest value that `share` of all do not exceed (nearest rank): 0.5 for the median; 0 of nothing.
    func percentile(_ share: Double) -> Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return 0 }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[Swift.min(sorted.count, Swift.max(1, rank)) - 1]
    }
}
