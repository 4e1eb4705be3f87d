import Foundation
import Testing

/// How long files are, and what they may not speak of.
enum ShapeRules {
    static let length: Rule = { path, text in
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        let most = path.contains("/Main/") ? 30 : path.hasPrefix("Tests/") ? 400 : 300
        return lines > most ? ["has \(lines) lines, \(most) are the most"] : []
    }

    /// Folders of one machine, and whose hands typed what, are nobody's business.
    static let workplace: Rule = { path, text in
        // Spelt so that the patterns do not find themselves.
        let folders = #"(^|[^A-Za-z0-9_.])/(work|farm|tmp/[a-z]+)(?:/)"#
        let hands = #"(?i)\b(cl[a]ude|ch[a]tgpt|c[o]pilot|[a]nthropic)\b"#
        return [folders, hands].compactMap { pattern in
            text.range(of: pattern, options: .regularExpression).map { "speaks of “\(text[$0])”" }
        }
    }
}

struct ShapeTests {
    @Test func `files stay short`() {
        #expect(Repository.violations(of: ShapeRules.length) == [])
    }

    @Test(arguments: [
        ("Services/tickets/Main/Tickets.swift", 30), ("Shared/OpsDomain/A.swift", 300), ("Tests/A/B.swift", 400),
    ])
    func `a line too many is seen`(_ path: String, _ most: Int) {
        #expect(ShapeRules.length(path, String(repeating: "a\n", count: most)) == [])
        #expect(ShapeRules.length(path, String(repeating: "a\n", count: most + 1)).count == 1)
    }

    @Test func `nothing speaks of one machine`() {
        #expect(Repository.violations(of: ShapeRules.workplace, in: Repository.files) == [])
        #expect(Repository.files.contains { $0.path == "Makefile" })
        #expect(Repository.files.contains { $0.path == "Shared/OpsDomain/Decider.swift" })
    }

    @Test(arguments: ["see /" + "work/notes", "cd /" + "farm/a", "written by Clau" + "de", "open /tmp" + "/abc/x"])
    func `a path of one machine is seen`(_ text: String) {
        #expect(ShapeRules.workplace("README.md", text).count == 1)
    }

    @Test(arguments: ["docs/network/a", "the work/life", "/api/tickets/v1", "mktemp"])
    func `an ordinary path is let through`(_ text: String) {
        #expect(ShapeRules.workplace("README.md", text) == [])
    }
}
