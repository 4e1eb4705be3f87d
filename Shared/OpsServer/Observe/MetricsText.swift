/// Writes one family in the exposition format.
enum MetricsText {
    static func render(_ name: String, _ family: Metrics.Family) -> String {
        var lines = ["# HELP \(name) \(escape(family.help, quotes: false))", "# TYPE \(name) \(family.kind.rawValue)"]
        let ordered = family.samples.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for (values, sample) in ordered {
            let pairs = zip(family.labels, values).map { "\($0)=\"\(escape($1, quotes: true))\"" }
            if family.kind == .histogram {
                lines += histogram(name, family, sample, pairs)
            } else {
                lines.append(name + braces(pairs) + " " + number(sample.value))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func histogram(
        _ name: String, _ family: Metrics.Family, _ sample: Metrics.Sample, _ pairs: [String]
    ) -> [String] {
        var lines: [String] = []
        var total = 0
        for (bound, count) in zip(family.bounds, sample.buckets) {
            total += count
            lines.append("\(name)_bucket" + braces(pairs + ["le=\"\(number(bound))\""]) + " \(total)")
        }
        lines.append("\(name)_bucket" + braces(pairs + ["le=\"+Inf\""]) + " \(sample.count)")
        lines.append("\(name)_sum" + braces(pairs) + " " + number(sample.value))
        lines.append("\(name)_count" + braces(pairs) + " \(sample.count)")
        return lines
    }

    private static func braces(_ pairs: [String]) -> String {
        pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}"
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        let plain = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return quotes ? plain.replacing("\"", with: "\\\"") : plain
    }
}
