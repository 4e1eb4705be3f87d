import Foundation
import OpsContracts
import Testing

/// A service's README is its canvas: every fact it states, and what it does not do yet.
enum CanvasRules {
    /// - Parameter facts: `ticket-opened`; a list may shorten those after the first to `-opened`.
    static func missing(_ facts: [String], in canvas: String) -> [String] {
        facts.filter { fact in
            let tails = fact.indices.filter { fact[$0] == "-" }.map { "`\(fact[$0...])`" }
            return !canvas.contains("\(fact)`") && !tails.contains { canvas.contains($0) }
        }
    }

    /// By their goldens, of which every fact has one.
    static func facts(of service: ServiceName) -> [String] {
        let goldens = "Tests/OpsContractsTests/Goldens/\(service)."
        return Set(
            Repository.files.map(\.path).filter { $0.hasPrefix(goldens) }
                .map { String($0.dropFirst(goldens.count).prefix { $0 != "." }) }
        ).sorted()
    }
}

struct CanvasTests {
    @Test(arguments: ServiceName.allCases)
    func `a canvas lists every fact, and what is not here yet`(_ service: ServiceName) throws {
        let canvas = try Repository.text("Services/\(service)/README.md")
        let facts = CanvasRules.facts(of: service)
        #expect(facts.count >= 5)
        #expect(CanvasRules.missing(facts, in: canvas) == [])
        #expect(canvas.contains("\n## Not here yet\n"))
    }

    @Test func `a fact that no canvas names is seen`() {
        let canvas = "| facts out | `a.round-planned` · `-started` |"
        #expect(CanvasRules.missing(["round-planned", "round-started"], in: canvas) == [])
        #expect(CanvasRules.missing(["round-missed", "round"], in: canvas) == ["round-missed", "round"])
    }
}
