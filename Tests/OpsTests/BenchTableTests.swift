import Foundation
import Testing

@testable import ops

@Suite struct BenchTableTests {
    @Test func `the median is the smallest value that half of all do not exceed`() {
        #expect([3.0, 1, 2].percentile(0.5) == 2)
        #expect([4.0, 1, 3, 2].percentile(0.5) == 2)
        #expect([7.0].percentile(0.5) == 7)
        #expect([Double]().percentile(0.5) == 0)
    }

    @Test func `one slow answer of a hundred is not the 99th percentile, two are`() {
        let quick = [Double](repeating: 1, count: 98)
        #expect((quick + [1, 50]).percentile(0.99) == 1)
        #expect((quick + [50, 50]).percentile(0.99) == 50)
        #expect((quick + [50]).percentile(0.99) == 50)
        #expect((1...200).map(Double.init).percentile(0.99) == 198)
        #expect((1...10).map(Double.init).percentile(1) == 10)
        #expect((1...10).map(Double.init).percentile(0) == 1)
    }

    @Test func `a ratio is value by floor, and nothing where there is no floor`() {
        #expect(Figure("a", 30, "/s", floor: 60).ratio == 0.5)
        #expect(Figure("a", 30, "/s").ratio == nil)
        #expect(Figure("a", 30, "/s", floor: 0).ratio == nil)
    }

    @Test func `an aim is met at its bound, and never without what it speaks of`() {
        #expect(Figure("a", 30, "/s", floor: 60, aim: .ratioAtLeast(0.5)).isMet == true)
        #expect(Figure("a", 29, "/s", floor: 60, aim: .ratioAtLeast(0.5)).isMet == false)
        #expect(Figure("a", 30, "/s", aim: .ratioAtLeast(0.5)).isMet == false)
        #expect(Figure("a", 30, "/s", floor: 0, aim: .ratioAtMost(0.5)).isMet == false)
        #expect(Figure("a", 30, "ms", aim: .atMost(30)).isMet == true)
        #expect(Figure("a", 30.01, "ms", aim: .atMost(30)).isMet == false)
        // A floor does not make an aim of the value one of the ratio.
        #expect(Figure("a", 40, "ms", floor: 60, aim: .atMost(30)).isMet == false)
        #expect(Figure("a", 30, "ms").isMet == nil)
    }

    @Test(arguments: [
        (0.123, "0.12"), (3.456, "3.46"), (45.67, "45.7"), (123.4, "123"), (1234.0, "1 234"), (60_500.0, "60 500"),
        (1_000_000, "1 000 000"), (0, "0"), (-1234, "-1 234"), (7, "7"),
    ])
    func `a number shows what counts of it`(_ value: Double, _ text: String) {
        #expect(BenchTable.number(value) == text)
    }

    private var table: BenchTable {
        BenchTable(
            machine: "two cores",
            sections: [
                BenchTable.Section(
                    name: "Create",
                    figures: [
                        Figure("one client", 533, "/s", p50: 1.7, p99: 6, floor: 3503, aim: .ratioAtLeast(0.5)),
                        Figure("a longer name of a figure", 1, ""),
                    ]), BenchTable.Section(name: "Lists", figures: [Figure("queue", 12.5, "ms", aim: .atMost(30))]),
            ])
    }

    @Test func `every column stands under its head, numbers to the right`() throws {
        let lines = table.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let head = try #require(lines.first { $0.hasPrefix("figure") })
        let one = try #require(lines.first { $0.contains("one client") })
        let queue = try #require(lines.first { $0.contains("queue") })
        let unit = try #require(head.range(of: "unit")).lowerBound
        for line in [one, queue] {
            let place = line.index(line.startIndex, offsetBy: head.distance(from: head.startIndex, to: unit))
            #expect(line[line.index(before: place)] == " ")
            #expect(line[place...].hasPrefix(line.contains("queue") ? "ms" : "/s"))
        }
        #expect(one.hasSuffix("ratio ≥ 0.50  NOT MET"))
        #expect(queue.hasSuffix("≤ 30          met"))
        #expect(queue.count - "met".count == one.count - "NOT MET".count)
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test func `the JSON holds what the table shows`() throws {
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(table)) as? [String: Any]
        let sections = try #require(json?["sections"] as? [[String: Any]])
        let figure = try #require((sections.first?["figures"] as? [[String: Any]])?.first)
        #expect(figure["value"] as? Double == 533)
        #expect(figure["floor"] as? Double == 3503)
        #expect(figure["isMet"] as? Bool == false)
        #expect(abs(try #require(figure["ratio"] as? Double) - 533 / 3503.0) < 1e-12)
        #expect(figure["aim"] as? String == "ratio ≥ 0.50")
    }
}
